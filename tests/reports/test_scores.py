"""Scores from outside: how they went, who is low, and what a course made of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from academy.domain.dates import first_of_month, month, month_before
from academy.reports.domain.before_after import Change
from academy.reports.scores.reading import comparisons, criteria_of
from academy.reports.scores.trend import Stretch, trend
from academy.scores.models import Criterion, Score
from academy.skills.models import Skill
from academy.staff.models import User
from courses.models import Enrolment
from quizzes.statistics.charts import FLOOR, TOP
from tests import builders

pytestmark = pytest.mark.django_db
AT = datetime(2026, 6, 15, 9, tzinfo=UTC)
TEAM = "/en/team/scores/"


@pytest.fixture
def tone() -> Criterion:
    return Criterion.objects.create(name="Tone")


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


@pytest.fixture
def others(make_person: Callable[..., User], bob: User) -> list[User]:
    return [make_person(name, manager=bob, team=bob.team) for name in ("adam", "bea", "carl", "dora")]


def score(person: User, criterion: Criterion, day: date, share: float, count: int = 1) -> None:
    begins = Score.objects.count()
    Score.objects.bulk_create(
        Score(
            criterion=criterion,
            case_id=f"case {begins + number}",
            person=person,
            score=100 * share,
            most=100,
            share=share,
            happened_on=day,
            imported_at=AT,
        )
        for number in range(count)
    )


@pytest.mark.parametrize(
    ("day", "language", "first", "before"),
    [
        (date(2026, 3, 31), "en", date(2026, 3, 1), date(2025, 3, 1)),
        (date(2026, 1, 1), "vi", date(2026, 1, 1), date(2025, 1, 1)),
        (date(2026, 3, 21), "fa", date(2026, 3, 21), date(2025, 3, 21)),  # 1 Farvardin 1405
        (date(2026, 3, 20), "fa", date(2026, 2, 20), date(2025, 2, 19)),  # Esfand; the year before was a leap year
    ],
)
def test_months_are_those_of_the_readers_calendar(day: date, language: str, first: date, before: date) -> None:
    assert first_of_month(day, language) == first
    assert month_before(first, 12, language) == before
    assert month_before(before, -12, language) == first


def test_months_in_words() -> None:
    assert month(date(2026, 3, 21), "en") == "March 2026"
    assert month(date(2026, 3, 21), "fa") == "فروردین ۱۴۰۵"


def test_a_month_without_a_case_parts_the_line() -> None:
    values = [0, 100, None, 50, 60]
    drawn = trend([Stretch(date(2026, 1 + n, 1), value, 1) for n, value in enumerate(values)], (0, 100), rtl=False)
    assert drawn
    assert len(drawn.lines) == 2
    assert [point.y for point in drawn.points][:2] == [FLOOR, TOP]
    back = trend(drawn.stretches, (0, 100), rtl=True)
    assert back
    assert back.points[0].x > back.points[-1].x


def test_one_month_is_no_line() -> None:
    assert trend([Stretch(date(2026, 1, 1), 5, 1), Stretch(date(2026, 2, 1), None, 0)], (0, 9), rtl=False) is None


class TestTeam:
    def test_by_criterion_and_month(self, alice: User, tone: Criterion) -> None:
        score(alice, tone, date(2026, 6, 1), 0.5)
        score(alice, tone, date(2026, 6, 9), 1.0)
        score(alice, tone, date(2025, 7, 1), 0.4)
        score(alice, tone, date(2025, 6, 30), 0.0)  # more than twelve months ago
        part = criteria_of([alice], AT, "en", rtl=False)[0]
        assert (part.cases, part.months[0].value, part.months[-1].value) == (3, 40, 75)
        assert len(part.months) == 12

    def test_one_is_coached_and_a_team_is_trained(self, alice: User, others: list[User], tone: Criterion) -> None:
        for person in [alice, *others]:
            score(person, tone, date(2026, 6, 1), 0.2 if person == alice else 1.0, count=6)
        people = [*others, alice]
        part = criteria_of(people, AT, "en", rtl=False)[0]
        assert part.verdict
        assert (part.verdict.advice.value, part.low) == ("coach", [alice])
        Score.objects.exclude(person=others[0]).update(share=0.2)
        part = criteria_of(people, AT, "en", rtl=False)[0]
        assert part.verdict
        assert part.verdict.advice.value == "train"

    def test_the_page_leads_to_what_teaches_it(
        self, as_bob: Client, alice: User, tone: Criterion, course: builders.Course
    ) -> None:
        skill = Skill.objects.create(name="Calm", slug="calm")
        tone.skills.add(skill)
        for days in (40, 3):
            score(alice, tone, (now() - timedelta(days=days)).date(), 0.1, count=5)
        page = as_bob.get(TEAM).content.decode()
        assert "low for 1 of the 1 person with enough cases: coach who needs it." in page
        assert f"/en/team/skills/{skill.pk}/?people={alice.pk}" in page
        assert "<svg viewBox" in page
        chosen = as_bob.get(f"/en/team/skills/{skill.pk}/?people={alice.pk},x").context["form"].initial["people"]
        assert chosen == [alice.pk]

    def test_strangers_are_not_in_it(self, as_user, charlie: User, alice: User, tone: Criterion) -> None:
        score(alice, tone, now().date(), 0.1, count=9)
        page = as_user(charlie).get(TEAM).content.decode()
        assert "Alice" not in page
        assert "No scores yet" in page

    def test_people_see_their_own(self, as_alice: Client, as_bob: Client, alice: User, tone: Criterion) -> None:
        score(alice, tone, now().date(), 0.8, count=3)
        for client in (as_alice, as_bob):
            page = client.get(f"/en/team/people/{alice.pk}/skills/").content.decode()
            assert "80 % of what could be had, in 3 cases" in page

    def test_the_number_of_statements_is_flat(
        self, as_bob: Client, alice: User, others: list[User], tone: Criterion
    ) -> None:
        score(alice, tone, now().date(), 0.8)
        as_bob.get(TEAM)
        with CaptureQueriesContext(connection) as few:
            as_bob.get(TEAM)
        for number, person in enumerate(others):
            score(person, Criterion.objects.create(name=f"Criterion {number}"), now().date(), 0.1, count=6)
        with CaptureQueriesContext(connection) as many:
            as_bob.get(TEAM)
        assert len(many) <= len(few) <= 25


class TestCourse:
    @pytest.fixture
    def path(self, course: builders.Course) -> str:
        return f"{TEAM}courses/{course.work.pk}/"

    def complete(self, people: list[User], course: builders.Course, at: datetime = AT) -> None:
        Enrolment.objects.bulk_create(
            Enrolment(learner=person, course=course.work, started_at=at, last_opened_at=at, completed_at=at)
            for person in people
        )

    def around(self, person: User, criterion: Criterion, before: float, after: float) -> None:
        score(person, criterion, AT.date() - timedelta(days=90), before, count=3)
        score(person, criterion, AT.date() + timedelta(days=90), after, count=3)
        for days in (-91, 0, 91):  # outside, and the day itself
            score(person, criterion, AT.date() + timedelta(days=days), 0.0, count=5)

    def test_each_person_is_compared_with_themselves(
        self, as_bob: Client, alice: User, others: list[User], tone: Criterion, course: builders.Course, path: str
    ) -> None:
        people = [alice, *others]
        self.complete(people, course)
        for number, person in enumerate(people):
            self.around(person, tone, 0.1 * number, 0.1 * number + 0.2 + 0.01 * number)
        found = comparisons(course.work, User.objects.all())[0].difference
        assert (found.change, found.people, found.cases) == (Change.BETTER, 5, 30)
        assert found.by == pytest.approx(0.22)
        page = as_bob.get(path).content.decode()
        assert "Higher after the course." in page
        assert "5 people, 30 cases." in page
        assert path in as_bob.get(TEAM).content.decode()

    def test_of_too_few_nothing_is_said(
        self, as_bob: Client, alice: User, tone: Criterion, course: builders.Course, path: str
    ) -> None:
        self.complete([alice], course)
        self.around(alice, tone, 0.1, 0.9)
        page = as_bob.get(path).content.decode()
        assert "Too few cases to say." in page
        assert "1 person has at least 3 cases before and 3 after; 5 are needed." in page
        assert "Higher" not in page

    def test_what_the_course_teaches_comes_first(self, alice: User, tone: Criterion, course: builders.Course) -> None:
        skill = Skill.objects.create(name="Calm", slug="calm")
        course.page.skills.add(skill)
        course.page.save()
        taught = Criterion.objects.create(name="Zest")
        taught.skills.add(skill)
        self.complete([alice], course)
        for criterion in (tone, taught):
            self.around(alice, criterion, 0.1, 0.9)
        found = comparisons(course.work, User.objects.all())
        assert [(one.criterion, one.taught) for one in found] == [(taught, True), (tone, False)]

    def test_without_scores_it_says_so(self, as_bob: Client, alice: User, path: str) -> None:
        assert "Too few cases to say" in as_bob.get(path).content.decode()

    @pytest.mark.parametrize("name", ["alice", "charlie", "erin"])
    def test_who_leads_nobody_finds_nothing(
        self, alice: User, charlie: User, erin: User, as_user, path: str, name: str
    ) -> None:
        assert as_user({"alice": alice, "charlie": charlie, "erin": erin}[name]).get(path).status_code == 404

    def test_what_is_no_course_is_not_found(self, as_bob: Client, alice: User, course: builders.Course) -> None:
        assert as_bob.get(f"{TEAM}courses/{course.quiz_work.pk}/").status_code == 404


@pytest.mark.parametrize("path", [TEAM, f"{TEAM}courses/1/"])
def test_who_is_not_signed_in_is_sent_to_sign_in(client: Client, path: str) -> None:
    assert "/sign-in/" in client.get(path).url
