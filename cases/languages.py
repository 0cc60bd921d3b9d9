"""Languages that a material can be written in: every one that people here read, with its own name."""

from dataclasses import dataclass
from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.text import capfirst
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# Those that Django has no texts in: code -> its name, its own name, written from right to left.
_MORE = {
    "am": (_("Amharic"), "አማርኛ", False),
    "prs": (_("Dari"), "دری", True),
    "ps": (_("Pashto"), "پښتو", True),
    "rom": (_("Romani"), "Romani čhib", False),
    "so": (_("Somali"), "Soomaali", False),
    "ti": (_("Tigrinya"), "ትግርኛ", False),
}


@dataclass(frozen=True)
class Language:
    """`name` is what its readers call it; `is_rtl`: it is written from right to left."""

    code: str
    name: str
    is_rtl: bool

    @property
    def label(self) -> str:
        """In the reader's language, with its own name where that differs."""
        more = _MORE.get(self.code)
        called = str(more[0]) if more else self.name
        if self.code in LANG_INFO:
            called = str(get_language_info(self.code)["name_translated"])
        called = capfirst(called)
        return called if called.casefold() == self.name.casefold() else f"{called} ({self.name})"

    @property
    def direction(self) -> str:
        return "rtl" if self.is_rtl else "ltr"


@cache
def languages() -> dict[str, Language]:
    """Every language by its code."""
    found = {
        code: Language(code, info["name_local"], info["bidi"])
        for code, info in LANG_INFO.items()
        if "name_local" in info and "-" not in code
    }
    found |= {code: Language(code, own, is_rtl) for code, (_name, own, is_rtl) in _MORE.items()}
    return found


def language_of(code: str) -> Language:
    """The language of a code; an unknown one is called by its code."""
    return languages().get(code) or Language(code, code, False)
