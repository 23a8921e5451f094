"""What happens by the clock. An app puts its jobs into its own `periodic.py`:

    @periodic
    def send_reminders(at: datetime) -> None: ...

`manage.py run_periodic` runs them all every minute. A job finds out for itself what is due at `at`: it is
called far more often than there is something to do, now and then twice, and after a pause only once.
"""

import logging
from collections.abc import Callable
from datetime import datetime

from academy import background, content

logger = logging.getLogger(__name__)

Job = Callable[[datetime], object]
_jobs: list[Job] = []


def periodic(job: Job) -> Job:
    """Register `job` to be run by the clock."""
    _jobs.append(job)
    return job


def run_jobs(at: datetime) -> list[str]:
    """Run every job, also after one has failed. Return the names of those that failed."""
    return [name for name in (_run(job, at) for job in _jobs) if name]


def _run(job: Job, at: datetime) -> str | None:
    try:
        job(at)
    except Exception:
        name = f"{job.__module__}.{job.__qualname__}"
        logger.exception("The periodic job %s failed", name)
        return name
    return None


periodic(background.request_heartbeat)
periodic(background.requeue_lost)
periodic(background.prune)
periodic(content.publish_scheduled)
