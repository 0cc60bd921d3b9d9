"""Names to search and to sort by. Neither engine folds å, ä, ö nor sorts them the Swedish way."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and a mark.
_WHOLE_LETTERS = str.maketrans(
    {
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ı": "i",
        "ł": "l",
        "ŋ": "n",
        "þ": "th",
        "ß": "ss",
        "ŧ": "t",
        "ə": "a",
    }
)
# These are read as part of the word: O'Connor, O’Connor and OConnor are one name.
_APOSTROPHES = re.compile(r"['’‘ʼ´`]")
_BETWEEN_WORDS = re.compile(r"[\W_]+")

# After z in Swedish: å, ä, ö. The signs after "z" in ASCII give that order byte by byte.
_SWEDISH_LAST = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})


def search_key(text: str) -> str:
    """Small letters without marks, words parted by one space: `Åsa Öberg-Lindqvist` is
    `asa oberg lindqvist`.

    The same for what is stored and what is typed, so that å, ä and ö are found with and without
    their rings and dots. Apostrophes vanish; every other sign parts words. Letters of other
    scripts are kept.
    """
    return _words(_without_marks(_folded(text)))


def sort_key(text: str) -> str:
    """A key that sorts the Swedish way when compared byte by byte: å, ä, ö after z.

    Other marks are ignored (é as e), so is case; ü sorts as y, as in Swedish registers.
    """
    swedish = _folded(text).translate(_SWEDISH_LAST).replace("ü", "y")
    return " ".join(re.sub(r"[^\w{|}]+|_", " ", _without_marks(swedish)).split())


def name_sort_key(given_name: str, family_name: str) -> str:
    """By family name, then given name, as lists of people are sorted."""
    # Two spaces: before any further word of the family name, so that Berg comes before Berg Ek.
    return f"{sort_key(family_name)}  {sort_key(given_name)}"


def _folded(text: str) -> str:
    return _APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())


def _without_marks(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.translate(_WHOLE_LETTERS))
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def _words(text: str) -> str:
    return _BETWEEN_WORDS.sub(" ", text).strip()
