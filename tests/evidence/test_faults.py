"""Two hundred people acknowledge at the same moment, while the ledger is being sealed: nothing is lost."""

import http.client
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from urllib.parse import urlencode

import pytest
from django.conf import settings

from tests.quizzes.test_faults import CSRF, HOST, Place, Server, environment

__all__ = ["environment"]  # a fixture

PEOPLE = 200
SEALING = """
import django; django.setup()
from django.utils.timezone import now
from academy.evidence.actions import seal
import sys, time
end = time.monotonic() + float(sys.argv[1])
while time.monotonic() < end:
    seal(now())
    time.sleep(0.02)
"""


@pytest.fixture(scope="module")
def people(environment: dict[str, str]) -> tuple[Place, int, list[str]]:
    command = [sys.executable, "-m", "tests.evidence.storm_content", str(PEOPLE)]
    made = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(made.stdout.splitlines()[-1])
    return Place(environment, "", 0, []), found["text"], found["sessions"]


def acknowledge(port: int, session: str, text: int) -> int:
    headers = {
        "Cookie": f"sessionid={session}; csrftoken={CSRF}",
        "X-CSRFToken": CSRF,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    with closing(http.client.HTTPConnection(HOST, port, timeout=120)) as client:
        client.request("POST", f"/en/learn/policies/{text}/acknowledge/", urlencode({}), headers)
        return client.getresponse().status


def verify(place: Place) -> dict[str, object]:
    command = [sys.executable, "manage.py", "verify_evidence", "--json"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=place.environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return json.loads(done.stdout)


def test_two_hundred_at_once_while_two_seal(people: tuple[Place, int, list[str]]) -> None:
    place, text, sessions = people
    server = Server(place)
    sealing = [
        subprocess.Popen([sys.executable, "-c", SEALING, seconds], cwd=settings.BASE_DIR, env=place.environment)
        for seconds in ("8", "8")
    ]
    try:
        with ThreadPoolExecutor(PEOPLE) as pool:
            # Everybody clicks twice.
            clicks = [pool.submit(acknowledge, server.port, session, text) for session in (*sessions, *sessions)]
            statuses = {click.result() for click in clicks}
    finally:
        server.kill()
        ended = [process.wait(120) for process in sealing]
    assert (statuses, ended) == ({302}, [0, 0])
    assert place.query("SELECT COUNT(*) FROM policies_acknowledgement") == [(PEOPLE,)]
    assert place.query("SELECT COUNT(*) FROM evidence_record WHERE kind = 'acknowledged'") == [(PEOPLE,)]
    assert place.query("SELECT COUNT(DISTINCT subject) FROM evidence_record WHERE kind = 'acknowledged'") == [(PEOPLE,)]
    found = verify(place)
    assert found["ok"], found
    assert found["records"] == PEOPLE + 1
    last_seal = subprocess.run(
        [sys.executable, "-c", SEALING, "0.1"], cwd=settings.BASE_DIR, env=place.environment, check=True
    )
    assert last_seal.returncode == 0
    found = verify(place)
    assert (found["ok"], found["sealed"], found["unsealed"]) == (True, PEOPLE + 1, 0)
