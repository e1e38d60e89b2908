"""Imports TensorFlow without its greeting: four long lines on every command, which none of its settings silences."""

from __future__ import annotations

import os
import sys
from tempfile import TemporaryFile


def import_tensorflow() -> None:
    """Import it; what it says meanwhile is shown only where the import fails."""
    sys.stderr.flush()
    with TemporaryFile() as heard:
        usual = os.dup(2)
        os.dup2(heard.fileno(), 2)
        try:
            import tensorflow  # noqa: F401
        except BaseException:
            heard.seek(0)
            os.write(usual, heard.read())
            raise
        finally:
            os.dup2(usual, 2)
            os.close(usual)
