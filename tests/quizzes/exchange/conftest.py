import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.management import CommandError, call_command


@dataclass
class Outcome:
    """What a command printed; `error` is the sentence with which it failed, and its exit status was not 0."""

    out: str
    err: str
    error: str = ""

    @property
    def json(self) -> dict[str, Any]:
        return json.loads(self.out)


@pytest.fixture
def run(db: None) -> Callable[..., Outcome]:
    def command(*arguments: object) -> Outcome:
        out, err = io.StringIO(), io.StringIO()
        try:
            call_command(*map(str, arguments), stdout=out, stderr=err)
        except CommandError as error:
            return Outcome(out.getvalue(), err.getvalue(), str(error))
        return Outcome(out.getvalue(), err.getvalue())

    return command
