"""The budgets of the story page, held against what was measured."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

FLOOR = "floor-scrolly"
KB = 1024


@dataclass(frozen=True)
class Line:
    """One row of the table: our figure, the floor's, the limit, and whether we keep to it."""

    title: str
    ours: str
    floor: str
    ratio: str
    limit: str
    ok: bool


def lines(data: Mapping[str, Any], name: str, second: Mapping[str, float]) -> list[Line]:
    """Every budget for one site."""
    ours, floor = (data["targets"][one] for one in (name, FLOOR))
    phone, floor_phone = (one["profiles"]["mobile"]["median"] for one in (ours, floor))
    desktop, floor_desktop = (one["profiles"]["desktop"]["median"] for one in (ours, floor))
    heaviest = max(second, key=lambda path: second[path])

    def at_most(title: str, key: str, limit: float, unit: float = 1, decimals: int = 0) -> Line:
        mine, its = phone.get(key, 0) / unit, floor_phone.get(key, 0) / unit
        return Line(
            title, f"{mine:.{decimals}f}", f"{its:.{decimals}f}", ratio(mine, its), f"≤ {limit:g}",
            round(mine, decimals) <= limit,
        )  # fmt: skip

    def times(title: str, key: str, limit: float) -> Line:
        mine, its = phone[key], floor_phone[key]
        return Line(title, f"{mine:.0f}", f"{its:.0f}", ratio(mine, its), f"≤ {limit:g} × bodem", mine <= limit * its)

    found = [
        at_most("kB zonder beeld, eerste bezoek", "bytes_noimg", 40, KB, 1),
        Line(f"kB tweede pagina (zwaarste: {heaviest})", f"{second[heaviest]:.1f}", "–", "–", "≤ 15",
             second[heaviest] <= 15),
        at_most("kB script", "bytes_js", 8, KB, 1),
        at_most("verzoeken voor het scrollen", "requests", 8),
        times("LCP mobiel, ms", "lcp", 1.25),
        at_most("TBT mobiel, ms", "tbt", 0),
        times("settled mobiel, ms", "settled", 1.5),
        Line("CLS, mobiel en desktop", f"{max(phone['cls'], desktop['cls']):.3f}",
             f"{max(floor_phone['cls'], floor_desktop['cls']):.3f}", "–", "0",
             round(max(phone["cls"], desktop["cls"]), 3) == 0),
        at_most("gemiste beelden tijdens het scrollen, mobiel, %", "scroll_dropped_pct", 1, 1, 1),
    ]  # fmt: skip
    return found + audit(ours.get("audit", {}), floor.get("audit", {}))


def audit(ours: Mapping[str, Any], floor: Mapping[str, Any]) -> list[Line]:
    """What holds without script, with a keyboard, on a narrow screen, and without third parties."""

    def line(title: str, limit: str, show: Callable[[Any], Any], ok: Callable[[Any], bool]) -> Line:
        return Line(title, str(show(ours)), str(show(floor)), "–", limit, ok(ours))

    def kept(key: str) -> Line:
        return line(f"{key} zonder / met JavaScript", "100 %", lambda a: f"{a['js_off'][_KEYS[key]]}/"
                    f"{a['js_on'][_KEYS[key]]}", lambda a: _all_kept(a, _KEYS[key]))  # fmt: skip

    def axe(a: Any) -> int:
        return sum(a["axe"][size]["wcag_nodes"] for size in ("desktop", "mobile"))

    def strangers(a: Any) -> int:
        return len(a["third_parties"]) + a["cookies"] + (a["storage_keys"] or 0)

    def focus(a: Any) -> str:
        return f"{a['keyboard']['visible_focus']}/{a['keyboard']['reached']}"

    return [
        *(kept(key) for key in _KEYS),
        line("derde partijen, cookies en opslag", "0", strangers, lambda a: strangers(a) == 0),
        line("axe, WCAG 2.2 A+AA, fouten", "0", axe, lambda a: axe(a) == 0),
        line("320 px breed", "past", lambda a: "past" if a["reflow_320"]["ok"] else "past niet",
             lambda a: a["reflow_320"]["ok"]),
        line("minder beweging", "geëerbiedigd", lambda a: _MOTION[a["reduced_motion"]["verdict"]],
             lambda a: a["reduced_motion"]["verdict"] != "ignored"),
        line("focus zichtbaar / bereikt", "alle", focus,
             lambda a: a["keyboard"]["visible_focus"] == a["keyboard"]["reached"]),
    ]  # fmt: skip


def ratio(ours: float, floor: float) -> str:
    return f"{ours / floor:.2f}" if floor else "–"


def table(found: list[Line]) -> str:
    """The lines as a table in Markdown."""
    rows = ["| | wij | bodem | verhouding | budget | |", "|---|---|---|---|---|---|"]
    for line in found:
        mark = "ok" if line.ok else "**niet gehaald**"
        rows.append(f"| {line.title} | {line.ours} | {line.floor} | {line.ratio} | {line.limit} | {mark} |")
    return "\n".join(rows)


_KEYS = {"woorden": "words", "koppen": "headings", "tabellen": "tables", "kaart": "map"}
_MOTION = {"honoured": "geëerbiedigd", "ignored": "genegeerd", "no motion": "geen beweging"}


def _all_kept(facts: Any, key: str) -> bool:
    off, on = facts["js_off"][key], facts["js_on"][key]
    return off >= on if isinstance(on, int) else off == on
