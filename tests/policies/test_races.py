"""Two who publish the same policy at the same moment, each in a process of their own."""

import json
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import psycopg
from django.conf import settings

from tests.quizzes.test_faults import environment  # noqa: F401

PUBLISHERS = 3
START = 8.0  # seconds that a process needs on a busy machine until it is ready


def process(environment: dict[str, str], *given: object) -> subprocess.Popen:  # noqa: F811
    command = [sys.executable, "-m", "tests.policies.publishing_at_once", *map(str, given)]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True)


def test_each_makes_a_version_of_its_own(environment: dict[str, str]) -> None:  # noqa: F811
    made, _errors = process(environment, "make").communicate()
    page = made.split()[-1]
    moment = time.time() + START
    racing = [process(environment, "publish", page, f"{n} euros.", moment) for n in range(PUBLISHERS)]
    assert [one.wait() for one in racing] == [0] * PUBLISHERS
    for one in racing:
        one.communicate()
    versions = query(environment, "SELECT number, change_summary FROM policies_policyversion ORDER BY number")
    assert [number for number, _words in versions] == [1, 2, 3, 4]
    texts = query(
        environment,
        "SELECT number, payload FROM policies_policytext"
        " JOIN policies_policyversion ON policies_policyversion.id = version_id ORDER BY number",
    )
    kept = [payload if isinstance(payload, dict) else json.loads(payload) for _number, payload in texts]
    assert [text["change_summary"] for text in kept] == [words for _number, words in versions]


def query(environment: dict[str, str], sql: str) -> list[tuple]:  # noqa: F811
    if address := environment.get("DATABASE_URL"):
        with psycopg.connect(address) as database:
            return database.execute(sql).fetchall()
    with closing(sqlite3.connect(Path(environment["ACADEMY_VAR"]) / "db.sqlite3")) as database:
        return database.execute(sql).fetchall()
