"""Fail unless every text of the catalogues is translated, with the same placeholders."""

import re
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|%[sd]|\{[a-z_]*\}")


def faults(po_path: Path) -> list[str]:
    """One line per text that is missing, doubtful, or lost or gained a placeholder in translation."""
    found = []
    for entry in polib.pofile(str(po_path)):
        if entry.obsolete:
            continue
        if entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid!r}")
        elif not entry.translated():
            found.append(f"untranslated: {entry.msgid!r}")
        elif not entry.msgid_plural and set(PLACEHOLDER.findall(entry.msgid)) != set(
            PLACEHOLDER.findall(entry.msgstr)
        ):
            found.append(f"placeholders differ: {entry.msgid!r} -> {entry.msgstr!r}")
    return found


def main() -> int:
    catalogues = sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po"))
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
