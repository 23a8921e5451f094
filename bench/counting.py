"""How many SQL statements a turn makes: the same turn, taken in this process, or in one with the stock settings.

python -m bench.counting PATH SESSION    prints what a request asks, as JSON
"""

import json
import os
import subprocess
import sys
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from bench.clients import Fields, Turn
from bench.surroundings import HOST

# What opens and closes transactions asks nothing of the database's tables: it is left out.
BOOKKEEPING = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass(frozen=True)
class Asked:
    method: str
    path: str
    statements: list[str]


class CountingVisitor:
    """Stands in for a browser, and notes what each request asks of the database."""

    def __init__(self) -> None:
        self.client = Client(SERVER_NAME=HOST)
        self.asked: list[Asked] = []

    def get(self, path: str, session: str = "") -> str:
        return self._send("GET", path, session)

    def post(self, path: str, session: str, fields: Fields, accept: str = "text/html") -> str:
        return self._send("POST", path, session, fields, accept)

    def _send(self, method: str, path: str, session: str, fields: Fields | None = None, accept: str = "") -> str:
        self.client.cookies[settings.SESSION_COOKIE_NAME] = session
        send = self.client.get if method == "GET" else self.client.post
        with CaptureQueriesContext(connection) as captured:
            response = send(path, fields, headers={"accept": accept})
        if response.status_code not in {200, 302}:
            raise RuntimeError(f"{method} {path}: {response.status_code}")
        statements = [query["sql"] for query in captured if not query["sql"].startswith(BOOKKEEPING)]
        self.asked.append(Asked(method, path, statements))
        return response.headers.get("Location", "")


def count(turn: Turn) -> list[Asked]:
    """The requests of one turn in the steady state: when caches are warm."""
    for _ in range(2):
        turn(CountingVisitor())
    visitor = CountingVisitor()
    turn(visitor)
    return visitor.asked


class Listener:
    """Hears which page a turn would get."""

    def get(self, path: str, session: str = "") -> str:
        self.heard = (path, session)
        return ""

    def post(self, path: str, session: str, fields: Fields, accept: str = "text/html") -> str:
        raise NotImplementedError("the stock site is only read")


def count_stock(turn: Turn) -> list[Asked]:
    """The same for a page of the stock site: other settings need another process."""
    listener = Listener()
    turn(listener)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "bench.stock"}
    command = [sys.executable, "-m", "bench.counting", *listener.heard]
    told = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return [Asked(**one) for one in json.loads(told.stdout)]


if __name__ == "__main__":
    import django

    django.setup()
    page, of = sys.argv[1:]
    print(json.dumps([asdict(one) for one in count(lambda visitor: visitor.get(page, of))]))
