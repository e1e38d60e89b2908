"""Words that are said in the language of whoever reads them, and not of who loads the module.

Django's own name for the same, typed as the text it stands for: it behaves as one in templates, `%`, `==` and
`str()`, and not in `join`, `isinstance` and JSON, where `str()` is to be said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    def gettext_lazy(message: str) -> str:
        """The message, once somebody reads it."""
        return message

else:
    from django.utils.translation import gettext_lazy

__all__ = ["gettext_lazy"]
