"""Signs of life of the site's own parts."""

from __future__ import annotations

from django.db import models


class Pulse(models.Model):
    """When a part of the site last did what it does, and what it found. One row a part; it knows no child.

    `facts` is {"version": 1, ...}, numbers and codes alone.
    """

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()
    facts = models.JSONField(default=dict)
