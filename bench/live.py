"""A server of our own for those who race against it: gunicorn with a worker for each of them."""

import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

# Of a session's cookie against forged requests, the same in the form.
TOKEN = "b" * 32
BACKEND = "accounts.backends.StaffBackend"
SERVER_FAULT = 500
DONE = 302
# What the server says of those who came second, and of its faults.
SERVER_LOG = Path(tempfile.gettempdir()) / "hemvag-rounds.log"


def cookies(session: str) -> str:
    return f"hemvag_session={session}; csrftoken={TOKEN}"


@contextmanager
def server(workers: int, unguarded: bool) -> Iterator[int]:
    """A gunicorn of our own on a free port, with a worker for each form."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    wsgi = "bench.unguarded:application" if unguarded else "homeless_project.wsgi:application"
    command = [sys.executable, "-m", "gunicorn", wsgi, "--bind", f"127.0.0.1:{port}"]
    command += [
        "--workers",
        str(workers),
        "--timeout",
        "120",
        "--log-level",
        "warning",
        "--no-control-socket",
    ]
    with SERVER_LOG.open("wb") as log:
        process = subprocess.Popen(command, stderr=log)  # noqa: S603 - a command of our own
        try:
            _wait_for(port)
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(300):
        try:
            http = HTTPConnection("127.0.0.1", port, timeout=60)
            http.request("GET", "/konto/login/")
            http.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("gunicorn did not start")
