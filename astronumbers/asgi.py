"""The site for ASGI servers."""

from __future__ import annotations

import os

import django

from astronumbers.bodies import BoundedBodies
from astronumbers.threads import Site

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
django.setup(set_prefix=False)
site = Site()
application = BoundedBodies(site)
