"""One PostgreSQL server per data folder, shared by all processes that use it.

Each user holds a shared lock on ``users`` until it ends, which the kernel drops even after a
SIGKILL; starting and stopping happen under an exclusive lock on ``lock``. Whoever leaves and then
gets ``users`` exclusively was the last one and stops the server. A server is alive when it accepts
a connection: a pid file lies after a kill.
"""

import atexit
import fcntl
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

import psycopg2

from newsroom.embedded import EmbeddedError
from newsroom.embedded.cluster import ROLE, SOCKET_NAME, Cluster, wheel_binaries
from newsroom.embedded.runner import Runner, last_words, runner_for

RECOVERY = 120.0
"""Seconds that crash recovery, or another process that starts the server, may take."""
RETRY = 10.0
"""Seconds for which a start is tried again: a killed server's memory lives a moment longer."""
STEP = 0.02
BREATH = 0.05
"""Seconds between two looks, and after a start, which takes at least that long."""
LONGEST_LOG = 1_000_000
FULL = ("too many clients", "remaining connection slots")


@cache
def server_for(directory: Path, durable: bool) -> "Server":
    """This process's handle on the server of ``directory``, left when the process ends."""
    server = Server(Cluster(directory, durable, wheel_binaries()))
    atexit.register(server.close)
    os.register_at_fork(after_in_child=server.forget)
    return server


class Server:
    """Joins, revives and leaves the one server of a cluster."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._thread_lock = threading.RLock()
        self._users: int | None = None
        self._closed = False
        self._postmaster: subprocess.Popen[bytes] | None = None

    def connection(self) -> dict[str, str]:
        """Parameters that reach the running server as the application's role."""
        return {
            "host": str(self.cluster.socket_directory),
            "port": SOCKET_NAME.rpartition(".")[2],
            "user": ROLE,
            "password": self.cluster.password,
        }

    def join(self) -> None:
        """Use the server from now on, starting it when nobody has; cheap when already joined."""
        if self._users is None:
            self.revive()

    def revive(self) -> None:
        """Make sure that the server accepts connections, also after it was killed."""
        try:
            with self._thread_lock:
                self._revive()
        except OSError as error:
            raise EmbeddedError(
                f"{error.filename or self.cluster.directory}: {error.strerror}. Set VAR_DIR to a "
                "folder that can be written and has room, or set DATABASE_URL."
            ) from error

    def leave(self) -> None:
        """Stop using the server; the last one out stops it."""
        with self._thread_lock:
            if self._users is None:
                return
            with self._exclusively():
                os.close(self._users)
                self._users = None
                self.cluster.forget_socket_directory()
                alone = os.open(self.cluster.directory / "users", os.O_RDWR)
                try:
                    fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    self.stop()
                    self.cluster.remove_socket_directory()
                except BlockingIOError:
                    pass
                finally:
                    os.close(alone)

    def close(self) -> None:
        """Leave for good: a thread that still runs while the process ends restarts nothing."""
        with self._thread_lock:
            self._closed = True
            with suppress(OSError, EmbeddedError):  # the folder is gone: nothing of ours to stop
                self.leave()

    def forget(self) -> None:
        """In a forked child: the lock is the parent's."""
        self._thread_lock = threading.RLock()
        self._postmaster = None
        if self._users is not None:
            os.close(self._users)
            self._users = None

    def stop(self) -> None:
        """Shut the server down in the fast way and wait for its end."""
        deadline = time.monotonic() + RECOVERY
        while (pid := self._running()) is not None and time.monotonic() < deadline:
            os.kill(pid, signal.SIGINT)
            while self._running() == pid and time.monotonic() < deadline:
                time.sleep(STEP)

    def _revive(self) -> None:
        if self._closed:
            raise EmbeddedError("The embedded database is not started while the process ends.")
        self.cluster.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self._exclusively():
            if self._users is None:
                users = self._open("users")
                fcntl.flock(users, fcntl.LOCK_SH)
                self._users = users
            try:
                self._ensure_started()
            except BaseException:
                os.close(self._users)
                self._users = None
                raise

    @contextmanager
    def _exclusively(self) -> Iterator[None]:
        """Hold the lock around start and stop."""
        lock = self._open("lock")
        deadline = time.monotonic() + RECOVERY
        try:
            while True:
                try:
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    if time.monotonic() > deadline:
                        raise EmbeddedError(
                            f"Another process has been starting or stopping the database in "
                            f"{self.cluster.directory} for {RECOVERY:.0f} seconds: end it."
                        ) from None
                    time.sleep(STEP)
            yield
        finally:
            os.close(lock)

    def _open(self, name: str) -> int:
        return os.open(self.cluster.directory / name, os.O_RDWR | os.O_CREAT, 0o600)

    def _ensure_started(self) -> None:
        cluster = self.cluster
        if cluster.data.exists():
            if self._accepts():
                return
            cluster.check_major()
        runner = runner_for(cluster.directory, cluster.binaries)
        if not cluster.data.exists():
            cluster.check_unfinished_upgrade()
            cluster.create(runner)
        cluster.configure(runner)
        self._start(runner)

    def _start(self, runner: Runner) -> None:
        """Start until it accepts; an attempt that fails is repeated for ``RETRY`` seconds."""
        begun = time.monotonic()
        while not self._accepts():
            waited = time.monotonic() - begun
            if self._running() is None:
                if waited > RETRY:
                    raise EmbeddedError(f"The embedded database does not start: {self._why()}")
                self._spawn(runner)
                time.sleep(BREATH)
            if waited > RECOVERY:
                raise EmbeddedError(
                    f"The embedded database has been silent for {RECOVERY:.0f} seconds: "
                    f"{self._why()}"
                )
            time.sleep(STEP)

    def _spawn(self, runner: Runner) -> None:
        cluster = self.cluster
        for stale in (
            cluster.data / "postmaster.pid",
            cluster.socket_directory / SOCKET_NAME,
            cluster.socket_directory / f"{SOCKET_NAME}.lock",
        ):
            stale.unlink(missing_ok=True)
        if cluster.log.exists() and cluster.log.stat().st_size > LONGEST_LOG:
            cluster.log.unlink()
        with cluster.log.open("ab") as log:
            runner.own(cluster.log)
            self._postmaster = runner.spawn(
                [str(cluster.binaries / "postgres"), "-D", str(cluster.data)], log
            )

    def _accepts(self) -> bool:
        """Whether the server lets us in, or would but for the many who are in already."""
        try:
            psycopg2.connect(dbname="postgres", connect_timeout=5, **self.connection()).close()
        except psycopg2.OperationalError as error:
            if "authentication failed" in str(error):
                raise EmbeddedError(
                    f"{self.cluster.directory / 'password'} is not the password of this database: "
                    "put the right one back."
                ) from error
            return any(word in str(error) for word in FULL)
        return True

    def _running(self) -> int | None:
        """The pid of our server's first process; a child of ours that has ended is reaped."""
        if self._postmaster is not None:
            if self._postmaster.poll() is None:
                return self._postmaster.pid
            self._postmaster = None
        try:
            pid = int((self.cluster.data / "postmaster.pid").read_text().split("\n")[0])
        except (FileNotFoundError, ValueError):
            return None
        return pid if self._works_in_data(pid) else None

    def _works_in_data(self, pid: int) -> bool:
        """Whether the process is a server of this folder, not a stranger with its number."""
        if not Path("/proc/self").exists():
            listed = subprocess.run(
                ["ps", "-o", "command=", "-p", str(pid)],
                capture_output=True,
                text=True,
                check=False,
            )
            return str(self.cluster.data) in listed.stdout
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", self.cluster.data)
        except OSError:
            return False

    def _why(self) -> str:
        """The server's last words but those to us who knocked while it was starting."""
        try:
            lines = self.cluster.log.read_text(errors="replace").splitlines()
        except OSError:
            return "it left no log"
        return last_words("\n".join(line for line in lines if "the database system is" not in line))
