"""A page worked with by keyboard alone: Tab, Enter, Space, the arrows and what is typed."""

import re
from itertools import takewhile
from typing import Any

from playwright.sync_api import Locator, Page, expect

MOST_TABS = 200
MOST_ARROWS = 25


def called(name: str) -> re.Pattern[str]:
    """A name read aloud: what only screen readers get, after the colon, may have a space before it."""
    return re.compile(rf"^{re.escape(name).replace(':', r' ?:')}$")


class Keyboard:
    """What is pressed has to be reached with Tab first: a thing that Tab does not reach fails the test."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, page.keyboard

    def field(self, label: str) -> Locator:
        """The field with that label, whether it may be left empty or not."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}\s*(\(valfritt\))?\s*$"))

    def reach(self, target: Locator) -> None:
        """Tab until target has the focus."""
        target.wait_for()
        for _ in range(MOST_TABS):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.keys.press("Tab")
        raise AssertionError(f"{target} cannot be reached with Tab")

    def press(self, role: Any, name: str) -> None:
        """Press a link or button that leads to another page."""
        self.follow(self.page.get_by_role(role, name=called(name)))

    def follow(self, target: Locator) -> None:
        self.reach(target)
        with self.page.expect_navigation():
            self.keys.press("Enter")

    def tick(self, name: str) -> None:
        """Press a button that changes the page in place, and wait until it has."""
        button = self.page.get_by_role("button", name=called(name))
        self.reach(button)
        self.keys.press("Enter")
        expect(button).to_have_count(0)

    def send(self) -> None:
        """Ctrl+Enter, in a form that takes it."""
        with self.page.expect_navigation():
            self.keys.press("Control+Enter")

    def write(self, label: str, text: str) -> None:
        self.reach(self.field(label))
        self.keys.press("Control+A")
        self.keys.type(text)

    def pick(self, label: str, text: str) -> None:
        """Choose in a list by its first letters: those that a keyboard of every country has a key for."""
        box = self.field(label)
        self.reach(box)
        self.keys.type("".join(takewhile(str.isascii, text)))
        assert text in (box.locator("option:checked").text_content() or "")

    def answer(self, question: str, option: str) -> None:
        """Choose among the radio buttons below a question."""
        group = self.page.get_by_role("group", name=re.compile(rf"^\s*{re.escape(question)}"))
        self.choose(group.get_by_role("radio", name=option, exact=True))

    def choose(self, option: Locator) -> None:
        """Choose among radio buttons: Tab leads to the group, the arrows to the option."""
        option.wait_for()
        name = option.get_attribute("name")
        for _ in range(MOST_TABS):
            if self.page.evaluate("document.activeElement.name") == name:
                break
            self.keys.press("Tab")
        self.keys.press("Space")
        for _ in range(MOST_ARROWS):
            if option.is_checked():
                return
            self.keys.press("ArrowRight")
        raise AssertionError(f"{option} cannot be chosen with the arrows")
