"""The site as it runs in production: gunicorn with sync workers, behind nothing."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from academy.processes import die_with_parent
from bench.clients import Browser
from bench.surroundings import Surroundings

COMMAND = [
    *(sys.executable, "-m", "gunicorn", "-c", "academy/gunicorn.py", "--log-level", "warning"),
    *("--worker-class", "sync", "--threads", "1"),
    *("--max-requests", "0"),  # no process is exchanged while it is measured
    "academy.wsgi",
]
STARTS_WITHIN = 60.0


@contextmanager
def running(place: Surroundings) -> Iterator[None]:
    environment = {"PORT": str(place.port), "WEB_CONCURRENCY": str(place.processes)}
    process = subprocess.Popen(COMMAND, env={**os.environ, **environment}, preexec_fn=die_with_parent)
    try:
        wait(process, Browser(place.port))
        yield
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
