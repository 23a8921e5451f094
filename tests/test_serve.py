"""`manage.py serve` as it is: the real processes on a real port."""

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from academy.port import refusal
from academy.processes import pause

HOST = "127.0.0.1"


def wait_for(condition: Callable[[], object], seconds: float = 60) -> object:
    """What `condition` gives as soon as it is something; fails when it stays nothing."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited {seconds} s for {condition.__name__}")


def children(pid: int) -> dict[int, str]:
    """The processes that `pid` started, with their command lines."""
    try:
        pids = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return {int(child): Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in pids}
    except OSError:  # ended meanwhile
        return {}


def alive(pid: int) -> bool:
    """Whether the process still runs: one that ended and that nobody has collected yet does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")")[-1].split()[0] != "Z"
    except OSError:
        return False


class Site:
    """One running `manage.py serve`."""

    def __init__(self, var: Path, port: int) -> None:
        self.port = port
        self.output = var / f"output-{port}"
        environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
        environment |= {"DJANGO_SETTINGS_MODULE": "academy.settings.dev", "ACADEMY_VAR": str(var)}
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                command, cwd=settings.BASE_DIR, env=environment, stdout=output, start_new_session=True
            )

    def status(self, path: str) -> int | None:
        site = http.client.HTTPConnection(HOST, self.port, timeout=5)
        try:
            site.request("GET", path)
            return site.getresponse().status
        except OSError:
            return None
        finally:
            site.close()

    def child(self, words: str) -> int | None:
        return next((pid for pid, line in children(self.process.pid).items() if words in line), None)

    def family(self) -> set[int]:
        direct = set(children(self.process.pid))
        return {self.process.pid} | direct | {pid for child in direct for pid in children(child)}


@pytest.fixture(scope="module")
def var(django_db_setup, django_db_blocker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A var/ whose database has every table: a copy of the one that the tests use."""
    if connection.vendor != "sqlite":
        pytest.skip("The processes are the same on every database; this one is copied from SQLite's.")
    place = tmp_path_factory.mktemp("var")
    with django_db_blocker.unblock():
        connection.ensure_connection()
        copy = sqlite3.connect(place / "db.sqlite3")
        connection.connection.backup(copy)
        copy.close()
    return place


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


@pytest.fixture
def site(var: Path, port: int) -> Iterator[Site]:
    site = Site(var, port)
    yield site
    site.process.terminate()
    site.process.wait()


@pytest.mark.django_db
def test_the_site_lives_and_ends_as_one(site: Site) -> None:
    wait_for(lambda: site.status("/healthz") == 200)
    wait_for(lambda: site.status("/readyz") == 200)  # the clock asked for a heartbeat, the worker gave it

    first = wait_for(lambda: site.child("db_worker"))
    os.kill(first, signal.SIGKILL)
    wait_for(lambda: site.child("db_worker") not in {None, first})
    assert site.status("/healthz") == 200

    family = site.family()
    assert len(family) >= 5  # itself, gunicorn and its process, the worker, the clock
    site.process.send_signal(signal.SIGINT)
    assert site.process.wait(timeout=30) == 0
    said = site.output.read_text()
    assert f"http://{HOST}:{site.port}/" in said
    assert "alice" in said
    assert "The worker ended; it is started again" in said
    assert not [pid for pid in family if alive(pid)]


@pytest.mark.django_db
def test_nothing_outlives_a_killed_parent(site: Site) -> None:
    wait_for(lambda: site.child("db_worker"))
    family = site.family()
    site.process.kill()
    site.process.wait()
    wait_for(lambda: not [pid for pid in family if alive(pid)])


def test_a_port_that_is_taken(port: int) -> None:
    with socket.socket() as other:
        other.bind((HOST, port))
        other.listen()
        assert f"Port {port} is taken" in (refusal(str(port)) or "")
    assert refusal(str(port)) is None


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", ""])
def test_a_port_that_is_none(port: str) -> None:
    assert "must be a number" in (refusal(port) or "")


@pytest.mark.parametrize(("failures", "seconds"), [(1, 1), (2, 2), (6, 32), (7, 60), (5000, 60)])
def test_pauses_grow_up_to_a_minute(failures: int, seconds: float) -> None:
    assert pause(failures) == seconds
