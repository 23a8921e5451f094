"""Many people at once: a constant number of statements, whether they come as a mapping or as a QuerySet."""

from collections.abc import Callable
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.assignments.models import Assignment, Work
from academy.inbox import actions as inbox
from academy.inbox.delivering import send_due
from academy.inbox.models import Delivery, Notice, Preference, PushSubscription
from academy.staff.models import User
from tests.inbox.conftest import AT

pytestmark = pytest.mark.django_db

BOOKKEEPING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
ZONES = ("UTC", "Asia/Tehran", "Europe/Vilnius", "Asia/Manila")
WORDS: dict[str, Any] = {
    "kind": Notice.Kind.POLICY_ASSIGNED,
    "titles": {"en": "Refunds"},
    "path": "/learn/work/1/",
}


@pytest.fixture
def make_people(db: None) -> Callable[[int], list[User]]:
    def make(count: int) -> list[User]:
        start = User.objects.count()
        people = [
            User(username=f"p{start + n}", email=f"p{start + n}@example.com", time_zone=ZONES[n % len(ZONES)])
            for n in range(count)
        ]
        User.objects.bulk_create(people)
        Preference.objects.bulk_create(
            Preference(person=person, mail="in_digest", quiet_from=time(20), quiet_until=time(7))
            for person in people[::5]
        )
        return people

    return make


def statements(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        act()
    return sum(not query["sql"].startswith(BOOKKEEPING) for query in captured)


def test_telling_a_thousand_and_two_thousand_takes_the_same(make_people) -> None:
    def tell(count: int) -> int:
        people = make_people(count)
        due = dict.fromkeys((person.pk for person in people), AT)
        return statements(lambda: inbox.tell(about=f"work:{count}:1", recipients=due, at=AT, **WORDS))

    assert tell(1000) == tell(2000) == 3
    assert Notice.objects.count() == 3000
    assert Delivery.objects.by("email").count() == 2400
    assert Delivery.objects.by("digest").count() == 600


def test_the_learners_of_assignments_without_a_word_to_python(make_people) -> None:
    work = Work.objects.create(kind=Work.Kind.POLICY, translation_key="00000000-0000-0000-0000-000000000001")

    def tell(count: int, cycle: int) -> int:
        Assignment.objects.bulk_create(
            Assignment(learner=person, work=work, cycle=cycle, assigned_at=AT, due_at=AT + timedelta(days=1))
            for person in make_people(count)
        )
        waiting = Assignment.objects.open().filter(work=work, cycle=cycle)
        return statements(lambda: inbox.tell_everyone_of(waiting.for_list(), about=f"work:1:{cycle}", at=AT, **WORDS))

    assert tell(1000, 1) == tell(2000, 2) == 3
    notice = Notice.objects.first()
    assert (notice.due_at, notice.created_at, notice.titles) == (AT + timedelta(days=1), AT, {"en": "Refunds"})
    assert Delivery.objects.count() == 3000


def test_each_in_their_own_way(make_people, alice: User, bob: User, make_person) -> None:
    quiet = make_person("quiet", time_zone="Asia/Tehran")
    Preference.objects.create(person=quiet, quiet_from=time(12, 30), quiet_until=time(14))
    Preference.objects.create(person=bob, mail="never", chat_url="https://chat.example/hook", digest_at=time(9, 30))
    PushSubscription.objects.create(person=alice, endpoint="https://push.example/1", created_at=AT)
    PushSubscription.objects.create(person=alice, endpoint="https://push.example/2", created_at=AT)
    inbox.tell(about="work:1:1", recipients={alice.pk: None, bob.pk: AT, quiet.pk: None}, at=AT, **WORDS)
    planned = Delivery.objects.values_list("notice__recipient__username", "channel", "send_after")
    assert set(planned) == {
        ("alice", "email", AT),
        ("alice", "push", AT),
        ("bob", "digest", AT.replace(minute=30)),
        ("bob", "chat", AT),
        ("quiet", "email", AT.replace(hour=10, minute=30)),  # 14:00 in Tehran
    }
    assert Notice.objects.get(recipient=bob).due_at == AT
    assert Notice.objects.get(recipient=alice).due_at is None


def test_nobody(make_people) -> None:
    assert inbox.tell(about="work:1:1", recipients={}, at=AT, **WORDS) == 0
    assert inbox.tell_everyone_of(Assignment.objects.none(), about="work:1:1", at=AT, **WORDS) == 0


def test_a_repeat_tells_nobody_and_a_newcomer_alone(make_people) -> None:
    people = make_people(3)
    for count in (2, 2, 3):
        recipients = dict.fromkeys((person.pk for person in people[:count]), None)
        inbox.tell(about="work:1:1", recipients=recipients, at=AT + timedelta(minutes=count), **WORDS)
    assert Notice.objects.count() == Delivery.objects.count() == 3


def test_sending_a_batch_takes_as_many_statements_for_ten_as_for_thirty_but_one_for_each_mail(make_people) -> None:
    def send(count: int) -> int:
        recipients = dict.fromkeys((person.pk for person in make_people(count)), None)
        inbox.tell(about=f"work:{count}:1", recipients=recipients, at=AT, **WORDS)
        mails = Delivery.objects.by("email").due(AT).count()
        return statements(lambda: send_due(AT)) - mails

    send(1)
    assert send(10) == send(30)
