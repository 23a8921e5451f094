"""Whether a port is free: `python3 -m academy.port 8000`.

Needs nothing but Python, so that `make run` can say it before the slow work.
"""

import errno
import socket
import sys

HOST = "127.0.0.1"


def refusal(port: str) -> str | None:
    """Why the site cannot listen on `port`, in a sentence; None when it can."""
    if not port.isdecimal() or not 0 < int(port) < 65536:
        return f"PORT must be a number from 1 to 65535, not {port}."
    with socket.socket() as candidate:
        # As the web server does it: connections of a server that has just stopped are not in the way.
        candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            candidate.bind((HOST, int(port)))
        except OSError as error:
            return _in_words(error, port)
    return None


def _in_words(error: OSError, port: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program. Take another: make run PORT={int(port) % 65535 + 1}"
    return f"Port {port} cannot be used: {error.strerror}."


if __name__ == "__main__":
    sys.exit(refusal(sys.argv[1]))
