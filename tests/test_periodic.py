from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command

from academy import periodic
from academy.background import WORKER
from academy.models import Heartbeat

AT = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list:
    """The register, empty."""
    monkeypatch.setattr(periodic, "_jobs", [])
    return periodic._jobs


def test_each_job_is_told_the_moment(jobs: list) -> None:
    told: list[datetime] = []
    periodic.periodic(told.append)
    periodic.periodic(told.append)
    assert periodic.run_jobs(AT) == []
    assert told == [AT, AT]


def test_a_job_that_fails_stops_no_other(jobs: list, caplog: pytest.LogCaptureFixture) -> None:
    def broken(at: datetime) -> None:
        raise RuntimeError("no paper")

    told: list[datetime] = []
    periodic.periodic(broken)
    periodic.periodic(told.append)
    assert periodic.run_jobs(AT) == [f"{__name__}.{broken.__qualname__}"]
    assert told == [AT]
    assert "no paper" in caplog.text


def test_the_command_fails_when_a_job_did(jobs: list) -> None:
    periodic.periodic(lambda at: 1 / 0)
    with pytest.raises(CommandError, match="lambda"):
        call_command("run_periodic")


@pytest.mark.django_db
def test_the_clock_makes_the_worker_beat() -> None:
    call_command("run_periodic")
    assert Heartbeat.objects.filter(name=WORKER).exists()
