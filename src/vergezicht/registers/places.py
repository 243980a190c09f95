"""Places: which area a row is about, by its code or its name."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches

from vergezicht.areas import Area, AreaLevel, Geography
from vergezicht.areas.folder import slugify
from vergezicht.problems import Problems
from vergezicht.registers.cells import plain_text
from vergezicht.registers.mapping import PATTERN, AreaPlan, Naming
from vergezicht.registers.table import Row, Table

_CBS_CODE = re.compile(r"(?:GM|WK|BU)(\d{4})[0-9A-Z]*")
_LARGER = re.compile(r"NL\d\d|LD\d\d|PV\d\d|CR\d\d")


class Places:
    """Finds the area of a row; reports unknown areas, and remembers which were elsewhere or skipped."""

    def __init__(self, geography: Geography, plan: AreaPlan) -> None:
        self.geography = geography
        self.plan = plan
        self.elsewhere = 0
        self.skipped: Counter[str] = Counter()
        self._names: dict[str, list[Area]] = {}
        for area in geography.at(plan.level) if plan.level else ():
            self._names.setdefault(slugify(area.name), []).append(area)

    def is_skipped(self, table: Table, row: Row) -> bool:
        """Whether the mapping says that this row is no area ("Onbekend", "Bron: CBS")."""
        return self.text(table, row) in self.plan.skip

    def find(self, table: Table, row: Row, problems: Problems) -> Area | None:
        """The area of ``row``; None when the row is about no area of ours, or after reporting that it is unknown."""
        text = self.text(table, row)
        if text in self.plan.skip:
            self.skipped[text] += 1
            return None
        area = self.area(text)
        if area is not None:
            if self.plan.level is not None and area.level != self.plan.level:
                self.skipped[f"niveau {area.level.value}"] += 1
                return None
            return area
        if self.plan.naming == Naming.CODE and self._is_elsewhere(text):
            self.elsewhere += 1
            return None
        problems.add(
            "onbekend gebied" if text else "er staat geen gebied",
            file=table.file,
            row=row.number,
            column=self.plan.column or f"{self.plan.position}",
            expected="een gebied uit de gebiedsindeling" + (f" ({self.plan.level.plural})" if self.plan.level else ""),
            got=text or None,
            hint=self._hint(text),
        )
        return None

    def text(self, table: Table, row: Row) -> str:
        """What stands in the area column, without padding."""
        place = table.places[self.plan.column] if self.plan.column else (self.plan.position or 1) - 1
        return plain_text(row.cells[place]) if place < len(row.cells) else ""

    def area(self, text: str) -> Area | None:
        """The area that ``text`` stands for; None when it is not one of ours, or could be more than one."""
        text = self.plan.spellings.get(text, text)
        if self.plan.naming == Naming.NAME:
            found = self._names.get(slugify(text), [])
            return found[0] if len(found) == 1 else None
        return self.geography.get(self._code(text)) or self.geography.get(text)

    def absent(self, found: set[str]) -> list[Area]:
        """The areas that a complete table should hold too, at every level of which it holds one."""
        levels = [self.plan.level] if self.plan.level else [
            level for level in AreaLevel if any(self.geography[code].level == level for code in found)
        ]  # fmt: skip
        return [area for level in levels for area in self.geography.at(level) if area.code not in found]

    def _code(self, text: str) -> str:
        """What the pattern makes of ``text``: "GM{:04}" of "193" is "GM0193", for a spreadsheet drops zeros."""
        return PATTERN.sub(lambda found: text.zfill(int(found[1] or 0)), self.plan.pattern)

    def _is_elsewhere(self, text: str) -> bool:
        """A code of CBS for a larger area, or for an area in another municipality."""
        ours = _CBS_CODE.fullmatch(self.geography.gemeente.code)
        code = _CBS_CODE.fullmatch(text)
        return bool(_LARGER.fullmatch(text) or (ours and code and code[1] != ours[1]))

    def _hint(self, text: str) -> str | None:
        if not text:
            return None
        if self.plan.naming == Naming.NAME:
            names = {area.name for areas in self._names.values() for area in areas}
            if len(self._names.get(slugify(text), [])) > 1:
                return "deze naam hoort bij meer dan één gebied; koppel op code"
            near = get_close_matches(text, sorted(names), n=1)
            return f'zet onder area.spellings: "{text}" = "{near[0]}"' if near else "zet hem in area.skip of spellings"
        near = get_close_matches(self._code(text), [area.code for area in self.geography], n=1)
        return (
            f"lijkt op {near[0]}; is het een andere jaargang?"
            if near
            else "zet hem in area.skip als het geen gebied is"
        )
