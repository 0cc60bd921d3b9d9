"""Compile the message catalogues with Babel, so that no system gettext is needed. Only what changed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent


def compile_catalogues(folder: Path) -> list[Path]:
    """Write the .mo of every .po under folder that is newer than it; returns those that were written."""
    written = []
    for po in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
            continue
        with po.open("rb") as source:
            catalogue = read_po(source, locale=po.parts[-3])
        unfinished = mo.with_suffix(".mo.new")
        with unfinished.open("wb") as target:
            write_mo(target, catalogue)
        unfinished.replace(mo)
        written.append(mo)
    return written


if __name__ == "__main__":
    for path in compile_catalogues(ROOT / "locale"):
        print(f"compiled {path.relative_to(ROOT)}", file=sys.stderr)
