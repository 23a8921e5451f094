from datetime import UTC, datetime, timedelta

import pytest
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult
from wagtail.tasks import update_reference_index_task

from academy import background
from academy.background import (
    ATTEMPTS,
    LOST,
    SILENT,
    WORKER,
    heartbeat,
    prune,
    request_heartbeat,
    requeue_lost,
)
from academy.models import Heartbeat

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)

pytestmark = pytest.mark.django_db


@background.task()
def ours() -> None:
    """A task as an app makes it."""


@pytest.fixture
def queue(settings) -> None:
    """Tasks wait for a worker, as on a real site."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "bulk"]}}


def running(*, started_at: datetime, attempts: int = 1) -> DBTaskResult:
    heartbeat.enqueue()
    DBTaskResult.objects.update(
        status=TaskResultStatus.RUNNING, started_at=started_at, worker_ids=["a worker"] * attempts
    )
    return DBTaskResult.objects.get()


def work_off() -> None:
    """Run what waits, as db_worker does it; its loop would close the connection of the test."""
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="another worker",
        excluded_queue_names=[],
    )
    for result in DBTaskResult.objects.ready():
        result.claim(worker.worker_id)
        worker.run_task(result)


def test_a_worker_runs_the_heartbeat(queue: None) -> None:
    heartbeat.enqueue()
    work_off()
    assert DBTaskResult.objects.get().status == TaskResultStatus.SUCCESSFUL
    assert Heartbeat.objects.filter(name=WORKER).exists()
    assert background._pulses == {}


def test_an_import_keeps_nobody_waiting() -> None:
    assert heartbeat.priority > ours.priority > update_reference_index_task.priority


def test_heartbeats_do_not_pile_up(queue: None) -> None:
    request_heartbeat(AT)
    request_heartbeat(AT)
    assert DBTaskResult.objects.count() == 1


@pytest.mark.parametrize(
    ("since", "attempts", "status"),
    [
        (LOST - MOMENT, 1, TaskResultStatus.RUNNING),
        (LOST, 1, TaskResultStatus.RUNNING),
        (LOST + MOMENT, 1, TaskResultStatus.READY),
        (LOST + MOMENT, ATTEMPTS - 1, TaskResultStatus.READY),
        (LOST + MOMENT, ATTEMPTS, TaskResultStatus.FAILED),
    ],
)
def test_a_lost_task_is_given_to_another_worker(queue: None, since: timedelta, attempts: int, status: str) -> None:
    task = running(started_at=AT - since, attempts=attempts)
    requeue_lost(AT)
    task.refresh_from_db()
    assert task.status == status
    assert task.task_result.status == status  # also what failed can be read back


@pytest.mark.parametrize(("heard", "lost"), [(SILENT - MOMENT, 0), (SILENT + MOMENT, 1)])
def test_a_long_task_whose_worker_beats_is_left_alone(queue: None, heard: timedelta, lost: int) -> None:
    task = running(started_at=AT - timedelta(hours=2))
    Heartbeat.objects.create(name=str(task.pk), at=AT - heard)
    assert requeue_lost(AT) == lost


def test_a_second_repair_changes_nothing(queue: None) -> None:
    running(started_at=AT - timedelta(hours=2))
    assert requeue_lost(AT) == 1
    assert requeue_lost(AT) == 0


def test_what_was_given_to_another_worker_runs(queue: None) -> None:
    task = running(started_at=AT - timedelta(hours=2))
    requeue_lost(AT)
    work_off()
    task.refresh_from_db()
    assert task.status == TaskResultStatus.SUCCESSFUL
    assert len(task.worker_ids) == 2


def test_a_running_task_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    # The connection of a test must outlive the beat: in a worker it is the thread's own.
    monkeypatch.setattr(background.connection, "close", lambda: None)
    background.Pulse("a-task").beat()
    assert set(Heartbeat.objects.values_list("name", flat=True)) == {"a-task", WORKER}


def test_old_results_are_forgotten(queue: None) -> None:
    for _ in range(2):
        heartbeat.enqueue()
    old, recent = DBTaskResult.objects.all()
    ended = DBTaskResult.objects.filter(pk__in=[old.pk, recent.pk])
    ended.update(status=TaskResultStatus.SUCCESSFUL, finished_at=AT - timedelta(days=6))
    ended.filter(pk=old.pk).update(finished_at=AT - timedelta(days=8))
    prune(AT)
    assert list(DBTaskResult.objects.all()) == [recent]
