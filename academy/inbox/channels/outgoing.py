"""Requests to addresses that people gave us. They reach public hosts only, by https, and follow no redirect.

The guard looks at the address that was really connected to: a name that was public when it was typed in, and leads
into our own network now, is of no use to anybody.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from academy.inbox.channels import Failed
from academy.inbox.domain.addresses import is_loopback, is_public

TIMEOUT = 10  # seconds, to connect and to answer
TRY_AGAIN = {408, 425, 429}  # the refusals that may pass


class PrivateAddress(Exception):
    """Leads into a network that is not public."""


def may_reach(address: str) -> bool:
    return is_public(address) or (settings.LOOPBACK_ENDPOINTS and is_loopback(address))


def refuses(url: str) -> bool:
    """Whether an address is of no use to us: not https, with a password in it, or a private address in plain sight."""
    parts = urlsplit(url)
    if not parts.hostname or parts.username or parts.password:
        return True
    try:
        plain = not may_reach(parts.hostname)
    except ValueError:  # a name: where it leads is seen at each connection
        plain = parts.hostname == "localhost" and not settings.LOOPBACK_ENDPOINTS
    return plain or not (parts.scheme == "https" or _is_loopback_http(parts.scheme, parts.hostname))


def _is_loopback_http(scheme: str, host: str) -> bool:
    return scheme == "http" and settings.LOOPBACK_ENDPOINTS and host in ("127.0.0.1", "localhost", "::1")


class _Guarded(HTTPConnection):
    def _new_conn(self) -> Any:
        connected = super()._new_conn()
        if not may_reach(connected.getpeername()[0]):
            connected.close()
            raise PrivateAddress
        return connected


class _GuardedTLS(_Guarded, HTTPSConnection):
    pass


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _PoolTLS(HTTPSConnectionPool):
    ConnectionCls = _GuardedTLS


class _Adapter(HTTPAdapter):
    def init_poolmanager(self, connections: int, maxsize: int, block: bool = False, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=connections, maxsize=maxsize, block=block, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _PoolTLS}


class Outgoing(requests.Session):
    """Answers have a status and headers; nobody needs their body, which may be as long as somebody likes."""

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False  # a proxy would be connected to in place of the host
        for scheme in ("http://", "https://"):
            self.mount(scheme, _Adapter())

    def request(self, method: str, url: str, **options: Any) -> requests.Response:  # type: ignore[override]
        response = super().request(
            method, url, **{**options, "allow_redirects": False, "timeout": TIMEOUT, "stream": True}
        )
        response.close()
        response._content = b""
        return response


@contextmanager
def failures() -> Iterator[None]:
    """What goes wrong on the way, in our terms. The address is in none of them: it is a secret of its owner."""
    try:
        yield
    except PrivateAddress as error:
        raise Failed("private address", final=True) from error
    except (requests.ConnectionError, requests.Timeout) as error:
        raise Failed(type(error).__name__) from error
    except requests.RequestException as error:
        raise Failed(type(error).__name__, final=True) from error


def check(status: int) -> None:
    """Raise Failed unless a request was taken."""
    if not 200 <= status < 300:
        raise Failed(f"HTTP {status}", final=status < 500 and status not in TRY_AGAIN)
