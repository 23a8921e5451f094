"""How many SQL statements a turn makes: the same turn, taken in this process."""

from dataclasses import dataclass

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
