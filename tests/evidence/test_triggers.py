"""The database refuses by itself to change or delete what must stay."""

import pytest
from django.db import IntegrityError, connection, transaction

from academy import triggers
from academy.evidence.actions import record, seal
from academy.evidence.models import Record
from academy.policies.actions import acknowledge
from academy.policies.models import Acknowledgement
from academy.staff.models import User
from tests import builders
from tests.evidence.ledger import AT
from tests.lifting import by_hand

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows(alice: User, policy: builders.Policy) -> None:
    """Something in the ledger and in tables beside it."""
    acknowledge(alice, policy.version.texts.get(), AT)
    record(Record.Kind.DECLINED, AT)
    seal(AT)


TABLES = [
    "evidence_record",
    "evidence_seal",
    "evidence_sealmember",
    "policies_policyversion",
    "policies_policytext",
    "policies_acknowledgement",
]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("statement", ["UPDATE {table} SET id = id", "DELETE FROM {table}"])
def test_they_bite_through_raw_sql(rows: None, table: str, statement: str) -> None:
    with pytest.raises(IntegrityError, match=f"rows of {table} are never changed or deleted"), transaction.atomic():
        by_hand(statement.format(table=table))


def test_they_bite_through_the_way_around_our_models(rows: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Acknowledgement._base_manager.get_queryset()._raw_delete("default")


def test_a_row_cannot_be_replaced(rows: None) -> None:
    first = Record.objects.earliest("pk")
    columns = "id, kind, at, body, sha256"
    values = f"SELECT id, kind, at, '{{}}', sha256 FROM evidence_record WHERE id = {first.pk}"
    statement = {
        "sqlite": f"REPLACE INTO evidence_record ({columns}) {values}",
        "postgresql": f"INSERT INTO evidence_record ({columns}) {values} ON CONFLICT (id) DO UPDATE SET body = '{{}}'",
    }[connection.vendor]
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        by_hand(statement)
    assert Record.objects.get(pk=first.pk).body == first.body


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_nor_can_a_table_be_emptied(db: None) -> None:
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        by_hand("TRUNCATE evidence_headmail")


def test_every_frozen_model_is_guarded(db: None) -> None:
    assert triggers.missing() == []
    assert len(triggers.wanted()) == len(triggers.frozen_models()) * {"sqlite": 3, "postgresql": 2}[connection.vendor]


def first_trigger() -> str:
    return next(name for name in triggers.wanted() if name.startswith("frozen_evidence_record_"))


def take_away(name: str) -> None:
    by_hand(f"DROP TRIGGER {name}" + (" ON evidence_record" if connection.vendor == "postgresql" else ""))


def test_readyz_names_the_one_that_is_missing(client, db: None) -> None:
    take_away(first_trigger())
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["triggers"].endswith(f": {first_trigger()}")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite can not switch one off")
def test_readyz_names_the_one_that_is_switched_off(client, db: None) -> None:
    by_hand("ALTER TABLE evidence_record DISABLE TRIGGER frozen_evidence_record_row")
    assert triggers.missing() == ["frozen_evidence_record_row"]
    triggers.lay()
    assert triggers.missing() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="there a trigger calls a function that `lay` replaces")
def test_one_that_does_nothing_counts_as_missing(db: None) -> None:
    name = first_trigger()
    take_away(name)
    by_hand(f"CREATE TRIGGER {name} BEFORE UPDATE ON evidence_record BEGIN SELECT 1; END")
    assert triggers.missing() == [name]


def test_they_are_laid_again(db: None) -> None:
    take_away(first_trigger())
    triggers.lay()
    triggers.lay()
    assert triggers.missing() == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere a migration alters the table in place")
def test_a_table_that_is_built_anew_is_guarded_again(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = 'evidence_headmail'")
        (statement,) = cursor.fetchone()
    by_hand(statement.replace("evidence_headmail", "again"))
    by_hand("DROP TABLE evidence_headmail")
    by_hand('ALTER TABLE "again" RENAME TO evidence_headmail')
    assert triggers.missing() == [f"frozen_evidence_headmail_{event}" for event in ("delete", "insert", "update")]
    triggers.lay()
    assert triggers.missing() == []


def test_a_migration_may_lift_them(rows: None) -> None:
    with triggers.lifted():
        by_hand("UPDATE evidence_record SET kind = 'declined'")
    assert triggers.missing() == []


@pytest.mark.django_db(transaction=True)
class TestFlush:
    """Tests with transactions of their own empty the tables afterwards. In the order in which they stand."""

    def test_leaves_rows(self) -> None:
        record(Record.Kind.DECLINED, AT)
        assert triggers.missing() == []

    def test_finds_none_and_is_guarded(self) -> None:
        assert not Record.objects.exists()
        assert triggers.missing() == []

    def test_finds_what_the_migrations_laid(self) -> None:
        assert builders.home().title
