"""Where a run takes place: a directory, a database and keys in the cache of its own, gone afterwards."""

import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import redis
from psycopg import sql

HOST = "127.0.0.1"
LOCAL_REDIS = f"redis://{HOST}:6379/15"


@dataclass(frozen=True)
class Surroundings:
    port: int
    stock_port: int
    database: str
    cache: str | None
    load: float  # how busy the machine was with other things before anything was begun

    @property
    def processes(self) -> int:
        """Several web processes need a cache that they share."""
        return 2 if self.cache else 1


@contextmanager
def surroundings(prepared: Path | None) -> Iterator[Surroundings]:
    """Set the environment of the site for this process and those that it starts.

    `prepared`: a var/ in which `manage.py prepare` has been run, to start from a copy of it.
    """
    prefix = f"bench-{secrets.token_hex(4)}"
    cache = shared_cache()
    port, stock_port = free_port(), free_port()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="academy-bench-") as var, database_of_its_own(prefix) as url:
        if prepared:
            shutil.copytree(prepared, var, dirs_exist_ok=True)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "bench.settings",
            "ACADEMY_VAR": var,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": HOST,
            "BASE_URL": f"http://{HOST}:{port}",
            "PLAIN_HTTP": "1",
            "BENCH_PREFIX": prefix,
            "CACHE_URL": cache or "",
            "DATABASE_URL": url or "",
        }
        try:
            yield Surroundings(port, stock_port, "PostgreSQL" if url else "SQLite", cache, load)
        finally:
            forget(cache, prefix)


def shared_cache() -> str | None:
    """The Redis or Valkey that CACHE_URL names, or one that answers on this machine."""
    url = os.environ.get("CACHE_URL") or LOCAL_REDIS
    try:
        redis.Redis.from_url(url, socket_connect_timeout=1).ping()
    except redis.RedisError:
        return None
    return url


def forget(cache: str | None, prefix: str) -> None:
    if cache:
        server = redis.Redis.from_url(cache)
        for key in server.scan_iter(f"{prefix}:*", count=1000):
            server.unlink(key)


@contextmanager
def database_of_its_own(name: str) -> Iterator[str | None]:
    """A new database on the server that DATABASE_URL names, dropped afterwards; None where it names none."""
    given = os.environ.get("DATABASE_URL")
    if not given:
        yield None
        return
    with psycopg.connect(given, autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]
