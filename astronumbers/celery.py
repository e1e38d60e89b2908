"""The Celery application: `celery -A astronumbers worker` in the scaled form, a thread otherwise."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")

app = Celery("astronumbers")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["classroom"])
