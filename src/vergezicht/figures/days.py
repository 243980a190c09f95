"""A day in words, in the language of now."""

from __future__ import annotations

from vergezicht.languages import noted, say

DUTCH_MONTHS = (
    noted("januari"), noted("februari"), noted("maart"), noted("april"), noted("mei"), noted("juni"), noted("juli"),
    noted("augustus"), noted("september"), noted("oktober"), noted("november"), noted("december"),
)  # fmt: skip


def written_day(day: str) -> str:
    """ "2026-03-26" as "26 maart 2026"."""
    year, month, number = day.split("-")
    return f"{int(number)} {say(DUTCH_MONTHS[int(month) - 1])} {year}"
