import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections
from django.utils.module_loading import autodiscover_modules
from django.utils.timezone import now

from academy.periodic import run_jobs


class Command(BaseCommand):
    help = "Run what is due by the clock: once, for cron, or with --every for as long as it is left running."
    requires_system_checks = []
    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--every", type=float, metavar="SECONDS", help="run again after so many seconds")

    def handle(self, *, every: float | None, **options: Any) -> None:
        autodiscover_modules("periodic")
        if every is None:
            self.run_once()
        else:
            self.run_until_stopped(every)

    def run_once(self) -> None:
        if failed := run_jobs(now()):
            raise CommandError(f"Failed, see the log: {', '.join(failed)}")

    def run_until_stopped(self, every: float) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self.stopping:
            following = time.monotonic() + every
            close_old_connections()  # one that the database has ended meanwhile spoils one round, not all
            run_jobs(now())
            while not self.stopping and time.monotonic() < following:
                time.sleep(min(0.2, every))

    def stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True  # a job that is under way is finished first
