"""How a person works a page: with a pointer, or with nothing but the keys."""

from __future__ import annotations

from typing import Protocol

import pytest
from playwright.sync_api import Locator, Page, expect

_MOST_STOPS = 400
in_three_ways = pytest.mark.parametrize(
    ("keys", "script"), [(False, True), (True, True), (True, False)], ids=["pointer", "keys", "keys, no script"]
)


class Hands(Protocol):
    """The same few things, whatever the person has: go to a control and use it."""

    def press(self, control: Locator) -> None: ...

    def write(self, field: Locator, text: str) -> None: ...

    def tick(self, box: Locator) -> None: ...

    def choose(self, menu: Locator, label: str) -> None: ...


class Pointer:
    """A mouse or a finger."""

    def press(self, control: Locator) -> None:
        control.first.click()

    def write(self, field: Locator, text: str) -> None:
        field.first.fill(text)

    def tick(self, box: Locator) -> None:
        box.first.check()

    def choose(self, menu: Locator, label: str) -> None:
        menu.first.select_option(label=label)


def hands_for(page: Page, *, keys: bool) -> Hands:
    return Keys(page) if keys else Pointer()


class Keys:
    """Only Tab, arrows, space, Enter and letters. What Tab does not reach, or reaches without showing it, fails."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, control: Locator) -> None:
        self._go_to(control.first)
        self.page.keyboard.press("Enter")
        self.page.wait_for_load_state()

    def write(self, field: Locator, text: str) -> None:
        self._go_to(field.first)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)
        assert field.first.input_value() == text

    def tick(self, box: Locator) -> None:
        box = box.first
        if box.get_attribute("type") == "radio":
            self._go_to_group(box)
            for _ in range(_MOST_STOPS):
                if _has_focus(box):
                    break
                self.page.keyboard.press("ArrowDown")
            if not box.is_checked():
                self.page.keyboard.press("Space")
        elif not box.is_checked():
            self._go_to(box)
            self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, menu: Locator, label: str) -> None:
        menu = menu.first
        self._go_to(menu)
        self.page.keyboard.type(label)
        chosen = menu.locator("option:checked").inner_text().strip()
        assert chosen == label, f"typing {label} chose {chosen}"

    def _go_to(self, control: Locator) -> None:
        """Tab to it, from wherever the focus is; the way round a page is long, but it ends."""
        control.wait_for()
        for _ in range(_MOST_STOPS):
            if _has_focus(control):
                assert control.evaluate(_SHOWN), f"focus cannot be seen on {control}"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {control}")

    def _go_to_group(self, radio: Locator) -> None:
        """Tab stops once at a group of choices: at the chosen one, or at its first."""
        name = radio.get_attribute("name")
        for _ in range(_MOST_STOPS):
            if self.page.evaluate("document.activeElement.name") == name:
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach the choices of {name}")


def _has_focus(control: Locator) -> bool:
    return bool(control.evaluate("element => element === document.activeElement"))


# An outline, a shadow or a border of its own: what the browser draws when the keys put the focus here.
_SHOWN = """element => {
  const style = getComputedStyle(element);
  return element.matches(':focus-visible')
    && (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none');
}"""
