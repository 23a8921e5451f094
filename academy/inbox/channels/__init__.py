"""The ways out of the house. A channel is a context manager that gives a `Send`.

A `Send` takes a person and the notices that go to them as one message, and returns what the other side answered,
as far as it is worth keeping. What can not be sent raises `Failed`.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager

from academy.inbox.models import Notice
from academy.staff.models import User

Send = Callable[[User, Sequence[Notice]], str]
Channel = Callable[[], AbstractContextManager[Send]]


class Failed(Exception):
    """A message that was not sent. `final`: trying again is no use. `away`: nothing else goes this way now."""

    def __init__(self, outcome: str, *, final: bool = False, away: bool = False) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.final = final
        self.away = away
