"""A worker that is killed in the middle of a push. The database is a real one, and so is the end."""

import json
import signal
import subprocess
import sys
from typing import Any

import pytest

from tests.quizzes.test_faults import environment  # noqa: F401 - a database of its own

pytestmark = pytest.mark.django_db  # so that the tables are made when this test is run alone
PUSH = [sys.executable, "-m", "tests.assignments.killed_push"]
PEOPLE = 4000
ROWS = ("Assignment", "AssignmentSource", "AssignmentEvent", "Notice", "Delivery")


def test_after_the_restart_everybody_has_it_once(environment: dict[str, str]) -> None:  # noqa: F811
    def push(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [*PUSH, *map(str, arguments)]
        return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, timeout=300, check=False)

    def counts() -> dict[str, Any]:
        found: dict[str, Any] = json.loads(push("count").stdout)
        return found

    assert push("make", PEOPLE).returncode == 0
    assert push("apply", 2).returncode == -signal.SIGKILL
    # Two chunks are there as a whole, and nothing of the third; how far it has come can be seen.
    assert counts() == {**dict.fromkeys(ROWS, 2000), "reach": [2000, PEOPLE]}
    for _time in range(2):
        assert push("apply").returncode == 0
        assert counts() == {**dict.fromkeys(ROWS, PEOPLE), "reach": [PEOPLE, PEOPLE]}
