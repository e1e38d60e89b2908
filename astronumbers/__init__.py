"""Wiring of the site: settings, addresses, server and worker. It holds no rule."""

from astronumbers.celery import app as celery_app

__all__ = ["celery_app"]
