"""Work outside of requests. Everybody imports `task` from here, so that another queue is one line.

    @task(queue_name="bulk")
    def mail_notices(about: str) -> None: ...

A task may run twice: when its worker is killed in the middle, `requeue_lost` gives it to another. So a task
does bounded work and finds out for itself what is left to do.
"""

import logging
import threading
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection
from django.dispatch import receiver
from django.utils.timezone import now
from django_tasks import TaskResultStatus
from django_tasks import task as any_task
from django_tasks.signals import task_finished, task_started
from django_tasks_db import DatabaseBackend
from django_tasks_db.models import DBTaskResult

from academy.models import Heartbeat

__all__ = ["SILENT", "WORKER", "heartbeat", "is_waiting", "prune", "request_heartbeat", "requeue_lost", "task"]

logger = logging.getLogger(__name__)

WORKER = "worker"
BEAT = timedelta(minutes=1)
SILENT = 3 * BEAT  # a worker that was not heard of for so long is not there
LOST = timedelta(minutes=15)
ATTEMPTS = 5
KEPT = timedelta(days=7)

# Before those by which Wagtail keeps its indexes: an import leaves thousands, and people wait for ours.
task = partial(any_task, priority=10)


class WorkerLost(Exception):
    """The worker of a task ended without a word, as often as we were willing to try."""


@any_task(priority=100)  # the highest: it must not wait behind a long queue
def heartbeat() -> None:
    """Asked for by the clock and run by a worker: a fresh one proves that both are there."""
    _beat(WORKER, now())


def request_heartbeat(at: datetime) -> None:
    """Queue one, unless one still waits: a worker that was away for a day is not greeted by 1,440 of them."""
    if not is_waiting(heartbeat):
        heartbeat.enqueue()


def is_waiting(wanted: Any, *args: Any) -> bool:
    """Whether a task with these arguments stands in the queue and has not begun: it will see what is there by then."""
    given = {"args": list(args), "kwargs": {}}
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY, task_path=wanted.module_path)
    return waiting.filter(args_kwargs=given).exists()


def requeue_lost(at: datetime) -> int:
    """Give the tasks of killed workers to others, or say that they failed. Return how many there were."""
    heard = set(Heartbeat.objects.filter(at__gt=at - SILENT).values_list("name", flat=True))
    running = DBTaskResult.objects.running().filter(started_at__lt=at - LOST)
    return sum(_requeue(result, at) for result in running if str(result.pk) not in heard)


def prune(at: datetime) -> None:
    """Forget what finished more than a week ago."""
    DBTaskResult.objects.finished().filter(finished_at__lt=at - KEPT).delete()
    Heartbeat.objects.filter(at__lt=at - KEPT).delete()


def _requeue(result: DBTaskResult, at: datetime) -> int:
    # Each claim by a worker adds its id: their number is the number of attempts.
    change: dict[str, Any] = {"status": TaskResultStatus.READY}
    if len(result.worker_ids) >= ATTEMPTS:
        change = {
            "status": TaskResultStatus.FAILED,
            "finished_at": at,
            "exception_class_path": f"{__name__}.{WorkerLost.__name__}",
            "traceback": f"The worker was lost in each of {ATTEMPTS} attempts.",
        }
    logger.warning("Task %s (%s) lost its worker: now %s", result.pk, result.task_path, change["status"])
    # Only the attempt that was looked at: it may have ended, or been given away, since.
    same = DBTaskResult.objects.running().filter(pk=result.pk, started_at=result.started_at)
    return same.update(**change)


def _beat(name: str, at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})


class Pulse(threading.Thread):
    """Beats while one task runs, so that `requeue_lost` tells a long task from a dead worker."""

    def __init__(self, task_id: str) -> None:
        super().__init__(name=task_id, daemon=True)
        self.finished = threading.Event()

    def run(self) -> None:
        while not self.finished.wait(BEAT.total_seconds()):
            self.beat()

    def beat(self) -> None:
        try:
            _beat(self.name, now())
            _beat(WORKER, now())
        except Exception:
            logger.exception("Task %s could not show that it is running", self.name)
        finally:
            connection.close()  # this thread's own, which it will not need for another minute


_pulses: dict[str, Pulse] = {}


@receiver(task_started)
def start_pulse(task_result: Any, **kwargs: Any) -> None:
    if isinstance(task_result.task.get_backend(), DatabaseBackend):
        _pulses[task_result.id] = Pulse(task_result.id)
        _pulses[task_result.id].start()


@receiver(task_finished)
def stop_pulse(task_result: Any, **kwargs: Any) -> None:
    if pulse := _pulses.pop(task_result.id, None):
        pulse.finished.set()
