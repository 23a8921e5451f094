"""A worker that is killed while it speaks to a mail server. The database is a real one, and so is the end."""

import asyncio
import signal
import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest

from academy.inbox.delivering import LEASE
from tests.inbox.servers import Mailbox, free_port, mail_server
from tests.quizzes.test_faults import environment  # noqa: F401 - a database of its own

WORKER = [sys.executable, "-m", "tests.inbox.killed_worker"]
AGAIN = int(LEASE.total_seconds() // 60)


@dataclass
class Stuck(Mailbox):
    """Takes one mail, and at the second says nothing more; `kept`: whether it has put that away by then."""

    kept: bool = False
    silent: threading.Event = field(default_factory=threading.Event)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if len(self.messages) != 1 or self.silent.is_set():
            return await super().handle_DATA(server, session, envelope)
        if self.kept:
            await super().handle_DATA(server, session, envelope)
        self.silent.set()
        await asyncio.sleep(600)
        return "250 OK"


@pytest.mark.parametrize("kept", [False, True])
def test_nothing_is_lost_and_only_what_was_being_sent_may_come_again(
    environment: dict[str, str],  # noqa: F811
    kept: bool,
) -> None:
    def work(*arguments: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen([*WORKER, *map(str, arguments)], env=environment)

    names = [f"{'kept' if kept else 'lost'}{number}" for number in range(4)]
    port, mailbox = free_port(), Stuck(kept=kept)
    assert work("tell", *names).wait(60) == 0
    with mail_server(port, mailbox):
        worker = work("send", 0, port)
        assert mailbox.silent.wait(60)
        worker.send_signal(signal.SIGKILL)
        worker.wait(60)
        assert work("send", AGAIN - 1, port).wait(60) == 0
        assert len(mailbox.messages) == 1 + kept  # what it had claimed is not free yet
        for _time in range(2):
            assert work("send", AGAIN, port).wait(60) == 0
    came = Counter(message["To"] for message in mailbox.messages)
    assert set(came) == {f"{name}@example.com" for name in names}
    twice = [to for to, count in came.items() if count > 1]
    assert len(twice) == kept  # the server had it and we did not know
    same = {message["Message-ID"] for message in mailbox.messages if message["To"] in twice}
    assert len(same) == kept
