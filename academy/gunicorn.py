"""The web process: `gunicorn -c academy/gunicorn.py academy.wsgi`. `manage.py serve` runs it too.

Environment: HOST (the address to listen on), PORT, WEB_CONCURRENCY (processes), WEB_THREADS (in each).
"""

import os
from typing import Any

bind = f"{os.environ.get('HOST', '127.0.0.1')}:{os.environ.get('PORT', '8000')}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "1"))
threads = int(os.environ.get("WEB_THREADS", "8"))

# Each process loads the site for itself: a connection or a cache must not be shared by a fork.
preload_app = False
# A process that is exchanged leaves nobody waiting where others go on; alone it would be a pause of seconds.
max_requests = 20_000 if workers > 1 else 0
max_requests_jitter = 2_000
graceful_timeout = 30  # seconds for requests that are under way when the site stops
timeout = 60
accesslog = None  # the proxy before us keeps one
control_socket_disable = True


def on_starting(server: Any) -> None:
    """Refuse what would only show later: gunicorn prints the sentence of a RuntimeError and ends."""
    if reason := refusal(server.cfg.workers):
        raise RuntimeError(reason)


def refusal(processes: int) -> str | None:
    """Why the site must not start with so many processes; None when it may."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.dev")
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        cache = settings.CACHE_URL
    except ImproperlyConfigured as error:
        return str(error)
    if processes > 1 and not cache:
        return (
            f"{processes} web processes need a cache that they share: otherwise who signs out in one stays"
            " signed in in another, and guesses at passwords are counted apart. Name a Redis or Valkey server"
            " in CACHE_URL, or use one process with more threads (WEB_THREADS)."
        )
    return None
