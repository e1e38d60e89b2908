"""The Celery application: `celery -A astronumbers worker` in the scaled form, a thread otherwise."""

from __future__ import annotations

import contextlib
import logging
import os

from celery import Celery
from celery.signals import task_prerun, worker_init
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")

# How much a worker process gives way to those that serve, where they share a processor: a child waits for "saved",
# and a reading may take its seconds.
GIVES_WAY = 5

app = Celery("astronumbers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["classroom"])


@task_prerun.connect
def look_at_connection(**_: object) -> None:
    """A kept connection may be one to a database that was restarted: as before a request, it is looked at."""
    close_old_connections()


@worker_init.connect
def look_at_broker(**_: object) -> None:
    """A worker process says at its start what is wrong with its Redis. The thread inside a site has none."""
    from astronumbers import broker  # when this module is loaded, the settings are not there yet

    for fault in broker.faults():
        logging.getLogger(__name__).error(fault.words)


@worker_init.connect
def give_way(**_: object) -> None:
    """Let processes that serve go first. The thread inside a site is no process of its own: not asked here."""
    with contextlib.suppress(OSError):  # a service manager may forbid it, and sees to it itself
        os.nice(GIVES_WAY)
