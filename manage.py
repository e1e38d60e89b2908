#!/usr/bin/env python
"""Django's command line."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """Run the command named on the command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "astronumbers.settings")
    if sys.argv[1:2] == ["demo"]:
        # Before the settings are read: the demonstration never touches a real school's data.
        os.environ["DEMO"] = "1"
        os.environ["DATA_DIR"] = os.environ.get("DATA_DIR") or str(Path(__file__).resolve().parent / "demo-data")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        # A setting or the data folder: the sentence helps whoever starts this, a traceback does not.
        sys.exit(str(error))


if __name__ == "__main__":
    main()
