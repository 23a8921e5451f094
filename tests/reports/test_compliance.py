"""Who has acknowledged a policy, now and at any moment before; the people behind each figure, files, a reminder."""

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.db import connection
from django.db.models import QuerySet
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from academy import triggers
from academy.assignments.actions import apply_rule, complete_work
from academy.assignments.models import Assignment, AssignmentEvent, Reminder
from academy.inbox.models import Delivery, Notice
from academy.policies.actions import acknowledge
from academy.policies.models import Decline
from academy.staff.actions import rebuild_leadership
from academy.staff.models import Absence, Team, User
from tests import builders

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)
Standings = dict[str, int]


@pytest.fixture
def at() -> datetime:
    return now()


@pytest.fixture
def asked(alice: User, bob: User, charlie: User, make_person: Callable[..., User], at: datetime) -> builders.Policy:
    """Bob leads Alice, Luz, Jonas and Mina; the policy was due yesterday."""
    for name, language in (("luz", "fil"), ("jonas", "lt"), ("mina", "fa")):
        make_person(name, manager=bob, team=bob.team, language=language)
    rebuild_leadership()
    policy = builders.make_policy(due_on=(at - DAY).date())
    apply_rule(policy.work.rules.get(), at - 20 * DAY)
    return policy


def person(name: str) -> User:
    return User.objects.get(username=name)


def path(policy: builders.Policy, rest: str = "") -> str:
    return f"/en/team/compliance/{policy.work.pk}/{rest}"


def figures(client: Client, policy: builders.Policy, query: str = "") -> Standings:
    found = client.get(path(policy) + query).context["found"]
    return {name: count for name, count in found.all.of.items() if count}


def names(client: Client, policy: builders.Policy, query: str = "") -> list[str]:
    return [row.person.username for row in client.get(path(policy, "people/") + query).context["rows"]]


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


@pytest.fixture
def mixed(asked: builders.Policy, at: datetime) -> builders.Policy:
    """One of each: Alice has acknowledged, Luz is overdue, Jonas on leave, Mina declined."""
    acknowledge(person("alice"), asked.version.texts.get(), at - 3 * DAY)
    Absence.objects.create(person=person("jonas"), starts_on=(at - DAY).date(), ends_on=(at + DAY).date())
    Decline.objects.create(learner=person("mina"), version=asked.version, reason="It harms.", at=at - 2 * DAY)
    return asked


class TestFigures:
    def test_each_person_has_one_state(self, as_bob: Client, mixed: builders.Policy) -> None:
        assert figures(as_bob, mixed) == {"acknowledged": 1, "overdue": 1, "leave": 1, "declined": 1}
        page = as_bob.get(path(mixed)).content.decode()
        assert "Acknowledged by 1 of 4 people who were asked." in page

    def test_by_team_and_language_they_add_up(self, as_bob: Client, mixed: builders.Policy) -> None:
        found = as_bob.get(path(mixed)).context["found"]
        for groups in (found.teams, found.languages):
            assert sum((group.of for group in groups), start=type(found.all.of)()) == found.all.of
        assert [group.name for group in found.teams] == ["Billing"]
        assert [group.key for group in found.languages] == ["en", "lt", "fil", "fa"] or len(found.languages) == 4

    def test_a_manager_sees_their_own_people(self, mixed: builders.Policy, charlie: User, as_user) -> None:
        User.objects.filter(username="luz").update(manager=charlie)
        rebuild_leadership()
        assert figures(as_user(charlie), mixed) == {"overdue": 1}

    def test_an_administrator_sees_everybody(self, dana: User, as_user, mixed: builders.Policy) -> None:
        assert sum(figures(as_user(dana), mixed).values()) == Assignment.objects.count() == 7

    def test_who_left_does_not_count(self, as_bob: Client, asked: builders.Policy) -> None:
        User.objects.filter(username="luz").update(is_active=False)
        assert figures(as_bob, asked) == {"overdue": 3}

    def test_before_the_date_it_is_still_to_do(self, as_bob: Client, asked: builders.Policy, at: datetime) -> None:
        Assignment.objects.update(due_at=at + DAY)
        assert figures(as_bob, asked) == {"due": 4}

    def test_a_policy_that_nobody_was_asked_for(self, as_bob: Client, alice: User, bob: User) -> None:
        rebuild_leadership()
        page = as_bob.get(path(builders.make_policy())).content.decode()
        assert "Nobody was asked" in page

    def test_a_newer_version_starts_anew(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        builders.republish(mixed.page, clauses=builders.clauses("Up to 20 euros."), change_summary="Less.")
        apply_rule(mixed.work.rules.get(cycle=2), at)
        assert figures(as_bob, mixed) == {"leave": 1, "overdue": 3}


class TestMoment:
    """Exact, from the events."""

    def on(self, at: datetime, days: int) -> str:
        return f"?on={(at + days * DAY).date().isoformat()}"

    def test_as_it_was(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        assert figures(as_bob, mixed, self.on(at, -21)) == {}
        assert figures(as_bob, mixed, self.on(at, -10)) == {"due": 4}
        assert figures(as_bob, mixed, self.on(at, -3)) == {"acknowledged": 1, "due": 3}
        assert figures(as_bob, mixed, self.on(at, -2)) == {"acknowledged": 1, "declined": 1, "due": 2}
        assert figures(as_bob, mixed, self.on(at, 0)) == figures(as_bob, mixed)

    def test_what_happened_since_changes_nothing(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        before = figures(as_bob, mixed, self.on(at, -2))
        complete_work(person("luz"), mixed.work, at)
        Assignment.objects.filter(learner=person("alice")).update(due_at=None)
        Decline.objects.create(learner=person("luz"), version=mixed.version, reason="No.", at=at)
        assert figures(as_bob, mixed, self.on(at, -2)) == before

    def test_the_date_as_it_was(self, as_bob: Client, asked: builders.Policy, at: datetime) -> None:
        luz = Assignment.objects.get(learner=person("luz"))
        moved = at + 5 * DAY
        Assignment.objects.filter(pk=luz.pk).update(due_at=moved)
        rewrite_events(Assignment.objects.filter(pk=luz.pk), due_at=at - 8 * DAY)
        AssignmentEvent.objects.create(assignment=luz, kind="moved", at=at - 3 * DAY, due_at=moved)
        assert names(as_bob, asked, f"{self.on(at, -5)}&state=overdue") == ["luz"]
        assert "luz" not in names(as_bob, asked, f"{self.on(at, -2)}&state=overdue")

    def test_the_team_as_it_was(self, as_bob: Client, asked: builders.Policy, support: Team, at: datetime) -> None:
        User.objects.filter(username="luz").update(team=support)
        then = as_bob.get(path(asked) + self.on(at, -2)).context["found"]
        today = as_bob.get(path(asked)).context["found"]
        assert {group.name: group.asked for group in then.teams} == {"Billing": 4}
        assert {group.name: group.asked for group in today.teams} == {"Billing": 3, "Technical support": 1}

    def test_who_has_left_since_counts_where_their_last_day_was_later(
        self, as_bob: Client, asked: builders.Policy, at: datetime
    ) -> None:
        User.objects.filter(username="luz").update(is_active=False, leaves_on=(at - 4 * DAY).date())
        assert figures(as_bob, asked, self.on(at, -5)) == {"due": 4}
        assert figures(as_bob, asked, self.on(at, -3)) == {"due": 3}

    @pytest.mark.parametrize("nonsense", ["2999-01-01", "yesterday", "2026-02-30"])
    def test_a_day_that_there_is_not_is_said(self, as_bob: Client, asked: builders.Policy, nonsense: str) -> None:
        response = as_bob.get(path(asked) + f"?on={nonsense}")
        assert response.context["form"].errors["on"]
        assert sum(response.context["found"].all.of.values()) == 4


class TestTrend:
    def test_how_it_went(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        trend = as_bob.get(path(mixed)).context["found"].trend
        counts = {(at.date() - day.day).days: (day.done, day.due) for day in trend.days}
        assert counts[3] == (1, 0)
        assert counts[1] == counts[0] == (1, 4)

    def test_in_the_direction_of_the_reader(self, as_bob: Client, mixed: builders.Policy) -> None:
        english, persian = (
            as_bob.get(path(mixed).replace("/en/", f"/{language}/")).context["found"].trend for language in ("en", "fa")
        )
        first = [int(trend.done.split(",")[0]) for trend in (english, persian)]
        assert first == [english.left, persian.right]


class TestPeople:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["alice", "jonas", "luz", "mina"]),
            ("?state=overdue", ["luz"]),
            ("?state=acknowledged", ["alice"]),
            ("?state=leave", ["jonas"]),
            ("?language=fa", ["mina"]),
            ("?language=fa&state=overdue", []),
            ("?team=none", []),
            ("?state=nonsense&team=999", ["alice", "jonas", "luz", "mina"]),
        ],
    )
    def test_the_rows_behind_a_figure(
        self, as_bob: Client, mixed: builders.Policy, query: str, expected: list[str]
    ) -> None:
        assert names(as_bob, mixed, query) == expected

    def test_what_stands_behind_them(self, as_bob: Client, mixed: builders.Policy) -> None:
        page = as_bob.get(path(mixed, "people/")).content.decode()
        assert "Acknowledged version 1 in English" in page
        assert "It harms." in page
        assert "Not acknowledged yet" in page

    def test_whose_mail_could_not_be_delivered(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        words = "An e-mail could not be delivered"
        assert words not in as_bob.get(path(mixed, "people/")).content.decode()
        notice = Notice.objects.get(recipient=person("luz"))
        Delivery.objects.update_or_create(
            notice=notice, channel=Delivery.Channel.EMAIL, defaults={"state": Delivery.State.GIVEN_UP}
        )
        assert as_bob.get(path(mixed, "people/")).content.decode().count(words) == 1

    def test_they_can_be_given_another_date(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        page = as_bob.get(path(mixed, "people/")).content.decode()
        luz, alice = (Assignment.objects.get(learner=person(name)) for name in ("luz", "alice"))
        assert f"/en/team/people/{luz.learner_id}/work/{luz.pk}/date/" in page
        assert f"/work/{alice.pk}/date/" not in page
        before = as_bob.get(path(mixed, f"people/?on={(at - DAY).date()}")).content.decode()
        assert "/date/" not in before

    def test_a_team(self, as_bob: Client, mixed: builders.Policy, billing: Team, support: Team) -> None:
        assert len(names(as_bob, mixed, f"?team={billing.pk}")) == 4
        assert names(as_bob, mixed, f"?team={support.pk}") == []


class TestRemind:
    def remind(self, client: Client, policy: builders.Policy, **fields: str) -> str:
        return client.post(path(policy, "remind/"), fields, follow=True).content.decode()

    def test_whoever_has_it_to_do_and_once(self, as_bob: Client, mixed: builders.Policy) -> None:
        assert "1 person was reminded" in self.remind(as_bob, mixed)
        assert "0 people were reminded" in self.remind(as_bob, mixed)
        assert Reminder.objects.get().assignment.learner == person("luz")
        assert Notice.objects.filter(kind=Notice.Kind.POLICY_REMINDER).count() == 1

    def test_those_of_a_list(self, as_bob: Client, asked: builders.Policy) -> None:
        assert "1 person was reminded" in self.remind(as_bob, asked, language="fa")
        assert Reminder.objects.get().assignment.learner == person("mina")

    def test_nobody_elses_people(self, as_bob: Client, asked: builders.Policy) -> None:
        self.remind(as_bob, asked)
        assert {row.assignment.learner.manager.username for row in Reminder.objects.all()} == {"bob"}

    def test_it_must_be_sent(self, as_bob: Client, asked: builders.Policy) -> None:
        assert as_bob.get(path(asked, "remind/")).status_code == 405


class TestFiles:
    def read_csv(self, client: Client, policy: builders.Policy, query: str = "") -> list[list[str]]:
        response = client.get(path(policy, "export.csv") + query)
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        return list(csv.reader(io.StringIO(text)))

    def read_xlsx(self, client: Client, address: str) -> openpyxl.worksheet.worksheet.Worksheet:
        return openpyxl.load_workbook(io.BytesIO(b"".join(client.get(address).streaming_content))).active

    def test_csv(self, as_bob: Client, mixed: builders.Policy) -> None:
        heading, *rows = self.read_csv(as_bob, mixed)
        assert heading[:3] == ["Name", "User name", "External id"]
        assert [row[1] for row in rows] == ["alice", "jonas", "luz", "mina"]
        assert rows[0][5] == "Acknowledged"
        assert rows[0][3:5] == ["Billing", "English"]
        assert [row[1] for row in self.read_csv(as_bob, mixed, "?state=leave")[1:]] == ["jonas"]

    def test_xlsx(self, as_bob: Client, mixed: builders.Policy) -> None:
        sheet = self.read_xlsx(as_bob, path(mixed, "export.xlsx"))
        rows = list(sheet.iter_rows(values_only=True))
        assert [row[1] for row in rows[1:]] == ["alice", "jonas", "luz", "mina"]
        assert isinstance(rows[1][7], datetime)
        assert not sheet.sheet_view.rightToLeft

    def test_right_to_left_in_persian(self, as_bob: Client, mixed: builders.Policy) -> None:
        address = path(mixed, "export.xlsx").replace("/en/", "/fa/")
        assert self.read_xlsx(as_bob, address).sheet_view.rightToLeft

    @pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
    def test_a_name_is_no_formula(self, as_bob: Client, asked: builders.Policy, name: str) -> None:
        User.objects.filter(username="luz").update(first_name=name, last_name="")
        rows = {row[1]: row[0] for row in self.read_csv(as_bob, asked)}
        assert rows["luz"] == f"'{name.strip()}"
        sheet = self.read_xlsx(as_bob, path(asked, "export.xlsx") + "?language=fil")
        assert (sheet["A2"].value, sheet["A2"].data_type) == (name.strip(), "s")

    def test_a_moment_before(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        rows = self.read_csv(as_bob, mixed, f"?on={(at - 10 * DAY).date()}")[1:]
        assert {row[5] for row in rows} == {"Still to do"}


class TestList:
    def test_every_policy_in_one_line(self, as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
        other = builders.make_policy("leave", due_on=(at + 9 * DAY).date())
        apply_rule(other.work.rules.get(), at - DAY)
        lines = as_bob.get("/en/team/compliance/").context["lines"]
        assert [(line.place.title, line.figures.asked) for line in lines] == [("Refunds", 4), ("Leave", 4)]
        before = as_bob.get(f"/en/team/compliance/?on={(at - 5 * DAY).date()}").context["lines"]
        assert [line.place.title for line in before] == ["Refunds"]

    def test_a_notice_and_the_team_lead_to_the_policy(self, as_bob: Client, asked: builders.Policy) -> None:
        assert as_bob.get(f"/en/team/work/{asked.work.pk}/").url == path(asked)


PAGES = ("", "people/", "export.csv", "export.xlsx")


class TestDoors:
    def test_the_cms_leads_whoever_sees_everybody_there(self, as_user, dana: User, erin: User, asked) -> None:
        address = "/en/team/compliance/"
        assert address in as_user(dana).get("/admin/").content.decode()
        assert address not in as_user(erin).get("/admin/").content.decode()

    @pytest.mark.parametrize("rest", PAGES)
    def test_whoever_leads_nobody(self, as_user, erin: User, asked: builders.Policy, rest: str) -> None:
        assert as_user(erin).get(path(asked, rest)).status_code == 404
        assert as_user(erin).get("/en/team/compliance/").status_code == 404
        assert as_user(erin).post(path(asked, "remind/")).status_code == 404

    @pytest.mark.parametrize("rest", PAGES)
    def test_whoever_is_not_signed_in(self, client: Client, asked: builders.Policy, rest: str) -> None:
        assert client.get(path(asked, rest)).url.startswith("/en/sign-in/")

    @pytest.mark.parametrize("rest", PAGES)
    def test_what_is_no_policy(
        self, as_bob: Client, asked: builders.Policy, course: builders.Course, rest: str
    ) -> None:
        assert as_bob.get(f"/en/team/compliance/{course.work.pk}/{rest}").status_code == 404


@pytest.mark.parametrize("rest", ["", "people/", "?on={day}", "people/?on={day}", "export.csv"])
def test_the_statements_do_not_grow_with_the_people(
    as_bob: Client, bob: User, mixed: builders.Policy, at: datetime, rest: str
) -> None:
    address = path(mixed, rest.format(day=(at - DAY).date()))

    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = as_bob.get(address)
            b"".join(response) if response.streaming else response.content
        return len(captured)

    statements()
    few = statements()
    User.objects.bulk_create(
        User(username=f"agent{n}", email=f"{n}@example.com", manager=bob, team=bob.team) for n in range(60)
    )
    rebuild_leadership()
    apply_rule(mixed.work.rules.get(), at - 2 * DAY)
    assert statements() <= few


def test_the_statements_do_not_grow_with_the_policies(as_bob: Client, mixed: builders.Policy, at: datetime) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_bob.get("/en/team/compliance/")
        return len(captured)

    def one_more(slug: str) -> None:
        apply_rule(builders.make_policy(slug).work.rules.get(), at - 2 * DAY)

    one_more("second")
    statements()
    few = statements()
    for slug in ("third", "fourth", "fifth"):
        one_more(slug)
    assert statements() <= few


def rewrite_events(of: QuerySet[Assignment], **values: object) -> None:
    """Let everything have happened otherwise from the beginning."""
    with triggers.lifted():
        QuerySet(AssignmentEvent).filter(assignment__in=of).update(**values)


def test_the_days_of_the_reader(as_bob: Client, bob: User, asked: builders.Policy) -> None:
    """The end of a day in Manila is not yet that of a day in Reykjavik."""
    Assignment.objects.update(
        due_at=datetime(2026, 3, 2, 16, 30, tzinfo=UTC), assigned_at=datetime(2026, 2, 1, tzinfo=UTC)
    )
    february, march = datetime(2026, 2, 1, tzinfo=UTC), datetime(2026, 3, 2, 16, 30, tzinfo=UTC)
    rewrite_events(Assignment.objects.all(), at=february, due_at=march)
    for zone, expected in (("Asia/Manila", {"due": 4}), ("Atlantic/Reykjavik", {"overdue": 4})):
        User.objects.filter(pk=bob.pk).update(time_zone=zone)
        assert figures(as_bob, asked, "?on=2026-03-02") == expected
