"""The plain mark-up of the board's own texts: `# heading`, `- point`, and paragraphs between empty lines."""

from typing import TypedDict

HEADING, POINT = "# ", "- "


class Block(TypedDict):
    """A heading ("h"), a paragraph ("p") or a list ("ul"), with its lines."""

    kind: str
    lines: list[str]


def blocks_of(body: str) -> list[Block]:
    """The text as blocks, in order. Lines that follow each other are one paragraph, or one list."""
    found: list[Block] = []
    open_kind = ""
    for raw in body.splitlines():
        line = raw.strip()
        kind, text = _read(line)
        if kind in ("p", "ul") and kind == open_kind:
            found[-1]["lines"].append(text)
        elif kind:
            found.append({"kind": kind, "lines": [text]})
        open_kind = kind
    return found


def _read(line: str) -> tuple[str, str]:
    if not line:
        return "", ""
    if line.startswith(HEADING):
        return "h", line.removeprefix(HEADING).strip()
    if line.startswith(POINT):
        return "ul", line.removeprefix(POINT).strip()
    return "p", line
