"""The Celery application: `celery -A astronumbers worker` in the scaled form, a thread otherwise."""

from __future__ import annotations

import logging
import os

from celery import Celery
from celery.signals import task_prerun, worker_init
from django.db import close_old_connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")

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
