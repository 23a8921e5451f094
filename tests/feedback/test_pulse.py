"""How people are: asked by the week, counted so that nobody's answer can be told."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from academy.feedback import periodic
from academy.feedback.actions import answer_pulse, end_pulses, open_pulses, plan_pulse
from academy.feedback.models import Pulse, PulseCount, PulsePlan, PulseSlip
from academy.scores.actions import import_scores
from academy.staff.models import Team, User

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)  # a Wednesday
MONDAY = date(2026, 3, 2)
PATH = "/en/pulse/"
TEAM = "/en/team/pulse/"
GOOD = {"getting_on": 4, "help": 5}
pytestmark = pytest.mark.django_db


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


@pytest.fixture
def people(alice: User, make_person: Callable[..., User], bob: User) -> list[User]:
    names = ("adam", "bea", "carl", "dora", "eve")
    return [alice, *[make_person(name, manager=bob, team=bob.team) for name in names]]


@pytest.fixture
def pulse(billing: Team) -> Pulse:
    open_pulses([billing], now())
    return Pulse.objects.get()


def answer(pulse: Pulse, people: list[User], **values: int) -> None:
    for person in people:
        assert answer_pulse(pulse, person, {**GOOD, **values})


class TestAnonymous:
    def test_no_row_ties_a_person_or_a_moment_to_an_answer(self) -> None:
        assert {field.name for field in PulseCount._meta.get_fields()} == {"id", "pulse", "question", "value", "count"}
        assert {field.name for field in PulseSlip._meta.get_fields()} == {"id", "pulse", "person"}
        kinds = [type(field) for model in (Pulse, PulseCount, PulseSlip) for field in model._meta.fields]
        assert models.DateTimeField not in kinds

    def test_answering_adds_no_row_but_the_slip(self, alice: User, pulse: Pulse) -> None:
        before = set(PulseCount.objects.values_list("pk", flat=True))
        answer(pulse, [alice])
        assert set(PulseCount.objects.values_list("pk", flat=True)) == before
        assert dict(PulseCount.objects.filter(count=1).values_list("question", "value")) == GOOD

    def test_nobody_answers_twice(self, alice: User, pulse: Pulse) -> None:
        answer(pulse, [alice])
        assert not answer_pulse(pulse, alice, {"getting_on": 1, "help": 1})
        assert PulseCount.objects.aggregate(models.Sum("count"))["count__sum"] == 2

    def test_who_has_answered_is_forgotten_when_it_is_over(self, alice: User, bob: User, pulse: Pulse) -> None:
        answer(pulse, [alice])
        assert end_pulses([pulse]) == 1
        assert end_pulses([pulse]) == 0
        assert not PulseSlip.objects.exists()
        assert not answer_pulse(pulse, alice, GOOD)


class TestClock:
    def test_it_asks_once_a_week(self, billing: Team) -> None:
        plan_pulse(billing, AT)
        plan_pulse(billing, AT)
        for days in (0, 1, 4, 5, 6):  # Sunday is the 8th, Monday the 9th
            periodic.ask_every_week(AT + timedelta(days=days))
        assert list(Pulse.objects.values_list("week", flat=True)) == [MONDAY, MONDAY + timedelta(days=7)]
        assert PulseCount.objects.count() == 20

    def test_a_week_that_was_ended_early_is_not_asked_again(self, billing: Team) -> None:
        plan_pulse(billing, AT)
        end_pulses(list(Pulse.objects.all()))
        periodic.ask_every_week(AT)
        assert not Pulse.objects.open().exists()

    def test_a_week_ends_with_its_sunday(self, billing: Team) -> None:
        open_pulses([billing], AT)
        periodic.end_what_is_over(AT + timedelta(days=4))
        assert Pulse.objects.open().exists()
        periodic.end_what_is_over(AT + timedelta(days=5))
        assert not Pulse.objects.open().exists()


class TestAnswering:
    def test_it_works_and_a_repeat_is_harmless(self, as_alice: Client, alice: User, pulse: Pulse) -> None:
        assert PATH in as_alice.get("/en/").content.decode()
        assert "How are you getting on this week?" in as_alice.get(PATH).content.decode()
        for _click in range(2):
            response = as_alice.post(PATH, GOOD, follow=True)
            assert "Nothing to answer just now" in response.content.decode()
        assert PulseCount.objects.aggregate(models.Sum("count"))["count__sum"] == 2
        assert PATH not in as_alice.get("/en/").content.decode()

    @pytest.mark.parametrize(
        "data", [{}, {"getting_on": 4}, {"getting_on": 9, "help": 1}, {"getting_on": "x", "help": 1}]
    )
    def test_bad_input_is_shown(self, as_alice: Client, pulse: Pulse, data: dict[str, object]) -> None:
        page = as_alice.post(PATH, data).content.decode()
        assert "Choose one of the answers." in page or "Select a valid choice" in page
        assert not PulseSlip.objects.exists()

    def test_who_leads_the_team_is_not_asked(self, as_bob: Client, alice: User, pulse: Pulse) -> None:
        assert "Nothing to answer just now" in as_bob.get(PATH).content.decode()

    def test_other_teams_are_not_asked(self, as_user, charlie: User, pulse: Pulse) -> None:
        client = as_user(charlie)
        assert "Nothing to answer just now" in client.get(PATH).content.decode()
        client.post(PATH, GOOD)
        assert not PulseSlip.objects.exists()

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        assert "/sign-in/" in client.get(PATH).url


class TestTeam:
    def test_a_manager_has_the_team_asked_and_ends_it(self, as_bob: Client, people: list[User], billing: Team) -> None:
        for _click in range(2):
            assert as_bob.post(f"{TEAM}{billing.pk}/plan/").url == TEAM
        pulse = Pulse.objects.get()
        assert "It is shown when it is over." in as_bob.get(TEAM).content.decode()
        answer(pulse, people)
        assert as_bob.get(TEAM).context["teams"][0].weeks == []  # not before it is over
        for _click in range(2):
            as_bob.post(f"{TEAM}{billing.pk}/end/")
        week = as_bob.get(TEAM).context["teams"][0].weeks[0]
        assert (week.answers, week.means) == (6, [4, 5])
        as_bob.post(f"{TEAM}{billing.pk}/plan/", {"stop": "1"})
        assert not PulsePlan.objects.exists()

    @pytest.mark.parametrize(("count", "shown"), [(0, None), (4, False), (5, True)])
    def test_from_five_answers_on(
        self, as_bob: Client, people: list[User], pulse: Pulse, count: int, shown: bool | None
    ) -> None:
        answer(pulse, people[:count])
        end_pulses([pulse])
        weeks = as_bob.get(TEAM).context["teams"][0].weeks
        assert [week.answers is not None for week in weeks] == ([] if shown is None else [shown])
        assert ("Not shown: fewer than 5 answered" in as_bob.get(TEAM).content.decode()) is (shown is False)

    def test_a_team_within_a_team_is_not_told_by_taking_away(
        self, as_bob: Client, people: list[User], billing: Team, make_person: Callable[..., User], bob: User
    ) -> None:
        night = billing.add_child(name="Billing at night")
        at_night = [make_person(f"night{number}", manager=bob, team=night) for number in range(5)]
        open_pulses([billing, night], now())
        day_pulse, night_pulse = Pulse.objects.order_by("team__path")
        answer(day_pulse, people[:4])
        answer(night_pulse, at_night)
        end_pulses([day_pulse, night_pulse])
        teams = {one.team: one for one in as_bob.get(TEAM).context["teams"]}
        assert teams[billing].weeks[0].answers == 9
        assert teams[night].weeks[0].answers is None

    def test_the_trend_goes_over_the_weeks(self, as_bob: Client, people: list[User], billing: Team) -> None:
        for weeks in (2, 1):
            open_pulses([billing], now() - timedelta(days=7 * weeks))
            pulse = Pulse.objects.open().get()
            answer(pulse, people, getting_on=3 + weeks)
            end_pulses([pulse])
        page = as_bob.get(TEAM)
        assert page.context["teams"][0].lines[0].latest == 4
        assert "<svg viewBox" in page.content.decode()

    def test_surveys_stand_beside_it_from_five_on(self, as_bob: Client, people: list[User], billing: Team) -> None:
        day = (now() - timedelta(days=40)).date()
        lines = [f"Billing,Tools,3,5,r{number},{day}" for number in range(5)]
        lines.append(f"Billing,Peers,3,5,r9,{day}")
        head = "team,criterion,score,max,case_id,happened_on"
        assert import_scores("\n".join([head, *lines]).encode(), "", now()).sound
        surveys = {one.name: one.months for one in as_bob.get(TEAM).context["teams"][0].surveys}
        assert [(month.value, month.count) for month in surveys["Tools"]] == [(pytest.approx(60), 5)]
        assert surveys["Peers"] == []

    @pytest.mark.parametrize("name", ["alice", "charlie", "erin"])
    def test_who_does_not_lead_the_whole_team_finds_nothing(
        self, alice: User, charlie: User, erin: User, as_user, pulse: Pulse, name: str
    ) -> None:
        client = as_user({"alice": alice, "charlie": charlie, "erin": erin}[name])
        assert "No team is yours alone" in client.get(TEAM).content.decode()
        for act in ("plan", "end"):
            assert client.post(f"{TEAM}{pulse.team_id}/{act}/").status_code == 404
        assert Pulse.objects.open().exists()

    def test_who_leads_only_some_of_a_team_sees_nothing_of_it(
        self, as_bob: Client, people: list[User], pulse: Pulse, make_person: Callable[..., User], charlie: User
    ) -> None:
        make_person("other", manager=charlie, team=pulse.team)
        assert as_bob.get(TEAM).context["teams"] == []

    def test_the_number_of_statements_is_flat(
        self, as_bob: Client, people: list[User], billing: Team, make_person: Callable[..., User], bob: User
    ) -> None:
        as_bob.get(TEAM)
        with CaptureQueriesContext(connection) as few:
            as_bob.get(TEAM)
        night = billing.add_child(name="Billing at night")
        make_person("night", manager=bob, team=night)
        for weeks in (3, 2, 1):
            open_pulses([billing, night], now() - timedelta(days=7 * weeks))
            pulses = list(Pulse.objects.open().order_by("team__path"))
            answer(pulses[0], people)
            end_pulses(pulses)
        with CaptureQueriesContext(connection) as many:
            as_bob.get(TEAM)
        assert len(many) <= len(few) <= 25

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        assert "/sign-in/" in client.get(TEAM).url
