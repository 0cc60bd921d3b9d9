"""What the log's codes are called when a person reads them.

Rows hold codes, since they must mean the same in ten years; each app names its own pages and actions.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from core.registries import Text
from core.registry import Registry

PAGES = {
    "core:document": _("A document"),
    "core:document_file": _("A document as PDF"),
    "core:document_retry": _("A document, made again"),
}

log_words: Registry[Text] = Registry("log words")


def name_codes(words: Mapping[str, Text]) -> None:
    """Register what codes (URL names and actions) are called. A code named twice raises ValueError."""
    for code, text in words.items():
        log_words.register(code, text)


name_codes(PAGES)


def in_words(code: str) -> str:
    """The code's name in the reader's language; the code itself when nobody has named it."""
    return str(log_words[code]) if code in log_words else code
