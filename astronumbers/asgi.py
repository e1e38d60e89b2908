"""The site for ASGI servers."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

from astronumbers.bodies import BoundedBodies

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
application = BoundedBodies(get_asgi_application())
