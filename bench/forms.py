"""A page's form as a browser would send it, read out of its HTML."""

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """The fields of the form that has a field of that name; `pairs` are its names and values, in order."""

    def __init__(self, has: str) -> None:
        super().__init__()
        self._has = has
        self.pairs: list[tuple[str, str]] = []
        self._current: list[tuple[str, str]] = []
        self._name: str | None = None
        self._text: list[str] = []
        self._select: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name")
        if tag == "form":
            self._current = []
        elif tag == "textarea" and name:
            self._name, self._text = name, []
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select and "selected" in given:
            self._current.append((self._select, given.get("value", "")))
        elif tag == "input" and name and _is_sent(given):
            self._current.append((name, given.get("value", "")))

    def handle_data(self, data: str) -> None:
        if self._name is not None:
            self._text.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._name is not None:
            self._current.append((self._name, "".join(self._text).removeprefix("\n")))
            self._name = None
        elif tag == "select":
            self._select = None
        elif tag == "form" and self._has in {name for name, _value in self._current}:
            self.pairs = self._current


def _is_sent(given: dict[str, str]) -> bool:
    kind = given.get("type", "text")
    return kind not in ("submit", "button") and (kind not in ("radio", "checkbox") or "checked" in given)


def read_form(page: str, has: str) -> dict[str, list[str]]:
    """The values by name of the form with a field of that name; empty where there is no such form."""
    reader = FormReader(has)
    reader.feed(page)
    found: dict[str, list[str]] = {}
    for name, value in reader.pairs:
        found.setdefault(name, []).append(value)
    return found
