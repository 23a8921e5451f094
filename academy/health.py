"""/healthz says that the process answers; /readyz says whether all works, and what is wrong if not."""

from collections.abc import Callable
from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import now

from academy import triggers
from academy.background import SILENT, WORKER
from academy.models import Heartbeat


class NotReady(Exception):
    """Says in a few words what is wrong."""


class HealthMiddleware:
    """Answers before anything else is asked of the request: its host, its session, its language, https."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path_info == "/healthz":
            return _uncached(HttpResponse("ok", content_type="text/plain"))
        if request.path_info == "/readyz":
            return _uncached(_readiness())
        return self.get_response(request)


def _readiness() -> JsonResponse:
    wrong = {name: words for name, probe in PROBES.items() if (words := _words(probe))}
    checks = {name: wrong.get(name, "ok") for name in PROBES}
    return JsonResponse({"ready": not wrong, "checks": checks}, status=503 if wrong else 200)


def _words(probe: Callable[[], None]) -> str | None:
    try:
        probe()
    except NotReady as reason:
        return str(reason)
    except DatabaseError as error:
        return f"the database does not answer ({type(error).__name__})"
    return None


def _uncached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response


def probe_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@cache  # keeps a good answer only: what raises is asked again, and what is applied stays applied
def probe_migrations() -> None:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise NotReady(f"{len(plan)} not applied, the first of them {plan[0][0]}")


def probe_triggers() -> None:
    if missing := triggers.missing():
        raise NotReady(f"frozen rows can be changed, for these are missing (migrate lays them): {', '.join(missing)}")


def probe_worker() -> None:
    last = Heartbeat.objects.filter(name=WORKER).values_list("at", flat=True).first()
    if last is None:
        raise NotReady("no heartbeat yet: are db_worker and run_periodic running?")
    silence = (now() - last).total_seconds()
    if silence > SILENT.total_seconds():
        raise NotReady(f"last heartbeat {silence:.0f} s ago: are db_worker and run_periodic running?")


# A further probe is a function here that raises NotReady.
PROBES: dict[str, Callable[[], None]] = {
    "database": probe_database,
    "migrations": probe_migrations,
    "triggers": probe_triggers,
    "worker": probe_worker,
}
