"""Starts programs by forking a process that has the libraries loaded: a case starts Python four times and more.

Run as a script, by `Nursery` alone. It reads one JSON line for each program, {"argv", "env", "cwd", "log"}, forks,
and prints the child's process id. The child has a session, a folder, an environment and a log of its own, and runs
`python -m ARGV` as if it had been started so; only its libraries were imported beforehand, and none of our code.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import runpy
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

# Nothing that tests alone import: settings look whether pytest is loaded.
LIBRARIES = (
    "django.core.management", "django.db.models", "django.contrib.admin.utils", "django.forms",
    "django.db.backends.sqlite3.base", "django.db.backends.postgresql.base",
    "django.contrib.staticfiles.finders", "django.template.loader", "django.views.generic",
    "django.core.handlers.asgi",
    "rest_framework.serializers", "celery", "celery.app.task", "celery.app.amqp", "celery.bin.worker",
    "celery.worker.components", "celery.worker.consumer", "celery.concurrency.prefork", "celery.concurrency.solo",
    "kombu.transport.redis", "kombu.transport.memory", "redis", "psycopg", "numpy", "PIL.Image", "uvicorn",
    "uvicorn.protocols.http.auto", "uvicorn.protocols.http.h11_impl", "uvicorn.loops.auto", "openpyxl", "segno",
    "cryptography.hazmat.primitives.ciphers.aead", "argon2", "ai_edge_litert.interpreter", "reportlab.pdfgen.canvas",
    "prometheus_client", "drf_spectacular.utils", "drf_spectacular.openapi", "asgiref.sync",
)  # fmt: skip


def main() -> None:
    """Load what can be loaded without settings, then fork for every line."""
    sys.path = [place for place in sys.path if Path(place).resolve() != Path(__file__).resolve().parent]
    for name in LIBRARIES:
        with contextlib.suppress(Exception):  # it wants settings, or is not here: the child will import it
            importlib.import_module(name)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody here waits for them: the kernel takes them away
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            live(json.loads(line))
        print(pid, flush=True)


def live(asked: dict[str, object]) -> None:
    """In the child: become the program."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    nothing, log = (
        os.open(os.devnull, os.O_RDONLY),
        os.open(str(asked["log"]), os.O_WRONLY | os.O_CREAT | os.O_APPEND),
    )
    for old, new in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(old, new)
    os.chdir(str(asked["cwd"]))
    os.environ.clear()
    os.environ.update(asked["env"])  # type: ignore[call-overload]
    argv = list(asked["argv"])  # type: ignore[call-overload]
    sys.path.insert(0, str(asked["cwd"]))
    sys.argv = argv
    code = 0
    try:
        runpy.run_module(argv[0], run_name="__main__", alter_sys=True)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 1
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


class Nursery:
    """The harness's end of it."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).resolve())], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "OMP_NUM_THREADS": "1"}, cwd="/",
        )  # fmt: skip
        self._one_at_a_time = threading.Lock()
        assert self.process.stdout and self.process.stdout.readline().strip() == "ready"

    def start(self, argv: list[str], *, env: dict[str, str], cwd: Path, log: Path) -> int:
        """The process id of `python -m ARGV`."""
        assert self.process.stdin and self.process.stdout
        told = {"argv": argv, "env": env, "cwd": str(cwd), "log": str(log)}
        with self._one_at_a_time:
            self.process.stdin.write(json.dumps(told) + "\n")
            self.process.stdin.flush()
            return int(self.process.stdout.readline())

    def run(self, argv: list[str], *, env: dict[str, str], cwd: Path, log: Path, timeout: float = 240) -> list[str]:
        """The lines that `python -m ARGV` printed, once it has ended."""
        log.unlink(missing_ok=True)
        pid = self.start(argv, env=env, cwd=cwd, log=log)
        end = time.monotonic() + timeout
        while lives(pid):
            assert time.monotonic() < end, f"{' '.join(argv)} does not end"
            time.sleep(0.02)
        return log.read_text().splitlines()

    def close(self) -> None:
        """End it; what it started lives on until it is killed."""
        self.process.kill()
        self.process.wait()


def lives(pid: int) -> bool:
    """Whether a process is there and not yet dead."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


if __name__ == "__main__":
    main()
