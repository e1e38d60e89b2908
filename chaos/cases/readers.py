"""The reader and the clock: weights missing or damaged, another reader in mid-lesson, clocks that jump."""

from __future__ import annotations

import shutil
import struct
import subprocess
import time
from pathlib import Path

from chaos.catalogue import Broken, Impossible, case
from chaos.lesson import SECONDS, Lesson
from chaos.stand import Stand, status


def own_weights(stand: Stand) -> None:
    """Let the site read its weights from a folder that the case may spoil."""
    stand.weights = stand.folder / "weights"
    shutil.copytree(stand.tree / "recognition" / "weights", stand.weights)


def without_weights(stand: Stand) -> None:
    """The same, and the weights are not there yet."""
    own_weights(stand)
    assert stand.weights
    stand.weights.rename(stand.folder / "good-weights")
    stand.weights.mkdir()


@case(
    "C17", "weights missing and damaged", "none at the start; then cut short, then one bit turned; then whole again",
    prepare=without_weights,
)  # fmt: skip
def weights_damaged(stand: Stand, lesson: Lesson) -> None:
    assert stand.weights
    good = stand.folder / "good-weights"
    lesson.wait_until(2.5)
    for at, damage in ((4.0, cut_short), (6.0, one_bit_turned)):
        damaged = shutil.copytree(good, stand.folder / damage.__name__)
        for path in damaged.iterdir():
            if path.suffix != ".json":
                path.write_bytes(damage(path.read_bytes()))
        # Damaged beside and put in its place: whole for a moment, it could be loaded, and rightly kept.
        shutil.rmtree(stand.weights)
        damaged.rename(stand.weights)
        lesson.wait_until(at)
        if status(stand.web_port, "/readyz") != 503:
            raise Broken(f"/readyz says ready with weights {damage.__name__.replace('_', ' ')}")
    lesson.wait_until(SECONDS)
    [[touched]] = stand.ask("SELECT count(*) FROM classroom_readingjob WHERE tries > 0")
    if touched:
        raise Broken(f"{touched} jobs lost a try though nothing could be read")
    shutil.rmtree(stand.weights)
    good.rename(stand.weights)
    stand.remarks.append(f"{stand.waiting()} answers waited for the repair")


def cut_short(weights: bytes) -> bytes:
    """Half of a file."""
    return weights[: len(weights) // 2]


def one_bit_turned(weights: bytes) -> bytes:
    """One wrong bit in the middle."""
    middle = len(weights) // 2
    return weights[:middle] + bytes([weights[middle] ^ 1]) + weights[middle + 1 :]


@case(
    "C18", "another reader in mid-lesson", "the second network takes its place, the reader restarts; and back again",
    prepare=own_weights,
)  # fmt: skip
def another_reader(stand: Stand, lesson: Lesson) -> None:
    assert stand.weights
    card, aside = stand.weights / "line.json", stand.folder / "line.json"
    for at, source, target in ((2.5, card, aside), (6.0, aside, card)):
        lesson.wait_until(at)
        until = time.monotonic() + 30  # each of the two must have had something to read
        while len(readers_used(stand)) < (1 if source == card else 2) and time.monotonic() < until:
            time.sleep(0.2)
        shutil.move(source, target)
        stand.reader.stop()
        stand.reader.start()
    used = readers_used(stand)
    stand.remarks.append(f"read by {' and '.join(used)}")
    if len(used) < 2:
        raise Broken("only one reader read: nothing was tried")


def readers_used(stand: Stand) -> list[str]:
    """Versions of the readers whose readings are stored."""
    return sorted(row[0] for row in stand.ask("SELECT DISTINCT reader_version FROM classroom_reading"))


SHIM = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static const double *shift;
static int (*real)(clockid_t, struct timespec *);
static void __attribute__((constructor)) begin(void) {
  const char *path = getenv("CHAOS_CLOCK");
  int file = path ? open(path, O_RDONLY) : -1;
  real = dlsym(RTLD_NEXT, "clock_gettime");
  if (file >= 0) shift = mmap(0, sizeof *shift, PROT_READ, MAP_SHARED, file, 0);
}
int clock_gettime(clockid_t which, struct timespec *at) {
  int failed;
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  failed = real(which, at);
  if (!failed && which == CLOCK_REALTIME && shift) at->tv_sec += (long)*shift;
  return failed;
}
int gettimeofday(struct timeval *at, void *zone) {
  struct timespec now;
  int failed = clock_gettime(CLOCK_REALTIME, &now);
  if (at) { at->tv_sec = now.tv_sec; at->tv_usec = now.tv_nsec / 1000; }
  return failed;
}
time_t time(time_t *at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
"""


def own_clock(stand: Stand) -> None:
    """A clock that can be moved: of the worker alone where it may be on another machine, else of all processes."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise Impossible("a C compiler is needed to move a program's clock")
    source, shim, shift = (stand.folder / name for name in ("clock.c", "clock.so", "shift"))
    source.write_text(SHIM)
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(source), "-ldl"], check=True)
    move_clock(shift, 0)
    moved = {"LD_PRELOAD": str(shim), "CHAOS_CLOCK": str(shift)}
    stand.preload = {"worker": moved} if stand.form == "postgres-redis" else {"worker": moved, "web": moved}


def move_clock(shift: Path, seconds: float) -> None:
    """Set by how much it is wrong. In place, because programs have the file mapped."""
    with shift.open("r+b" if shift.exists() else "wb") as file:
        file.write(struct.pack("d", seconds))


@case(
    "C16", "clocks that jump",
    "one machine: an hour ahead, then ten minutes behind, in mid-lesson, while the reader is killed; PostgreSQL: the "
    "worker's machine two minutes ahead, then two behind",
    prepare=own_clock,
)  # fmt: skip
def clocks_jump(stand: Stand, lesson: Lesson) -> None:
    shift = stand.folder / "shift"
    ahead, behind = (120, -120) if stand.form == "postgres-redis" else (3600, -600)
    lesson.wait_until(1.0)
    move_clock(shift, ahead)
    lesson.wait_until(3.0)
    stand.arm("slow-reading", "1.0")
    time.sleep(0.8)
    stand.reader.kill()  # it holds leases that end in an hour, by the clock of now
    stand.disarm("slow-reading")
    move_clock(shift, behind)
    lesson.wait_until(SECONDS)
    stand.reader.until_ready()
