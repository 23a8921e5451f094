"""The people of the demonstration, in development only: a service organisation with a few weeks behind it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.timezone import now

from academy.access import SOURCE_LANGUAGE
from academy.assignments.actions import apply_rules
from academy.assignments.models import AssignmentRule, Work
from academy.content import stamp
from academy.policies.actions import acknowledge
from academy.policies.comprehension import GivenAnswer
from academy.policies.domain.acknowledging import questions_of
from academy.policies.models import PolicyPage, PolicyVersion
from academy.staff.actions import rebuild_leadership
from academy.staff.models import Audience, JobRole, Location, Team, User
from academy.starter import files
from academy.starter.models import Loaded
from courses.actions import record_progress
from courses.progress import standing_of
from quizzes.actions import save_response, start_attempt, submit_attempt
from quizzes.models import Attempt, QuestionText, QuestionVersion

PART = "demo"
TEAMS = ("Billing", "Technical support")
PLACES = {"Reykjavík": "Atlantic/Reykjavik", "Vilnius": "Europe/Vilnius", "Manila": "Asia/Manila"}

# user name: first name, last name, group, team, role, manager, language, place
PEOPLE: dict[str, tuple[str, str, str, str | None, str, str | None, str, str]] = {
    "dana": ("Dana", "Whitfield", "Administrators", None, "Administrator", None, "en", "Reykjavík"),
    "erin": ("Erin", "Doyle", "Editors", None, "Editor", "dana", "en", "Reykjavík"),
    "bob": ("Bob", "Lindqvist", "Managers", "Billing", "Team lead", "dana", "en", "Reykjavík"),
    "charlie": ("Charlie", "Okafor", "Managers", "Technical support", "Team lead", "dana", "en", "Vilnius"),
    "alice": ("Alice", "Marlow", "Agents", "Billing", "Agent", "bob", "en", "Reykjavík"),
    "jonas": ("Jónas", "Þór", "Agents", "Billing", "Agent", "bob", "is", "Reykjavík"),
    "lan": ("Nguyễn Thị", "Lan", "Agents", "Billing", "Agent", "bob", "vi", "Manila"),
    "zygimantas": ("Žygimantas", "Petrauskas", "Agents", "Billing", "Agent", "bob", "lt", "Vilnius"),
    "luz": ("Luz", "Dela Cruz", "Agents", "Billing", "Agent", "bob", "fil", "Manila"),
    "parisa": ("پریسا", "کاظمی", "Agents", "Billing", "Agent", "bob", "fa", "Vilnius"),
    "rimas": ("Rimas", "Jankauskas", "Agents", "Technical support", "Agent", "charlie", "lt", "Vilnius"),
    "grace": ("Grace", "Santos", "Agents", "Technical support", "Agent", "charlie", "fil", "Manila"),
}

# course: in how many days it is due
ASSIGNED = {"empathy": 10, "conflict-resolution": 24}

# user name: how many units of each course are done; one more than there are lessons means: quiz passed
HISTORY: dict[str, dict[str, int]] = {
    "alice": {"conflict-resolution": 2, "product-knowledge": 1},
    "jonas": {"empathy": 6, "conflict-resolution": 1},
    "lan": {"empathy": 3},
    "zygimantas": {"empathy": 6, "conflict-resolution": 5, "product-knowledge": 6},
    "luz": {"empathy": 1},
    "rimas": {"empathy": 6},
}
ACKNOWLEDGED = {
    "zygimantas": ("goodwill-and-refunds", "response-times"),
    "jonas": ("goodwill-and-refunds",),
    "luz": ("response-times",),
    "rimas": ("response-times",),
}


def load_demo(password: str, say: Callable[[str], None]) -> None:
    """Make the people and what they did so far, once."""
    if Loaded.objects.filter(part=PART).exists():
        return
    say("Making the demo accounts …")
    at = now()
    with transaction.atomic():
        people = make_people(password)
        assign_courses(people["bob"], at)
        own_policies(people["bob"])
        apply_rules(at - timedelta(days=4))
        for name, courses in HISTORY.items():
            for course, units in courses.items():
                learn(people[name], course, units, at - timedelta(days=3))
        for name, policies in ACKNOWLEDGED.items():
            for policy in policies:
                agree(people[name], policy, at - timedelta(days=1))
        Loaded.objects.create(part=PART)


def make_people(password: str) -> dict[str, User]:
    root = Team.objects.filter(name="Service").first() or Team.add_root(name="Service")
    teams = {name: root.add_child(name=name) for name in TEAMS}
    hashed = make_password(password)
    people: dict[str, User] = {}
    for name, (first, last, group, team, role, manager, language, place) in PEOPLE.items():
        location, _created = Location.objects.get_or_create(name=place, defaults={"time_zone": PLACES[place]})
        person = User.objects.create(
            username=name,
            email=f"{name}@velbo.example",
            first_name=first,
            last_name=last,
            password=hashed,
            language=language,
            location=location,
            time_zone=location.time_zone,
            team=teams.get(team or ""),
            job_role=JobRole.objects.get_or_create(name=role)[0],
            manager=people.get(manager or ""),
        )
        person.groups.add(Group.objects.get(name=group))
        people[name] = person
    rebuild_leadership()
    return people


def assign_courses(by: User, at: datetime) -> None:
    service, _created = Audience.objects.get_or_create(name="Service agents")
    service.job_roles.set(JobRole.objects.filter(name="Agent"))
    for course, days in ASSIGNED.items():
        due_on = at.date() + timedelta(days=days)
        AssignmentRule.objects.create(work=work(course), audience=service, due_on=due_on, created_by=by)


def own_policies(owner: User) -> None:
    """The policies of the starter academy get somebody who answers for them. Their words stay: no version is made."""
    for name in files.policies():
        page = PolicyPage.objects.get(translation_key=files.key(f"policies/{name}"), locale__language_code=files.SOURCE)
        page.policy_owner = owner
        page.save_revision(user=owner).publish(user=owner)


def work(course: str) -> Work:
    return Work.objects.get(translation_key=files.key(f"courses/{course}"), kind=Work.Kind.COURSE)


def learn(learner: User, course: str, units: int, at: datetime) -> None:
    """Do the first units of a course: lessons are read, the quiz is passed."""
    for number in range(units):
        standing = standing_of(learner, files.key(f"courses/{course}"), SOURCE_LANGUAGE, stamp())
        step = standing.steps[number]
        moment = at + timedelta(minutes=11 * number)
        if step.unit.kind == Work.Kind.QUIZ:
            record_progress(learner, standing, step.unit, moment, done=False)
            pass_quiz(learner, Work.objects.get(pk=step.unit.work_id), moment)
        else:
            record_progress(learner, standing, step.unit, moment, done=True)


def pass_quiz(learner: User, quiz: Work, at: datetime) -> None:
    """Answer everything but the last question rightly."""
    attempt: Attempt = start_attempt(learner, quiz, at)
    dealt = attempt.dealt
    texts = QuestionText.objects.latest_for([item.version for item in dealt], learner.language)
    versions = QuestionVersion.objects.in_bulk([item.version for item in dealt])
    for position, item in enumerate(dealt[:-1]):
        text = texts[item.version]
        right = versions[item.version].spec().best(text.payload)
        save_response(attempt, position, right, text, at + timedelta(seconds=30 * position))
    submit_attempt(learner, attempt.pk, at + timedelta(minutes=8))


def agree(learner: User, policy: str, at: datetime) -> None:
    version = PolicyVersion.objects.latest_of_key(files.key(f"policies/{policy}"))
    text = version.texts.filter(locale__language_code=learner.language).last() or version.texts.first()
    asked = [one.question for one in questions_of(version.questions)]
    words = QuestionText.objects.latest_for(asked, learner.language).values() if asked else []
    acknowledge(learner, text, at, [GivenAnswer(one, one.version.spec().best(one.payload)) for one in words])
