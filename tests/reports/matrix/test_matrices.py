import csv
import io
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import openpyxl
import pytest
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from academy.assignments.actions import apply_rule, complete_for
from academy.assignments.models import Assignment
from academy.reports.models import SavedView, SentView
from academy.reports.sending import send_views
from academy.staff.actions import rebuild_leadership
from academy.staff.models import User
from tests import builders
from tests.readiness.test_standing import calls, did, make_gate
from tests.test_query_budgets import assert_flat

__all__ = ["calls"]  # a fixture
pytestmark = pytest.mark.django_db
WORK, READINESS, VIEWS = "/en/team/matrix/", "/en/team/readiness/", "/en/team/views/"
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _leaders(alice: User, bob: User, charlie: User, dana: User) -> None:
    rebuild_leadership()


@pytest.fixture
def as_bob(bob: User, as_user) -> Client:
    return as_user(bob)


@pytest.fixture
def asked(alice: User, course: builders.Course) -> None:
    apply_rule(builders.assign(course.work, due_days=3), now() - timedelta(days=9))


class TestWork:
    def test_each_cell_says_how_the_person_stands(self, as_bob: Client, alice: User, asked: None) -> None:
        page = as_bob.get(WORK)
        (row,) = page.context["rows"]
        assert row.person == alice
        assert [(cell.title, cell.state) for cell in row.cells] == [("Empathy", "overdue")]
        assert as_bob.get(row.cells[0].url).status_code == 200

    @pytest.mark.parametrize(
        ("fields", "state"),
        [
            ({"state": "done", "done_at": MONDAY}, "done"),
            ({"state": "done", "done_at": MONDAY, "valid_until": MONDAY.date()}, "expired"),
            ({"state": "open", "due_at": None}, "open"),
            ({"state": "missed"}, "missed"),
            ({"state": "excused"}, "excused"),
            ({"state": "closed"}, "none"),
        ],
    )
    def test_states(self, as_bob: Client, alice: User, course: builders.Course, asked, fields, state: str) -> None:
        Assignment.objects.filter(learner=alice).update(**fields)
        (row,) = as_bob.get(WORK).context["rows"]
        assert row.cells[0].state == state

    def test_what_is_renewed_counts_while_it_still_does(
        self, as_bob: Client, alice: User, course: builders.Course, asked: None
    ) -> None:
        later = now().date() + timedelta(days=10)
        complete_for([alice], [course.work.pk], now())
        Assignment.objects.filter(learner=alice).update(valid_until=later)
        did(alice, course.work, 2, state="open", done_at=None, due_at=now() + timedelta(days=10))
        (row,) = as_bob.get(WORK).context["rows"]
        assert row.cells[0].state == "open"

    def test_filters_stand_in_the_address(self, as_bob: Client, alice: User, asked: None) -> None:
        hit, miss = (as_bob.get(WORK, {"q": name}).context["rows"] for name in ("ali", "zoe"))
        assert len(hit) == 1
        assert not miss
        assert len(as_bob.get(WORK, {"team": alice.team_id, "kind": "course"}).context["rows"]) == 1
        assert as_bob.get(WORK, {"team": "x", "kind": "nonsense", "page": "-3", "works": "z"}).status_code == 200

    def test_strangers_are_not_there(self, as_user, alice: User, charlie: User, asked: None) -> None:
        assert as_user(alice).get(WORK).status_code == 404
        other = as_user(charlie)
        rebuild_leadership()
        assert other.get(WORK).status_code == 404
        work = Assignment.objects.first().work_id
        assert other.get(f"/en/team/people/{alice.pk}/work/{work}/").status_code == 404
        assert as_user(alice).get(f"/en/team/people/{alice.pk}/work/{work}/").status_code == 200

    def test_who_is_not_signed_in_is_sent_to_sign_in(self, client: Client) -> None:
        for address in (WORK, READINESS, VIEWS):
            assert client.get(address).url.startswith("/en/sign-in/")

    def test_the_same_as_files(self, as_bob: Client, alice: User, asked: None) -> None:
        text = b"".join(as_bob.get(WORK + "export.csv")).decode("utf-8-sig")
        heading, line = csv.reader(io.StringIO(text))
        assert dict(zip(heading, line, strict=True))["State"] == "Overdue"
        book = openpyxl.load_workbook(io.BytesIO(b"".join(as_bob.get(WORK + "export.xlsx"))))
        assert [cell.value for cell in book.active[2]][:2] == ["Alice", "alice"]
        assert as_bob.get(WORK + "export.pdf").content.startswith(b"%PDF")
        assert as_bob.get(WORK + "export.exe").status_code == 404

    def test_the_statements_do_not_grow(self, as_bob: Client, bob: User, make_person, course, asked) -> None:
        def grow() -> None:
            for number in range(3):
                make_person(f"more{number}", manager=bob)
            rebuild_leadership()
            apply_rule(builders.assign(builders.make_course("other").work), now())

        assert_flat(as_bob, WORK, grow)


class TestReadiness:
    def test_it_shows_who_drops_out(self, as_bob: Client, alice: User, calls, course, policy) -> None:
        today = now().date()
        did(alice, policy.work)
        did(alice, course.work, valid_until=today + timedelta(days=3))
        page = as_bob.get(READINESS)
        assert page.context["rows"][0].cells[0].ends
        assert page.context["lines"][0].counts[:2] == [1, 0]
        assert "1 drops out" in page.text
        later = as_bob.get(READINESS, {"on": (today + timedelta(days=4)).isoformat()})
        assert not later.context["rows"][0].cells[0].cell.passage.open

    @pytest.mark.parametrize("day", ["2001-01-01", "2999-01-01", "soon"])
    def test_a_day_that_can_not_be_shown_becomes_one_that_can(self, as_bob: Client, calls, day: str) -> None:
        page = as_bob.get(READINESS, {"on": day})
        assert timedelta(0) <= page.context["day"] - now().date() <= timedelta(weeks=8)

    def test_without_gates_it_says_where_they_are_made(self, as_bob: Client) -> None:
        assert "There are no gates yet" in as_bob.get(READINESS).text

    def test_the_same_as_files(self, as_bob: Client, calls) -> None:
        text = b"".join(as_bob.get(READINESS + "export.csv")).decode("utf-8-sig")
        heading, line = csv.reader(io.StringIO(text))
        assert heading[-1] == "Calls"
        assert line[-1] == "Closed: Empathy · Refunds"
        assert as_bob.get(READINESS + "export.pdf").content.startswith(b"%PDF")

    def test_the_statements_do_not_grow(self, as_bob: Client, bob: User, make_person, calls) -> None:
        def grow() -> None:
            for number in range(3):
                make_person(f"more{number}", manager=bob)
            rebuild_leadership()

        assert_flat(as_bob, READINESS, grow)


class TestKeptViews:
    @pytest.fixture
    def view(self, bob: User) -> SavedView:
        return SavedView.objects.create(
            owner=bob, report="work_matrix", name="Mine", query=urlencode({"q": "ali"}), created_at=now()
        )

    def test_a_view_is_kept_once(self, as_bob: Client, bob: User) -> None:
        for _time in range(2):
            as_bob.post(VIEWS + "save/", {"report": "work_matrix", "query": "q=ali", "name": "Mine"})
        assert bob.saved_views.get().url == WORK + "?q=ali"
        assert "Mine" in as_bob.get(VIEWS).text

    def test_without_a_name_nothing_is_kept(self, as_bob: Client, bob: User) -> None:
        page = as_bob.post(VIEWS + "save/", {"report": "work_matrix", "name": ""}, follow=True)
        assert "Give the view a name" in page.text
        assert not bob.saved_views.exists()

    def test_another_persons_view_is_not_there(self, as_user, dana: User, view: SavedView) -> None:
        assert as_user(dana).post(f"{VIEWS}{view.pk}/mail/", {"weekdays": [0]}).status_code == 404
        as_user(dana).post(f"{VIEWS}{view.pk}/remove/")
        assert SavedView.objects.exists()

    def test_it_comes_on_the_chosen_day_once(self, as_bob: Client, alice: User, view: SavedView, asked: None) -> None:
        as_bob.post(f"{VIEWS}{view.pk}/mail/", {"weekdays": [0]})
        sent = [send_views(MONDAY + timedelta(hours=hours)) for hours in (-4, 0, 1, 24)]
        assert sent == [0, 1, 0, 0]
        (message,) = mail.outbox
        name, content, _type = message.attachments[0]
        assert name == "work_matrix-2026-03-02.xlsx"
        assert openpyxl.load_workbook(io.BytesIO(content)).active["A2"].value == "Alice"

    def test_when_the_mail_server_is_away_it_is_tried_again(self, view: SavedView, monkeypatch) -> None:
        view.weekdays = [0]
        view.save()
        with monkeypatch.context() as away:
            away.setattr("django.core.mail.EmailMultiAlternatives.send", lambda _self: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                send_views(MONDAY)
        assert not SentView.objects.exists()
        assert send_views(MONDAY) == 1

    def test_whoever_leads_nobody_any_more_gets_nothing(self, alice: User, view: SavedView) -> None:
        SavedView.objects.update(owner=alice, weekdays=[0])
        assert send_views(MONDAY) == 0

    def test_the_mail_says_how_to_stop_it(self, client: Client, view: SavedView) -> None:
        view.weekdays = [0]
        view.save()
        send_views(MONDAY)
        address = mail.outbox[0].body.strip().splitlines()[-1].partition("//")[2].partition("/")[2]
        assert client.get(f"/{address}").status_code == 200
        client.post(f"/{address}")
        assert SavedView.objects.get().weekdays == []
        assert client.get("/en/team/views/stop/nonsense/").status_code == 404


def test_gates_are_made_in_the_cms(as_user, dana: User, course: builders.Course) -> None:
    form = {
        "name": "Calls",
        **{
            f"names_{code}": name
            for code, name in {"is": "Símtöl", "vi": "", "lt": "", "fil": "", "fa": "تماس"}.items()
        },
        "sort_order": 1,
        "requirements-TOTAL_FORMS": 1,
        "requirements-INITIAL_FORMS": 0,
        "requirements-MIN_NUM_FORMS": 0,
        "requirements-MAX_NUM_FORMS": 1000,
        "requirements-0-work": course.work.pk,
        "requirements-0-ORDER": 1,
        "requirements-0-DELETE": "",
    }
    answer = as_user(dana).post("/admin/snippets/readiness/gate/add/", form)
    assert answer.status_code == 302
    from academy.readiness.models import Gate

    assert Gate.objects.get().names == {"is": "Símtöl", "fa": "تماس"}
    make_gate("Chats")
