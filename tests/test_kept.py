"""What is kept in the process: given back as it was put in, for as long as it holds."""

from collections.abc import Callable

from django.core.cache import caches

from academy.content import frozen_cache


def counted(*values: object) -> Callable[[], object]:
    given = iter(values)
    return lambda: next(given)


def test_what_was_kept_is_the_same_object() -> None:
    row = object()
    assert frozen_cache.keep("row:1", counted(row)) is row
    assert frozen_cache.keep("row:1", counted()) is row
    assert frozen_cache.get("row:1") is row
    assert frozen_cache.get_many(["row:1", "row:2"]) == {"row:1": row}


def test_none_is_asked_for_again() -> None:
    read = counted(None, "there")
    assert frozen_cache.keep("row:1", read) is None
    assert frozen_cache.keep("row:1", read) == "there"


def test_it_lasts_until_it_is_taken_away() -> None:
    frozen_cache.set("row:1", "kept")
    assert not frozen_cache.add("row:1", "other")
    assert frozen_cache.touch("row:1")
    frozen_cache.delete("row:1")
    assert frozen_cache.get("row:1") is None
    assert frozen_cache.add("row:1", "other")


def test_what_was_not_read_for_long_makes_room() -> None:
    most = caches["frozen"]._max_entries
    for number in range(most + 1):
        frozen_cache.set(f"row:{number}", number)
        frozen_cache.get("row:0")
    assert frozen_cache.get("row:0") == 0
    assert len(frozen_cache.get_many(f"row:{number}" for number in range(most + 1))) <= most
