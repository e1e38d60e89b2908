"""What lies between the children and the site: slow, lossy, cut; devices out of reach; many dashboards at once."""

from __future__ import annotations

import socket
import time

from chaos.catalogue import Broken, case
from chaos.children import Habits
from chaos.grownups import Dashboard
from chaos.lesson import SECONDS, Lesson
from chaos.stand import Stand

STORM = 60
IDLE = 50


@case(
    "C15", "tablets out of reach", "twelve children lose the network until after the last stroke",
    habits=lambda seed: Habits(offline={(seed + 5 * n) % 30: (1.0 + n / 10, SECONDS + 2) for n in range(12)}),
)  # fmt: skip
def out_of_reach(stand: Stand, lesson: Lesson) -> None:
    """At the level of requests; the real outbox in a real browser is tested with the outbox itself."""
    lesson.wait_until(SECONDS + 2)
    waiting = sum(len(child.outbox) for child in lesson.children)
    stand.remarks.append(f"{waiting} revisions waited on tablets and came at once")


@case(
    "C20", "slow and lossy network",
    f"replies lost after the deed (1 in 4), connections reset (1 in 4), 150 ms each way, {IDLE} silent sockets",
)  # fmt: skip
def slow_and_lossy(stand: Stand, lesson: Lesson) -> None:
    front = stand.front
    idle = []
    for _ in range(IDLE):
        idle.append(socket.create_connection(("127.0.0.1", stand.web_port), timeout=5))
        idle[-1].sendall(b"POST /api/v1/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\n{")
    front.delay, front.reset, front.lose = 0.15, 0.25, 0.25
    lesson.wait_until(4.0)
    front.cut()
    lesson.wait_until(5.0)
    front.hang = True
    lesson.wait_until(6.0)
    front.hang = False
    lesson.wait_until(SECONDS + 1)
    front.heal()
    front.cut()
    for one in idle:
        one.close()
    stand.remarks.append(f"{front.lost_replies} replies lost")
    if not front.lost_replies:
        raise Broken("no reply was lost: nothing was tried")


@case(
    "C21",
    "dashboards come back all at once",
    f"{STORM} dashboards listen, are cut off and reconnect in the same instant; twice",
)
def storm(stand: Stand, lesson: Lesson) -> None:
    many = [Dashboard(stand.school, port=stand.front.port) for _ in range(STORM)]
    lesson.wait_until(1.5)
    for one in many:
        one.start()
    for at in (3.5, 5.5):
        lesson.wait_until(at)
        stand.front.cut()
    end = time.monotonic() + 40
    while (heard := sum(bool(one.versions) for one in many)) < STORM and time.monotonic() < end:
        time.sleep(0.2)
    for one in many:
        one.close()
    stand.front.cut()
    stand.remarks.append(f"{heard} of {STORM} dashboards heard news")
    if heard < STORM * 0.9:
        raise Broken(f"only {heard} of {STORM} dashboards heard anything")
