"""What people know of which skill: of a team, of one person, and what a manager does about it."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from academy.reports.domain.mastery import Level
from academy.reports.skills.reading import masteries, skills_of
from academy.reports.skills.teaching import what_teaches
from academy.skills.models import Skill
from academy.staff.models import Team, User
from quizzes.models import Grade, Mark, QuizIndexPage
from tests import builders
from tests.quizzes.statistics import trying

pytestmark = pytest.mark.django_db
TEAM = "/en/team/skills/"


@pytest.fixture
def at() -> datetime:
    return now()


@pytest.fixture
def skill() -> Skill:
    return Skill.objects.create(name="Refunds", slug="refunds")


@pytest.fixture
def quiz(skill: Skill) -> trying.Quiz:
    return make_quiz(skill, 6)


def make_quiz(skill: Skill, questions: int, slug: str = "refunds") -> trying.Quiz:
    made = [builders.make_question(f"{slug} {number}") for number in range(questions)]
    for question in made:
        question.skills.add(skill)
        question.save()
    return trying.Quiz(builders.make_quiz(QuizIndexPage.objects.get(), made, title=slug, slug=slug, tries=0))


@pytest.fixture
def others(make_person: Callable[..., User], bob: User, billing: Team) -> list[User]:
    return [make_person(name, manager=bob, team=billing) for name in ("adam", "bea", "carl", "dora")]


@pytest.fixture
def as_bob(bob: User, as_user) -> Iterator[Client]:
    return as_user(bob)


class TestReading:
    def test_each_question_counts_once_and_its_latest_answer(
        self, alice: User, quiz: trying.Quiz, skill: Skill, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "wwwwww", at=at - timedelta(days=3))
        trying.hand_in(alice, quiz, "rrrrrr", at=at - timedelta(days=1))
        found = masteries([alice.pk], at)[alice.pk][skill.pk]
        assert (found.answers, found.share) == (6, 1.0)

    def test_another_version_of_a_question_takes_its_place(
        self, alice: User, quiz: trying.Quiz, skill: Skill, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "wwwwww", at=at - timedelta(days=3))
        question = quiz.page.quiz_questions.first().question
        question.stem = "Asked in another way"
        question.save_revision().publish()
        trying.hand_in(alice, quiz, "rwwwww", at=at - timedelta(days=1))
        assert masteries([alice.pk], at)[alice.pk][skill.pk].answers == 6

    def test_a_voided_question_says_nothing(self, alice: User, quiz: trying.Quiz, skill: Skill, at: datetime) -> None:
        attempt = trying.hand_in(alice, quiz, "rrrrrr", at=at - timedelta(days=1))
        first = attempt.grades.get()
        grade = Grade.objects.create(
            attempt=attempt, number=2, percent=100, passed=True, reason=Grade.Reason.REGRADED, graded_at=at
        )
        Mark.objects.bulk_create(
            Mark(grade=grade, position=mark.position, version=mark.version, share=0, void="left_out" * (not place))
            for place, mark in enumerate(first.marks.all())
        )
        found = masteries([alice.pk], at)[alice.pk][skill.pk]
        assert (found.answers, found.share) == (5, 0.0)  # as it is marked now

    def test_what_comes_later_and_what_is_forgotten_do_not_count(
        self, alice: User, quiz: trying.Quiz, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "rrrrrr", at=at)
        assert masteries([alice.pk], at - timedelta(days=1)) == {}
        assert masteries([alice.pk], at + timedelta(days=731)) == {}

    def test_a_person_sees_their_strengths_first(
        self, alice: User, quiz: trying.Quiz, skill: Skill, at: datetime
    ) -> None:
        tone = Skill.objects.create(name="Tone", slug="tone")
        trying.hand_in(alice, quiz, "wwwwww", at=at)
        trying.hand_in(alice, make_quiz(tone, 6, "tone"), "rrrrrr", at=at)
        lines = skills_of(alice, at)
        assert [(line.skill.name, line.level) for line in lines] == [("Tone", Level.STRONG), ("Refunds", Level.LOW)]

    def test_the_number_of_statements_is_flat(
        self, alice: User, others: list[User], quiz: trying.Quiz, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "rrrrrr", at=at)
        with CaptureQueriesContext(connection) as few:
            masteries([alice.pk], at)
        for person in others:
            trying.hand_in(person, quiz, "rrwwrr", at=at)
        with CaptureQueriesContext(connection) as many:
            masteries([alice.pk, *[person.pk for person in others]], at)
        assert len(many) == len(few) == 3

    def test_the_shortest_course_comes_first(self, skill: Skill) -> None:
        long, short = builders.make_course("long"), builders.make_course("short")
        for course, minutes in ((long, 30), (short, 3)):
            lesson = course.lessons[0]
            lesson.skills.add(skill)
            lesson.save()
            builders.republish(lesson, minutes=minutes)
        found = what_teaches(skill, "en")
        assert [one.work_id for one in found] == [short.work.pk, long.work.pk]
        assert found[0].lessons == ["The first lesson"]


class TestTeam:
    def test_it_shows_who_knows_what(self, as_bob: Client, alice: User, quiz: trying.Quiz, at: datetime) -> None:
        trying.hand_in(alice, quiz, "wwwwww", at=at)
        page = as_bob.get(TEAM).content.decode()
        assert "Needs practice" in page
        assert "“<bdi>Refunds</bdi>” is low for 1 of the 1 person measured: coach who needs it." in page

    def test_a_team_is_trained(
        self, as_bob: Client, alice: User, others: list[User], quiz: trying.Quiz, at: datetime
    ) -> None:
        for person in others:
            trying.hand_in(person, quiz, "wwwwww", at=at)
        page = as_bob.get(TEAM).content.decode()
        assert "is low for 4 of the 4 people measured: train the team." in page

    def test_people_stand_by_name_whatever_they_know(
        self, as_bob: Client, alice: User, others: list[User], quiz: trying.Quiz, at: datetime
    ) -> None:
        trying.hand_in(others[3], quiz, "rrrrrr", at=at)
        rows = as_bob.get(TEAM).context["found"].rows
        assert [str(row.person) for row in rows] == ["Adam", "Alice", "Bea", "Carl", "Dora"]

    def test_the_lowest_skill_comes_first(self, as_bob: Client, alice: User, quiz: trying.Quiz, at: datetime) -> None:
        calm = Skill.objects.create(name="Calm", slug="calm")
        trying.hand_in(alice, quiz, "rwwwww", at=at)
        trying.hand_in(alice, make_quiz(calm, 6, "calm"), "rrrrrr", at=at)
        columns = as_bob.get(TEAM).context["found"].columns
        assert [column.skill.name for column in columns] == ["Refunds", "Calm"]

    @pytest.mark.parametrize("query", ["?team=x", "?team=999999", "?page=x"])
    def test_nonsense_in_the_address_shows_all(self, as_bob: Client, alice: User, query: str) -> None:
        assert as_bob.get(TEAM + query).context["page_of_people"].paginator.count == 1

    def test_one_team_of_several(
        self, as_bob: Client, bob: User, alice: User, support: Team, make_person: Callable[..., User]
    ) -> None:
        make_person("zoe", manager=bob, team=support)
        page = as_bob.get(f"{TEAM}?team={support.pk}").context["page_of_people"]
        assert [str(person) for person in page] == ["Zoe"]

    def test_strangers_are_not_in_it(
        self, as_user, charlie: User, alice: User, quiz: trying.Quiz, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "wwwwww", at=at)
        page = as_user(charlie).get(TEAM).content.decode()
        assert "Alice" not in page
        assert "Nobody reports to you" in page

    def test_the_number_of_statements_is_flat(
        self, as_bob: Client, alice: User, others: list[User], quiz: trying.Quiz, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "rrrrrr", at=at)
        as_bob.get(TEAM)
        with CaptureQueriesContext(connection) as few:
            as_bob.get(TEAM)
        for person in others:
            trying.hand_in(person, quiz, "wwwwww", at=at)
        with CaptureQueriesContext(connection) as many:
            as_bob.get(TEAM)
        assert len(many) <= len(few) <= 25


class TestSkill:
    @pytest.fixture
    def path(self, skill: Skill) -> str:
        return f"{TEAM}{skill.pk}/"

    @pytest.fixture
    def taught(self, skill: Skill) -> builders.Course:
        course = builders.make_course()
        course.page.skills.add(skill)
        course.page.save()
        builders.republish(course.page)
        return course

    def test_who_is_low_is_chosen_already(
        self, as_bob: Client, alice: User, others: list[User], quiz: trying.Quiz, taught, path: str, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "wwwwww", at=at)
        response = as_bob.get(path)
        assert response.context["form"].initial["people"] == [alice.pk]
        assert "Low for 1 of the 1 person measured" in response.content.decode()

    def test_assigning_goes_on_with_what_was_chosen(self, as_bob: Client, alice: User, taught, path: str) -> None:
        response = as_bob.post(path, {"course": taught.work.pk, "people": [alice.pk]})
        assert response.url == f"/en/team/assign/?work={taught.work.pk}&people={alice.pk}&note=Refunds"
        form = as_bob.get(response.url).context["form"]
        assert (form["work"].value(), form["people"].value()) == (str(taught.work.pk), [str(alice.pk)])

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"people": []}, "Choose at least one person."),
            ({"course": 999}, "Select a valid choice"),
            ({"people": [999999]}, "Select a valid choice"),
        ],
    )
    def test_bad_input_is_shown(
        self, as_bob: Client, alice: User, taught, path: str, changed: dict[str, object], words: str
    ) -> None:
        data = {"course": taught.work.pk, "people": [alice.pk], **changed}
        assert words in as_bob.post(path, data).content.decode()

    def test_strangers_can_not_be_chosen(self, as_bob: Client, alice: User, charlie: User, taught, path: str) -> None:
        response = as_bob.post(path, {"course": taught.work.pk, "people": [charlie.pk]})
        assert response.status_code == 200

    @pytest.mark.parametrize("name", ["alice", "charlie", "erin"])
    def test_who_leads_nobody_finds_nothing(
        self, alice: User, charlie: User, erin: User, as_user, path: str, name: str
    ) -> None:
        assert as_user({"alice": alice, "charlie": charlie, "erin": erin}[name]).get(path).status_code == 404

    def test_a_skill_that_is_not_there_is_not_found(self, as_bob: Client, alice: User) -> None:
        assert as_bob.get(f"{TEAM}99999/").status_code == 404


class TestPerson:
    def test_both_see_the_same(
        self, as_bob: Client, as_alice: Client, alice: User, quiz: trying.Quiz, at: datetime
    ) -> None:
        trying.hand_in(alice, quiz, "rrrrrr", at=at)
        path = f"/en/team/people/{alice.pk}/skills/"
        assert as_alice.get("/en/my/skills/").url == path
        for client in (as_bob, as_alice):
            page = client.get(path).content.decode()
            assert "100 % right, between 60 and 100 %, told from 6 questions" in page

    def test_it_says_where_there_is_nothing(self, as_alice: Client, alice: User) -> None:
        assert "Nothing to tell yet" in as_alice.get(f"/en/team/people/{alice.pk}/skills/").content.decode()

    def test_strangers_find_nothing(self, as_user, alice: User, charlie: User) -> None:
        assert as_user(charlie).get(f"/en/team/people/{alice.pk}/skills/").status_code == 404


@pytest.mark.parametrize("path", [TEAM, f"{TEAM}1/", "/en/my/skills/", "/en/team/people/1/skills/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, db: None, path: str) -> None:
    assert "/sign-in/" in client.get(path).url
