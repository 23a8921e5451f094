import http.client
import os
import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from academy.port import HOST, refusal
from academy.processes import Child, Family, die_with_parent

MANAGE = [sys.executable, str(settings.BASE_DIR / "manage.py")]
GUNICORN = [sys.executable, "-m", "gunicorn"]
WELCOME = """
The academy is at http://{host}:{port}/
{accounts}Stop it with Ctrl-C.
"""
ACCOUNTS = """\
Sign in as alice (an agent), bob (her manager), charlie (a manager elsewhere), erin (an editor) or dana (the
administrator). The password of all of them: {password}
"""


class Command(BaseCommand):
    help = "Run the academy: the web process, the worker of background tasks and the clock, together."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--workers", type=int, default=1, help="web processes; several need CACHE_URL")
        parser.add_argument("--stop-with-parent", action="store_true", help="stop when our parent ends")

    def handle(self, *, port: str, workers: int, stop_with_parent: bool, **options: Any) -> None:
        if stop_with_parent:
            die_with_parent()
        if reason := refusal(port):
            raise CommandError(reason)
        os.chdir(settings.BASE_DIR)
        family = Family([web(port, workers)], self.say)

        def greet() -> None:
            if len(family.children) == 1 and answers(port):
                # Only now, so that the web process need not share the processors with what nobody waits for.
                family.children += [worker(), clock()]
                self.say(welcome(port))

        if not family.run(greet):
            raise CommandError("The web process ended: see above. Everything else was stopped.")
        self.say("Stopped.")

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


def welcome(port: str) -> str:
    password = getattr(settings, "DEMO_PASSWORD", None)
    accounts = ACCOUNTS.format(password=password) if password else ""
    return WELCOME.format(host=HOST, port=port, accounts=accounts)


def answers(port: str) -> bool:
    site = http.client.HTTPConnection(HOST, int(port), timeout=1)
    try:
        site.request("GET", "/healthz")
        return site.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        site.close()


def web(port: str, processes: int) -> Child:
    options = ["-c", "academy/gunicorn.py", "--log-level", "warning"]
    environment = {"HOST": HOST, "PORT": port, "WEB_CONCURRENCY": str(processes)}
    return Child("web process", [*GUNICORN, *options, "academy.wsgi"], environment, vital=True)


def worker() -> Child:
    return Child("worker", [*MANAGE, "db_worker", "--queue-name", "*", "--no-reload", "--skip-checks"])


def clock() -> Child:
    return Child("clock", [*MANAGE, "run_periodic", "--every", "60"])
