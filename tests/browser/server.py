"""A Jupyter server of a test's own: its port, its folders, its end."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

TOKEN = "desk"
PATIENCE = 90.0
"""Seconds until a server must answer; it takes about two on an idle machine."""


@contextmanager
def serving(command: Sequence[str], cwd: Path, private: Path) -> Iterator[str]:
    """Start ``command`` with a free port and TOKEN; yields the address. ``private`` takes what a user's home would."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    private.mkdir(parents=True, exist_ok=True)
    folders = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "AUTOGRADER_STATE")
    lab = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    environment = os.environ | {name: str(private / name.lower()) for name in (*folders, *lab)}
    environment.pop("AUTOGRADER_SANDBOX", None)
    log = private / "server.log"
    with log.open("wb") as written:
        server = subprocess.Popen(
            [*command, f"--port={port}", f"--IdentityProvider.token={TOKEN}", "--ServerApp.port_retries=0"],
            cwd=cwd,
            env=environment,
            stdout=written,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        address = f"http://127.0.0.1:{port}"
        _await(server, f"{address}/api?token={TOKEN}", log)
        yield address
    finally:
        server.send_signal(signal.SIGTERM)  # it takes its kernels with it
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _await(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"The server did not answer. It wrote:\n{log.read_text(errors='replace')[-3000:]}", False)
