"""Several processes that live and end together: what `manage.py serve` starts."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

GRACE = 35.0  # seconds for a child to finish what it is doing: a little more than gunicorn gives its requests
STEADY = 60.0  # seconds after which a child counts as having started well
LONGEST_PAUSE = 60.0
PR_SET_PDEATHSIG = 1
LINUX = ctypes.CDLL(None) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """Have the kernel end this process when its parent ends, however that ends (on Linux)."""
    if LINUX:
        LINUX.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def pause(failures: int) -> float:
    """Seconds to wait before a child that failed so many times in a row is started again."""
    return min(2.0 ** min(failures - 1, 10), LONGEST_PAUSE)  # 2.0 ** 1024 is more than a float holds


@dataclass
class Child:
    """One process that is to run. `vital` when nothing else makes sense without it."""

    name: str
    command: list[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    vital: bool = False
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    start_at: float = 0.0
    failures: int = 0

    def start(self) -> None:
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            # A group of its own: Ctrl-C in the terminal reaches only us, and each child is told to stop once.
            start_new_session=True,
            preexec_fn=die_with_parent,
        )
        self.started_at = time.monotonic()

    def ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def plan_restart(self) -> float:
        """Note the failure; return in how many seconds the child is started again."""
        lasted = time.monotonic() - self.started_at
        self.failures = 1 if lasted > STEADY else self.failures + 1
        self.process = None
        self.start_at = time.monotonic() + pause(self.failures)
        return pause(self.failures)


class Family:
    """Keeps its children running until it is told to stop, or until a vital one ends."""

    def __init__(self, children: list[Child], say: Callable[[str], None]) -> None:
        self.children = children
        self.say = say
        self.stopping = False

    def run(self, each_round: Callable[[], None]) -> bool:
        """Return whether the end was asked for. `each_round` is called a few times a second."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:  # nohup stays nohup
                signal.signal(number, self.stop)
        try:
            while not self.stopping and self.look_after():
                each_round()
                time.sleep(0.2)
            return self.stopping
        finally:
            self.end()

    def stop(self, *_: object) -> None:
        self.stopping = True

    def look_after(self) -> bool:
        """Start what is due. Return False when a vital child has ended."""
        for child in self.children:
            if child.ended():
                if child.vital:
                    return False
                self.say(f"The {child.name} ended; it is started again in {child.plan_restart():.0f} s.")
            if child.process is None and time.monotonic() >= child.start_at:
                child.start()
        return True

    def end(self) -> None:
        """Tell all children to stop, wait for them, and kill the one that does not."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
