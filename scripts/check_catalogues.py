"""Fail unless the catalogues hold every text of the source, translated, with the same placeholders.

Works without system gettext: Python is read by Babel, templates through Django's own templatize.
"""

import io
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import extract_python
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")
KEYWORDS = dict.fromkeys(
    f"{prefix}gettext{suffix}" for prefix in ("", "n", "p", "np") for suffix in ("", "_lazy", "_noop")
) | {"_": None}


def texts_in(path: Path) -> Iterator[tuple[str, str]]:
    """Each (context, text) that the file hands to gettext; plurals by their singular."""
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the template's indentation means nothing to Python's tokenizer.
        source = "\n".join(map(str.lstrip, templatize(source, origin=str(path)).splitlines()))
    for found in extract_python(io.BytesIO(source.encode()), KEYWORDS, [], {"encoding": "utf-8"}):
        function = found[1]
        # Against what Babel's annotation says, a call with one argument gives the text itself.
        messages: Any = found[2]
        parts = [messages] if isinstance(messages, str) else list(messages)
        first = 1 if "pgettext" in function else 0
        if len(parts) > first and parts[first]:
            yield (parts[0] or "" if first else "", parts[first] or "")


def texts_of_source() -> dict[tuple[str, str], Path]:
    """Every text of the product's own code and templates, with a file that holds it."""
    names = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py", "templates/*"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    paths = [ROOT / name for name in names if not name.startswith(("tests/", "scripts/", "bench/"))]
    return {text: path for path in paths if path.is_file() for text in texts_in(path)}


def faults(po_path: Path) -> list[str]:
    """One line per text that is missing, doubtful, or lost or gained a placeholder in translation."""
    found = []
    known = set()
    for entry in polib.pofile(str(po_path)):
        if entry.obsolete:
            continue
        known.add((entry.msgctxt or "", entry.msgid))
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"untranslated: {entry.msgid!r}")
        elif not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(
            PLACEHOLDER.findall(entry.msgstr)
        ):
            found.append(f"placeholders differ: {entry.msgid!r} -> {entry.msgstr!r}")
    for (context, text), path in texts_of_source().items():
        if (context, text) not in known:
            found.append(f"not in the catalogue: {text!r} ({path.relative_to(ROOT)})")
    return found


def main() -> int:
    settings.configure()
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/django.po"))
    if not catalogues:
        print("no message catalogues under locale/", file=sys.stderr)
        return 1
    status = 0
    for po in catalogues:
        lines = faults(po)
        for line in lines:
            print(f"{po.relative_to(ROOT)}: {line}", file=sys.stderr)
        print(f"{po.relative_to(ROOT)}: {len(lines)} faults in {len(polib.pofile(str(po)))} texts")
        status |= bool(lines)
    return status


if __name__ == "__main__":
    sys.exit(main())
