"""Eight people at once. They share the processors with the site, so all figures are lower than the site alone gives."""

import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import quantiles
from typing import Protocol
from urllib.parse import urlencode

from bench.surroundings import HOST

Fields = dict[str, str | list[str]]

CLIENTS = 8
CSRF = "b" * 32
HEAD = "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\nAccept: {accept}\r\nCookie: {cookie}\r\n"
FORM = "Content-Type: application/x-www-form-urlencoded\r\nX-CSRFToken: {csrf}\r\nContent-Length: {length}\r\n"


class Visitor(Protocol):
    """Whoever asks for pages. Both methods return where the answer leads, "" for one that is no redirect."""

    def get(self, path: str, session: str = "") -> str: ...

    def post(self, path: str, session: str, fields: Fields, accept: str = "text/html") -> str: ...


# One turn of a job: the unit that is counted and timed.
Turn = Callable[[Visitor], object]


class Browser:
    """Sends requests and reads the whole answer, with as little work of its own as possible.

    A connection for each request: gunicorn's sync workers close it after the answer, which ends it.
    """

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, session: str = "") -> str:
        return self._send("GET", path, session, "text/html")

    def post(self, path: str, session: str, fields: Fields, accept: str = "text/html") -> str:
        body = urlencode(fields, doseq=True)
        return self._send("POST", path, session, accept, FORM.format(csrf=CSRF, length=len(body)), body)

    def _send(self, method: str, path: str, session: str, accept: str, more: str = "", body: str = "") -> str:
        cookie = f"sessionid={session}; csrftoken={CSRF}"
        head = HEAD.format(method=method, path=path, host=HOST, accept=accept, cookie=cookie)
        with socket.create_connection((HOST, self.port), timeout=30) as connection:
            connection.sendall(f"{head}{more}\r\n{body}".encode())
            answer = bytearray()
            while part := connection.recv(65536):
                answer += part
        headers = answer.partition(b"\r\n\r\n")[0].decode("latin-1")
        if headers.split(" ", 2)[1] not in {"200", "302"}:
            raise RuntimeError(f"{method} {path}: {headers.splitlines()[0]}")
        return location(headers)


def location(headers: str) -> str:
    """Where a redirect leads; "" for an answer that is none."""
    return next((line.split(": ", 1)[1] for line in headers.splitlines() if line.startswith("Location: ")), "")


@dataclass
class Timing:
    """What came out for one job, over all the times that it was measured."""

    durations: list[float] = field(default_factory=list)
    elapsed: float = 0.0
    cpu: float = 0.0

    @property
    def rate(self) -> float:
        return len(self.durations) / self.elapsed

    @property
    def cpu_each(self) -> float:
        """Processor time of the site for a turn, in milliseconds."""
        return 1000 * self.cpu / len(self.durations)

    def percentile(self, percent: int) -> float:
        """In milliseconds."""
        return 1000 * quantiles(self.durations, n=100, method="inclusive")[percent - 1]


def measure(
    turn: Turn, port: int, cpu: Callable[[], float], seconds: float, into: Timing, clients: int = CLIENTS
) -> None:
    """Have all clients repeat `turn` for so long. A turn that was begun is finished and counted."""
    begin, used = time.perf_counter(), cpu()

    def repeat(_number: int) -> list[float]:
        browser = Browser(port)
        durations = []
        while (start := time.perf_counter()) < begin + seconds:
            turn(browser)
            durations.append(time.perf_counter() - start)
        return durations

    with ThreadPoolExecutor(clients) as pool:
        for durations in pool.map(repeat, range(clients)):
            into.durations += durations
    into.elapsed += time.perf_counter() - begin
    into.cpu += cpu() - used
