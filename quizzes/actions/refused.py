from datetime import datetime

from quizzes.domain.attempts import Denial, Refusal


class Refused(Exception):
    """A rule said no. For the words see `quizzes.refusals`. `until`: when it says so only for now."""

    def __init__(self, reason: Refusal, until: datetime | None = None) -> None:
        super().__init__(reason.value)
        self.reason = reason
        self.until = until

    @property
    def denial(self) -> Denial:
        return Denial(self.reason, self.until)
