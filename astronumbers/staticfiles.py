"""Static files under names that carry their content's hash, gathered anew only when they changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from whitenoise.storage import CompressedManifestStaticFilesStorage

# Files and folders that packages bring and no page of ours asks for: most of their bytes, and of a first start.
UNUSED = ["rest_framework", "redoc", "*.js.map", "htmx-4*", "htmax*", "ext"]


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Hashed and compressed; our ES modules, which import one another, are rewritten to the hashed names."""

    # Every page asks for the hashed name, so the plain copies need not be kept or compressed.
    keep_only_hashed_files = True
    # A source map of a script is for whoever wrote it; only styles are searched for the files they name ...
    patterns = CompressedManifestStaticFilesStorage.patterns[:1]
    # ... and our own modules.
    support_js_module_import_aggregation = True
    # Others' scripts mention imports in ways that only look like ours.
    _js_module_import_aggregation_patterns = (
        "classroom/*.js",
        CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1],
    )


def gather() -> bool:
    """Fill STATIC_ROOT unless it already holds what the finders see; says whether it had to.

    Hashing and compressing takes seconds that a second start has not: a stamp beside the files remembers every
    source's path, size and time.
    """
    root = Path(settings.STATIC_ROOT)
    stamp = root / "gathered.txt"
    sources = _fingerprint()
    if stamp.exists() and stamp.read_text() == sources:
        return False
    if not settings.DATABASE_URL:
        # Where processes are replaced one by one, pages of the version before are still open: its files stay.
        shutil.rmtree(root, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=UNUSED)
    stamp.write_text(sources)
    return True


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(UNUSED):
            facts = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
