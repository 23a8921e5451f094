"""A real server on a real database: killed in the middle of a storm of saves, and asked fifty times at once."""

import http.client
import itertools
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection

HOST = "127.0.0.1"
CSRF = "b" * 32
STORM = 2.0  # seconds
AT_ONCE = 50


@dataclass(frozen=True)
class Place:
    """A database of its own, with a learner in the middle of an attempt."""

    environment: dict[str, str]
    session: str
    attempt: int
    orders: list[list[str]]

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        address = self.environment.get("DATABASE_URL")
        if address:
            with psycopg.connect(address) as database:
                return database.execute(sql).fetchall()
        with closing(sqlite3.connect(Path(self.environment["ACADEMY_VAR"]) / "db.sqlite3")) as database:
            return database.execute(sql).fetchall()


@pytest.fixture(scope="module")
def environment(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, str]]:
    """The tables of the tests, copied."""
    var = tmp_path_factory.mktemp("var")
    ours = {"DJANGO_SETTINGS_MODULE": "academy.settings.dev", "ACADEMY_VAR": str(var), "PYTHONPATH": "."}
    foreign = {"DATABASE_URL", "CACHE_URL", "DEBUG"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    if connection.vendor == "sqlite":
        with django_db_blocker.unblock(), closing(sqlite3.connect(var / "db.sqlite3")) as copy:
            connection.ensure_connection()
            connection.connection.backup(copy)
        yield kept | ours
        return
    with django_db_blocker.unblock():
        source = connection.settings_dict["NAME"]
        connection.close()  # a database that somebody has open can not be copied
    name = f"{source}_storm"
    server = os.environ["DATABASE_URL"]
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        # Threads of earlier tests may still have it open, and vacuuming comes when it likes.
        admin.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [source])
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        yield kept | ours | {"DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def place(environment: dict[str, str]) -> Place:
    command = [sys.executable, "-m", "tests.quizzes.storm_content"]
    made = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return Place(environment, **json.loads(made.stdout.splitlines()[-1]))


class Server:
    def __init__(self, place: Place) -> None:
        self.place = place
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = free.getsockname()[1]
        command = [
            sys.executable,
            "-m",
            "gunicorn",
            "-c",
            "academy/gunicorn.py",
            "--log-level",
            "error",
            "academy.wsgi",
        ]
        environment = place.environment | {"PORT": str(self.port), "WEB_THREADS": "8"}
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, start_new_session=True)
        self._wait()

    def _wait(self) -> None:
        end = time.monotonic() + 90
        while time.monotonic() < end:
            try:
                if self.send("GET", "/healthz")[0] == 200:
                    return
            except OSError:
                time.sleep(0.2)
        raise AssertionError("the server does not answer")

    def send(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, bytes]:
        headers = {
            "Cookie": f"sessionid={self.place.session}; csrftoken={CSRF}",
            "X-CSRFToken": CSRF,
            "Accept": "application/json",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        with closing(http.client.HTTPConnection(HOST, self.port, timeout=60)) as client:
            client.request(method, path, urlencode(fields or {}), headers)
            answer = client.getresponse()
            return answer.status, answer.read()

    def kill(self) -> None:
        """At once, with all its processes: nothing is finished."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def save_until_it_breaks(server: Server, number: int) -> list[str]:
    """Change the answer to one question over and over; return the answers of which the server said: saved."""
    path = f"/en/learn/attempts/{server.place.attempt}/pages/1/"
    saved: list[str] = []
    for choice in itertools.cycle(server.place.orders[number - 1]):
        try:
            status, body = server.send("POST", path, {f"q{number}": "", f"q{number}-choice": choice})
        except (OSError, http.client.HTTPException):
            return saved
        assert status == 200, body
        if json.loads(body)["saved"]:
            saved.append(choice)
    return saved


def test_what_was_saved_is_there_after_the_server_was_killed(place: Place) -> None:
    server = Server(place)
    numbers = range(1, len(place.orders) + 1)
    with ThreadPoolExecutor(len(numbers)) as pool:
        storms = [pool.submit(save_until_it_breaks, server, number) for number in numbers]
        time.sleep(STORM)
        server.kill()
        saved = [storm.result() for storm in storms]
    assert sum(map(len, saved)) > len(numbers)

    again = Server(place)
    try:
        assert again.send("GET", f"/en/learn/attempts/{place.attempt}/pages/1/")[0] == 200
    finally:
        again.kill()
    for number, answers in zip(numbers, saved, strict=True):
        stored = stored_answers(place, number - 1)
        assert stored[: len(answers)] == answers
        assert len(stored) <= len(answers) + 1  # one may have been stored whose answer never came


def stored_answers(place: Place, position: int) -> list[str]:
    rows = place.query(
        f"SELECT answer FROM quizzes_response WHERE attempt_id = {place.attempt} AND position = {position}"
        " ORDER BY sequence"
    )
    answers = [json.loads(answer) if isinstance(answer, str) else answer for (answer,) in rows]
    return [answer["choice"] for answer in answers]


def test_fifty_hands_at_once_make_one_grade(place: Place) -> None:
    server = Server(place)
    path = f"/en/learn/attempts/{place.attempt}/submit/"
    try:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            statuses = list(pool.map(lambda _hand: server.send("POST", path)[0], range(AT_ONCE)))
    finally:
        server.kill()
    assert set(statuses) == {302}
    assert place.query(f"SELECT COUNT(*) FROM quizzes_grade WHERE attempt_id = {place.attempt}") == [(1,)]
    marks = place.query(
        "SELECT COUNT(*) FROM quizzes_mark JOIN quizzes_grade ON quizzes_grade.id = grade_id"
        f" WHERE attempt_id = {place.attempt}"
    )
    assert marks == [(len(place.orders),)]
