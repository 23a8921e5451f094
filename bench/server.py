"""A site as it runs in production: gunicorn with sync workers, behind nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from academy.processes import die_with_parent
from bench.clients import Browser

COMMAND = [
    *(sys.executable, "-m", "gunicorn", "-c", "academy/gunicorn.py", "--log-level", "warning"),
    *("--worker-class", "sync", "--threads", "1"),
    *("--max-requests", "0"),  # no process is exchanged while it is measured
    "academy.wsgi",
]
STARTS_WITHIN = 60.0
Cpu = Callable[[], float]


@contextmanager
def running(settings: str, port: int, processes: int) -> Iterator[Cpu]:
    """Yields what tells the processor time of the site so far."""
    environment = {"DJANGO_SETTINGS_MODULE": settings, "PORT": str(port), "WEB_CONCURRENCY": str(processes)}
    process = subprocess.Popen(COMMAND, env={**os.environ, **environment}, preexec_fn=die_with_parent)
    try:
        wait(process, Browser(port))
        yield lambda: processor_seconds(process.pid)
    finally:
        process.terminate()
        process.wait()


def wait(process: subprocess.Popen[bytes], browser: Browser) -> None:
    end = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < end and process.poll() is None:
        try:
            browser.get("/healthz")
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("gunicorn does not answer: see above")


def processor_seconds(master: int) -> float:
    """What the web processes have used so far, as Linux counts it."""
    workers = Path(f"/proc/{master}/task/{master}/children").read_text().split()
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in workers]
    return sum(int(stat[11]) + int(stat[12]) for stat in fields) / os.sysconf("SC_CLK_TCK")
