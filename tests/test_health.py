from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.utils.timezone import now

from academy import health
from academy.background import WORKER
from academy.models import Heartbeat


@pytest.fixture(autouse=True)
def _forget_migrations() -> None:
    health.probe_migrations.cache_clear()


@pytest.fixture
def worker(db) -> Heartbeat:
    return Heartbeat.objects.create(name=WORKER, at=now())


def test_alive_needs_no_database(client) -> None:
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"ok")


def test_ready(client, worker: Heartbeat) -> None:
    answer = client.get("/readyz", headers={"host": "10.0.0.7:8000"})
    assert answer.json() == {
        "ready": True,
        "checks": {"database": "ok", "migrations": "ok", "triggers": "ok", "worker": "ok"},
    }
    assert answer.status_code == 200
    assert not answer.cookies


@pytest.mark.parametrize(
    ("ago", "status"), [(timedelta(minutes=2, seconds=50), 200), (timedelta(minutes=3, seconds=1), 503)]
)
def test_a_silent_worker_is_named(client, worker: Heartbeat, ago: timedelta, status: int) -> None:
    worker.at = now() - ago
    worker.save(update_fields=["at"])
    answer = client.get("/readyz")
    assert answer.status_code == status
    assert (answer.json()["checks"]["worker"] == "ok") is (status == 200)


def test_a_worker_that_never_was_is_named(client, db) -> None:
    assert "no heartbeat yet" in client.get("/readyz").json()["checks"]["worker"]


def test_a_missing_migration_is_named(client, worker: Heartbeat) -> None:
    MigrationRecorder.Migration.objects.filter(app="academy").delete()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "academy.0001" in answer.json()["checks"]["migrations"]


def test_a_database_that_is_away_is_named(client, worker: Heartbeat, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise OperationalError("connection to 10.1.2.3 refused")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "the database does not answer (OperationalError)"


def test_the_question_costs_little(client, worker: Heartbeat, django_assert_num_queries) -> None:
    client.get("/readyz")
    with django_assert_num_queries(3):
        client.get("/readyz")
