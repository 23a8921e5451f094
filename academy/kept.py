"""A cache that gives back what was put in, and no copy of it."""

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.locmem import LocMemCache


class KeptCache(LocMemCache):
    """In the process, for rows that nobody changes: to copy them for each reader costs as much as to read them anew."""

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        key = self.make_key(key, version)
        with self._lock:
            if self._has_expired(key):
                self._delete(key)
                return default
            self._cache.move_to_end(key, last=False)
            return self._cache[key]

    def set(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        key = self.make_key(key, version)
        with self._lock:
            self._set(key, value, timeout)

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        key = self.make_key(key, version)
        with self._lock:
            is_new = self._has_expired(key)
            if is_new:
                self._set(key, value, timeout)
            return is_new

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        raise NotImplementedError("what is kept is not changed")

    def keep(self, key: str, read: Callable[[], Any]) -> Any:
        """What is kept under `key`; else what `read` gives, from now on. None is not kept: it may be there soon."""
        value = self.get(key)
        if value is None and (value := read()) is not None:
            self.set(key, value)
        return value
