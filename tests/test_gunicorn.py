import pytest

from academy.gunicorn import refusal


@pytest.mark.parametrize(
    ("processes", "cache", "refused"),
    [(1, None, False), (2, None, True), (2, "", True), (2, "redis://127.0.0.1:6379/0", False)],
)
def test_several_processes_need_a_shared_cache(settings, processes: int, cache: str | None, refused: bool) -> None:
    settings.CACHE_URL = cache
    assert ("CACHE_URL" in (refusal(processes) or "")) is refused
