"""A real server with the starter academy, and people at real browsers."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, expect

from tests import database as tables
from tests.alone import alone
from tests.journeys.reader import Reader

CHROMIUM = Path("/usr/bin/chromium")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
MANAGE = [sys.executable, "manage.py"]
HOST = "127.0.0.1"
PREPARED = "academy_journeys_prepared"  # the next run makes it anew
RULE = b"-" * 79 + b"\n"  # between two messages that Django writes into a file


# Generous: on a busy machine the answer is late, not wrong.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Academy:
    """The running site."""

    address: str
    var: Path
    password: str

    def mails_to(self, address: str) -> list[str]:
        """The plain text of all that was mailed to somebody so far."""
        files = sorted((self.var / "mail").glob("*"))
        messages = [message_from_bytes(one, policy=default) for path in files for one in path.read_bytes().split(RULE)]
        theirs = [message for message in messages if address in str(message["To"])]
        return [message.get_body(("plain",)).get_content() for message in theirs]


@pytest.fixture(scope="session")
def chromium() -> Path:
    if not CHROMIUM.exists():
        missing = f"The journeys need {CHROMIUM} (apt-get install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return CHROMIUM


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium: Path, browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_type_launch_args, "executable_path": chromium, "args": QUIET}


@pytest.fixture(scope="session")
def prepared(
    chromium: Path, tmp_path_factory: pytest.TempPathFactory, pytestconfig: pytest.Config, django_db_setup: None
) -> Path:
    """A var/ in which `manage.py prepare` has run, by whichever worker came first, on the tables that the other tests
    have. Its database may be on a server."""
    base = tmp_path_factory.getbasetemp()
    place = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "prepared"
    with alone(place.with_suffix(".lock")):
        if not place.exists():
            coming = place.with_suffix(".coming")
            coming.mkdir()
            with on_server(PREPARED, like=tables.copy_name(), drop=False) as database:
                if database is None:
                    shutil.copy(tables.place(pytestconfig.cache), coming / "db.sqlite3")
                prepare(environment_of(coming, f"http://{HOST}", database))
            coming.rename(place)
    return place


@contextmanager
def on_server(name: str, *, like: str = "template1", drop: bool = True) -> Iterator[str | None]:
    """The address of a new database where DATABASE_URL names a server; otherwise SQLite needs none."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield None
        return
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {like}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        if drop:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def database(prepared: Path) -> Iterator[str | None]:
    with alone(prepared.with_suffix(".lock")), ExitStack() as stack:  # a database that is copied is nobody else's
        made = stack.enter_context(on_server(f"academy_journeys_{os.getpid()}", like=PREPARED))
        later = stack.pop_all()
    with later:
        yield made


@pytest.fixture(scope="session")
def academy(prepared: Path, database: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Academy]:
    """`manage.py serve`, in a prepared var/ of their own."""
    var = tmp_path_factory.mktemp("journeys") / "var"
    shutil.copytree(prepared, var)
    port = free_port()
    address = f"http://{HOST}:{port}"
    environment = environment_of(var, address, database)
    output = var / "output"
    with output.open("w") as log:
        command = [*MANAGE, "serve", "--port", str(port), "--stop-with-parent"]
        site = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(f"{address}/healthz"), 180)
        yield Academy(address, var, (var / "demo_password").read_text().strip())
    finally:
        site.send_signal(signal.SIGINT)
        ended = site.wait(timeout=60)
    assert ended == 0
    assert errors_in(output.read_text()) == []


def environment_of(var: Path, address: str, database: str | None) -> dict[str, str]:
    ours = {"DJANGO_SETTINGS_MODULE": "academy.settings.dev", "ACADEMY_VAR": str(var), "BASE_URL": address}
    if database:
        ours["DATABASE_URL"] = database
    foreign = {"DATABASE_URL", "CACHE_URL", "DEMO_PASSWORD", "DEBUG"}
    return {name: value for name, value in os.environ.items() if name not in foreign} | ours


def prepare(environment: dict[str, str]) -> None:
    subprocess.run([*MANAGE, "prepare"], cwd=settings.BASE_DIR, env=environment, check=True)


def errors_in(said: str) -> list[str]:
    """The last line of each traceback.

    Wagtail's own index tasks fail, without harm, where a row was deleted before the worker came to it.
    """
    ends = re.findall(r"^Traceback .*\n(?:[ \n].*\n)*(.+)", said, re.MULTILINE)
    return sorted({end for end in ends if not end.endswith("matching query does not exist.")})


def free_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return free.getsockname()[1]


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status == 200
    except OSError:  # not there yet, or too busy to say so
        return False


def wait_until(condition: Callable[[], bool], seconds: float) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s"
        time.sleep(0.2)


@pytest.fixture(scope="session")
def base_url(academy: Academy) -> str:
    return academy.address


@pytest.fixture
def reader(academy: Academy, new_context: Callable[..., BrowserContext]) -> Callable[..., Reader]:
    """Give somebody a browser: `reader("alice", width=360, java_script_enabled=False)`."""

    def give(name: str, width: int = 1280, **options: Any) -> Reader:
        options = {"viewport": {"width": width, "height": 800}, "reduced_motion": "reduce", **options}
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        loan = None if options.get("java_script_enabled", True) else new_context(viewport=options["viewport"])
        return Reader(context, name, academy.password, loan)

    return give
