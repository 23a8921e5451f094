"""A real server with the starter academy, and people at real browsers."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext

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


@dataclass(frozen=True)
class Academy:
    """The running site."""

    address: str
    var: Path
    password: str

    def mail(self) -> str:
        """All that was mailed so far."""
        return "\n".join(path.read_text() for path in sorted((self.var / "mail").glob("*")))


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
def database() -> Iterator[str | None]:
    """The address of an empty database where DATABASE_URL names a server; otherwise SQLite needs none."""
    server = os.environ.get("DATABASE_URL")
    if not server:
        yield None
        return
    name = f"academy_journeys_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def academy(chromium: Path, database: str | None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Academy]:
    """`manage.py prepare`, then `manage.py serve`, in a var/ of their own."""
    var = tmp_path_factory.mktemp("var")
    port = free_port()
    address = f"http://{HOST}:{port}"
    environment = environment_of(var, address, database)
    prepare(environment)
    output = var / "output"
    with output.open("w") as log:
        command = [*MANAGE, "serve", "--port", str(port), "--stop-with-parent"]
        site = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=log, stderr=log)
    try:
        wait_until(lambda: answers(f"{address}/healthz"), 120)
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
        context.set_default_timeout(15_000)
        loan = None if options.get("java_script_enabled", True) else new_context(viewport=options["viewport"])
        return Reader(context, name, academy.password, loan)

    return give
