"""Role × view × whose record, as one table. What one may not see does not exist."""

from collections.abc import Callable

import pytest
from django.test import Client

from academy.assignments.models import AssignmentRule
from academy.policies.actions import ask, decline
from academy.skills.models import Skill
from academy.staff.models import User
from courses.actions import request_course
from courses.models import Enrolment
from quizzes.actions import start_attempt
from tests import builders
from tests.quizzes.test_actions import AT

pytestmark = pytest.mark.django_db

SIGN_IN = "sign in"


@pytest.fixture
def cast(alice: User, bob: User, charlie: User, erin: User, dana: User) -> dict[str, User]:
    return {"alice": alice, "bob": bob, "charlie": charlie, "erin": erin, "dana": dana}


@pytest.fixture
def addresses(cast: dict[str, User], course: builders.Course, policy: builders.Policy) -> dict[str, str]:
    attempt = start_attempt(cast["alice"], course.quiz_work, AT)
    written = builders.hand_in_text(cast["alice"], AT)
    text = policy.version.texts.get()
    declined = decline(cast["alice"], text, "It does harm.", AT)
    asked = ask(cast["alice"], policy.version, builders.key("clause", 0), "question", "Net or gross?", AT)
    owed = builders.assigned(cast["alice"])
    laid = AssignmentRule.objects.create(work=course.work, audience=builders.everybody(), created_by=cast["bob"])
    asked_for = request_course(cast["alice"], course.work, "For the evening shift.", AT)
    builders.make_path("weeks", [course.page])
    skill = Skill.objects.create(name="Calm", slug="calm")
    Enrolment.objects.create(
        learner=cast["alice"], course=course.work, started_at=AT, last_opened_at=AT, completed_at=AT
    )
    return {
        "my work": "/en/",
        "courses": "/en/courses/",
        "lesson": "/en/courses/empathy/first/",
        "quiz": "/en/courses/empathy/quiz/",
        "policy": "/en/policies/refunds/",
        "policies": "/en/policies/",
        "policy version": f"/en/policy/{policy.work.pk}/versions/1/",
        "policy history": f"/en/policy/{policy.work.pk}/versions/",
        "declining": f"/en/policy/texts/{text.pk}/decline/",
        "asking": f"/en/policy/texts/{text.pk}/clauses/{builders.key('clause', 0)}/ask/",
        "alice's decline": f"/en/policy/declines/{declined.pk}/",
        "own questions": "/en/policy/questions/",
        "questions about policies": "/en/policy/questions/all/",
        "a question about a policy": f"/en/policy/questions/{asked.pk}/",
        "acknowledging for alice": f"/en/team/people/{cast['alice'].pk}/policies/{policy.work.pk}/acknowledge/",
        "acknowledging for bob": f"/en/team/people/{cast['bob'].pk}/policies/{policy.work.pk}/acknowledge/",
        "inbox": "/en/inbox/",
        "notifications": "/en/inbox/notifications/",
        "unread": "/en/inbox/unread/",
        "words for a push message": "/waiting/",
        "search": "/en/search/?q=first",
        "team": "/en/team/",
        "people of the team": "/en/team/people/?part=stuck",
        "work of the team": "/en/team/work/",
        "week by week": "/en/team/outlook/",
        "a note to alice": f"/en/team/people/{cast['alice'].pk}/note/",
        "what happened to alice": f"/en/team/people/{cast['alice'].pk}/all/happened/",
        "who looked at alice's answers": f"/en/team/people/{cast['alice'].pk}/all/seen/",
        "people and work": "/en/team/matrix/",
        "who may do what": "/en/team/readiness/",
        "kept views": "/en/team/views/",
        "assigning": "/en/team/assign/",
        "requests": "/en/team/requests/",
        "alice's request": f"/en/team/requests/{asked_for.pk}/",
        "a learning path": "/en/courses/weeks/",
        "what was assigned": "/en/team/assignments/",
        "what bob assigned": f"/en/team/assignments/{laid.pk}/",
        "alice's evidence": f"/en/team/people/{cast['alice'].pk}/work/{course.work.pk}/",
        "own calendar": "/en/my/calendar/",
        "excusing alice": f"/en/team/people/{cast['alice'].pk}/work/{owed.pk}/excuse/",
        "alice's record": f"/en/team/people/{cast['alice'].pk}/",
        "bob's record": f"/en/team/people/{cast['bob'].pk}/",
        "charlie's record": f"/en/team/people/{cast['charlie'].pk}/",
        "alice's attempt": f"/en/learn/attempts/{attempt.pk}/review/",
        "quiz statistics": f"/en/quizzes/{course.quiz_work.pk}/statistics/",
        "attempts at a quiz": f"/en/quizzes/{course.quiz_work.pk}/statistics/attempts/",
        "answers to mark": "/en/marking/",
        "marked answers": "/en/marking/marked/",
        "agreement of markers": "/en/marking/agreement/",
        "alice's answer": f"/en/marking/{written.pk}/",
        "alice's clock": f"/en/learn/attempts/{attempt.pk}/clock/",
        "alice's date": f"/en/team/people/{cast['alice'].pk}/work/{owed.pk}/date/",
        "accepting for alice": f"/en/team/people/{cast['alice'].pk}/work/{owed.pk}/evidence/",
        "alice's minutes": f"/en/team/people/{cast['alice'].pk}/extra-time/",
        "alice's tries": f"/en/team/people/{cast['alice'].pk}/quizzes/{attempt.work_id}/exception/",
        "alice's invitation": f"/en/team/people/{cast['alice'].pk}/invitation/",
        "skills of the team": "/en/team/skills/",
        "a skill of the team": f"/en/team/skills/{skill.pk}/",
        "alice's skills": f"/en/team/people/{cast['alice'].pk}/skills/",
        "own skills": "/en/my/skills/",
        "scores of the team": "/en/team/scores/",
        "before and after a course": f"/en/team/scores/courses/{course.work.pk}/",
        "pulse of the team": "/en/team/pulse/",
        "own pulse": "/en/pulse/",
        "feedback on a course": f"/en/learn/courses/{course.work.pk}/feedback/",
        "cms": "/admin/",
        "cms: lesson": f"/admin/pages/{course.lessons[0].pk}/edit/",
        "cms: policy": f"/admin/pages/{policy.page.pk}/edit/",
        "cms: questions": "/admin/snippets/quizzes/question/",
        "cms: import": "/admin/snippets/quizzes/question/import/",
        "cms: export": "/admin/snippets/quizzes/question/export/",
        "cms: corrections": "/admin/quizzes/regrades/",
        "cms: correcting": f"/admin/quizzes/questions/{course.questions[0].pk}/regrade/",
        "cms: versions": f"/admin/quizzes/questions/{course.questions[0].pk}/versions/",
        "cms: duplicates": "/admin/quizzes/questions/duplicates/",
        "cms: audiences": "/admin/snippets/staff/audience/",
        "cms: rules": "/admin/snippets/assignments/assignmentrule/",
        "cms: gates": "/admin/snippets/readiness/gate/",
        "cms: renewals": "/admin/snippets/assignments/renewal/",
        "cms: teams": "/admin/snippets/staff/team/",
        "cms: people": "/admin/users/",
        "cms: deliveries": "/admin/reports/deliveries/",
        "cms: new person": "/admin/users/new/",
        "cms: alice's data": f"/admin/people/{cast['alice'].pk}/data/",
        "cms: import people": "/admin/people/import/people/",
        "cms: import leave": "/admin/people/import/leave/",
        "cms: invitations": "/admin/people/invitations/",
        "cms: scores": "/admin/scores/import/",
        "cms: criteria": "/admin/snippets/scores/criterion/",
        "cms: feedback": "/admin/reports/feedback/",
    }


#                      alice bob  charlie erin dana
MATRIX = {
    "my work":          "ok   ok   ok   ok   ok",
    "courses":          "ok   ok   ok   ok   ok",
    "lesson":           "ok   ok   ok   ok   ok",
    "quiz":             "ok   ok   ok   ok   ok",
    "policy":           "ok   ok   ok   ok   ok",
    "policies":         "ok   ok   ok   ok   ok",
    "policy version":   "ok   ok   ok   ok   ok",
    "policy history":   "ok   ok   ok   ok   ok",
    "declining":        "ok   ok   ok   ok   ok",
    "asking":           "ok   ok   ok   ok   ok",
    "alice's decline":  "ok   ok   none none ok",
    "own questions":    "ok   ok   ok   ok   ok",
    "questions about policies": "none ok ok none ok",
    "a question about a policy": "none ok ok none ok",
    "acknowledging for alice": "none ok none none ok",
    "acknowledging for bob": "none none none none ok",
    "inbox":            "ok   ok   ok   ok   ok",
    "notifications":    "ok   ok   ok   ok   ok",
    "unread":           "ok   ok   ok   ok   ok",
    "words for a push message": "ok ok ok ok ok",
    "search":           "ok   ok   ok   ok   ok",
    "team":             "ok   ok   ok   ok   ok",
    "people of the team": "ok ok   ok   ok   ok",
    "work of the team": "ok   ok   ok   ok   ok",
    "week by week":     "ok   ok   ok   ok   ok",
    "a note to alice":  "none ok   none none ok",
    "what happened to alice": "ok ok none none ok",
    "who looked at alice's answers": "ok ok none none ok",
    "people and work":  "none ok   none none ok",
    "who may do what":  "none ok   none none ok",
    "kept views":       "none ok   none none ok",
    "assigning":        "none ok   none none ok",
    "requests":         "none ok   none none ok",
    "alice's request":  "none ok   none none ok",
    "a learning path":  "ok   ok   ok   ok   ok",
    "what was assigned": "none ok  none none ok",
    "what bob assigned": "none ok  none none ok",
    "alice's evidence": "ok   ok   none none ok",
    "own calendar":     "ok   ok   ok   ok   ok",
    "excusing alice":   "none ok   none none ok",
    "alice's record":   "ok   ok   none none ok",
    "bob's record":     "none ok   none none ok",
    "charlie's record": "none none ok   none ok",
    "alice's attempt":  "ok   none none none none",
    "alice's clock":    "ok   none none none none",
    "alice's date":     "none ok   none none ok",
    "accepting for alice": "none ok   none none ok",
    "alice's minutes":  "none ok   none none ok",
    "alice's tries":    "none ok   none none ok",
    "alice's invitation": "none ok none none ok",
    "quiz statistics":  "none ok   ok   ok   ok",
    "attempts at a quiz": "none ok ok   ok   ok",
    "answers to mark":  "no   ok   ok   no   ok",
    "marked answers":   "no   ok   ok   no   ok",
    "agreement of markers": "no   ok   ok   no   ok",
    "alice's answer":   "no   back none no   back",
    "skills of the team": "ok ok ok ok ok",
    "a skill of the team": "none ok none none ok",
    "alice's skills":   "ok   ok   none none ok",
    "own skills":       "back back back back back",
    "scores of the team": "ok ok ok ok ok",
    "before and after a course": "none ok none none ok",
    "pulse of the team": "ok  ok   ok   ok   ok",
    "own pulse":        "ok   ok   ok   ok   ok",
    "feedback on a course": "ok none none none none",
    "cms":              "no   ok   ok   ok   ok",
    "cms: lesson":      "no   ok   ok   ok   ok",
    "cms: policy":      "no   ok   ok   ok   ok",
    "cms: questions":   "no   ok   ok   ok   ok",
    "cms: import":      "no   ok   ok   ok   ok",
    "cms: export":      "no   ok   ok   ok   ok",
    "cms: corrections": "no   ok   ok   ok   ok",
    "cms: correcting":  "no   ok   ok   ok   ok",
    "cms: versions":    "no   ok   ok   ok   ok",
    "cms: duplicates":  "no   ok   ok   ok   ok",
    "cms: audiences":   "no   ok   ok   no   ok",
    "cms: rules":       "no   ok   ok   no   ok",
    "cms: gates":       "no   no   no   ok   ok",
    "cms: renewals":    "no   ok   ok   ok   ok",
    "cms: teams":       "no   no   no   no   ok",
    "cms: people":      "no   no   no   no   ok",
    "cms: deliveries":  "no   no   no   no   ok",
    "cms: new person":  "no   no   no   no   ok",
    "cms: alice's data": "no  no   no   no   ok",
    "cms: import people": "no no   no   no   ok",
    "cms: import leave": "no  ok   ok   no   ok",
    "cms: invitations": "no   no   no   no   ok",
    "cms: scores":      "no   no   no   no   ok",
    "cms: criteria":    "no   ok   ok   no   ok",
    "cms: feedback":    "no   ok   ok   ok   ok",
}  # fmt: skip
ROLES = ("alice", "bob", "charlie", "erin", "dana")
STATUS = {"ok": {200}, "none": {404}, "no": {302, 403}, "back": {302}}


@pytest.mark.parametrize("role", ROLES)
def test_who_sees_what(
    cast: dict[str, User], addresses: dict[str, str], as_user: Callable[[User], Client], role: str
) -> None:
    browser, column = as_user(cast[role]), ROLES.index(role)
    found = {view: browser.get(address).status_code for view, address in addresses.items()}
    expected = {view: line.split()[column] for view, line in MATRIX.items()}
    wrong = [f"{view}: {found[view]}, not {what}" for view, what in expected.items() if found[view] not in STATUS[what]]
    assert not wrong, "\n".join(wrong)


def test_the_table_names_every_view(addresses: dict[str, str]) -> None:
    assert set(MATRIX) == set(addresses)


def test_who_is_not_signed_in_sees_nothing(client: Client, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        response = client.get(address)
        assert response.status_code == 302, name
        assert "/sign-in/" in response.url, name


def test_an_editor_may_not_publish_and_a_manager_may(
    cast: dict[str, User], course: builders.Course, policy: builders.Policy
) -> None:
    for page in (course.lessons[0], policy.page):
        rights = {role: page.permissions_for_user(cast[role]).can_publish() for role in ROLES}
        assert rights == {"alice": False, "bob": True, "charlie": True, "erin": False, "dana": True}
