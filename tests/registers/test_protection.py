"""What is hidden stays hidden: no sum of what is shown gives it away, whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.registers.waterkant import WATERKANT

from vergezicht.areas import AreaLevel, Geography, read_geography
from vergezicht.figures import Direction, Indicator, IndicatorKind, Reason
from vergezicht.registers.checking import wholes
from vergezicht.registers.counting import Count, Counts, Series
from vergezicht.registers.mapping import CountedIndicator, PartsCheck
from vergezicht.registers.protection import hide_complements, sum_levels

GEOGRAPHY = read_geography(WATERKANT / "areas.csv")
BUURTEN = [area.code for area in GEOGRAPHY.at(AreaLevel.BUURT)]
COUNT = CountedIndicator(
    Indicator("n", "n", "N", "n", "", IndicatorKind.COUNT, Direction.NONE, "", ""),
    adds_up=True,
    summed_to=(AreaLevel.WIJK, AreaLevel.GEMEENTE),
)


def filled(values: list[int], hidden: set[str]) -> Series:
    buurten = dict(zip(BUURTEN, values, strict=True))
    series: Series = {}
    for area in GEOGRAPHY:
        total = sum(buurten[member.code] for member in GEOGRAPHY.members(area.code)) if area.code not in buurten else 0
        count = Count(float(buurten.get(area.code, total)), True, None, "t", 1)
        series[area.code] = count.hidden(Reason.PRIVACY) if area.code in hidden else count
    return series


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6), st.sets(st.sampled_from(BUURTEN)))
def test_no_hidden_part_is_the_only_one_unknown_of_a_shown_whole(values: list[int], hidden: set[str]) -> None:
    series = filled(values, hidden)
    counts = Counts({("n", "2024"): series})
    hide_complements(counts, GEOGRAPHY, [COUNT])
    assert all(not series[area].shown and series[area].reason == Reason.PRIVACY for area in hidden)
    for whole, parts in wholes(GEOGRAPHY):
        unknown = [part for part in parts if not series[part.code].shown]
        assert not (series[whole.code].shown and len(unknown) == 1)
    before = dict(series)
    hide_complements(counts, GEOGRAPHY, [COUNT])
    assert series == before


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6))
def test_nothing_hidden_hides_nothing(values: list[int]) -> None:
    series = filled(values, set())
    hide_complements(Counts({("n", "2024"): series}), GEOGRAPHY, [COUNT])
    assert all(count.shown for count in series.values())


@given(st.lists(st.integers(0, 50), min_size=6, max_size=6), st.sets(st.sampled_from(BUURTEN)))
def test_sums_add_only_what_is_shown(values: list[int], hidden: set[str]) -> None:
    whole = filled(values, hidden)
    series = {code: count for code, count in whole.items() if code in BUURTEN}
    sum_levels(Counts({("n", "2024"): series}), GEOGRAPHY, [COUNT])
    for area in (*GEOGRAPHY.at(AreaLevel.WIJK), GEOGRAPHY.gemeente):
        members = {member.code for member in GEOGRAPHY.members(area.code)}
        assert (area.code in series) == (not members & hidden)
        if area.code in series:
            assert series[area.code].value == whole[area.code].value


def rank(rows: list[list[Fraction]]) -> int:
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((row for row in rows[found:] if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        rows.insert(found, pivot)
        for number in range(found + 1, len(rows)):
            factor = rows[number][column] / pivot[column]
            rows[number] = [a - factor * b for a, b in zip(rows[number], pivot, strict=True)]
        found += 1
    return found


def follows(series: Series, geography: Geography, area: str) -> bool:
    """In exact arithmetic: knowing it besides adds nothing to what the sums already say."""
    unknown = [code for code, count in series.items() if not count.shown]
    rows = []
    for whole, parts in wholes(geography):
        codes = {part.code for part in parts}
        rows.append([Fraction(int(code in codes) - int(code == whole.code)) for code in unknown])
    besides = [Fraction(int(code == area)) for code in unknown]
    return rank([*rows, besides]) == rank(rows)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_overlapping_wholes_give_nothing_away_either(data: st.DataObject) -> None:
    """Stadsdelen across wijken, as in a city where a stadsdeel is not a union of wijken."""
    homes = data.draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=6, max_size=12))
    lines = ["code,niveau,naam,onderdeel_van", "GM9999,gemeente,G,"]
    lines += [f"W{n},wijk,W{n},GM9999" for n in sorted({wijk for wijk, _ in homes})]
    lines += [f"S{n},stadsdeel,S{n},GM9999" for n in sorted({stadsdeel for _, stadsdeel in homes})]
    lines += [f"B{n},buurt,B{n},W{wijk} S{stadsdeel}" for n, (wijk, stadsdeel) in enumerate(homes)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "areas.csv"
        path.write_text("\n".join(lines) + "\n", "utf-8")
        geography = read_geography(path)
    values = data.draw(st.lists(st.sampled_from([0, 0, 1, 5, 30]), min_size=len(homes), max_size=len(homes)))
    secret = data.draw(st.sets(st.sampled_from([area.code for area in geography]), max_size=4))
    series: Series = {}
    for area in geography:
        inside = [n for n in range(len(homes)) if any(m.code == f"B{n}" for m in geography.members(area.code))]
        own = values[int(area.code[1:])] if area.level == AreaLevel.BUURT else sum(values[n] for n in inside)
        count = Count(float(own), True, None, "t", 1)
        series[area.code] = count.hidden(Reason.PRIVACY) if area.code in secret else count
    hide_complements(Counts({("n", "2024"): series}), geography, [COUNT])
    hidden = {area for area, count in series.items() if not count.shown}
    assert secret <= hidden
    assert not [area for area in hidden if follows(series, geography, area)]


def test_a_part_of_zero_protects_nothing() -> None:
    series = filled([10, 0, 3, 5, 5, 5], {BUURTEN[2]})
    hide_complements(Counts({("n", "2024"): series}), GEOGRAPHY, [COUNT])
    assert series[BUURTEN[1]].shown
    assert series[BUURTEN[0]].reason == Reason.SECONDARY


def test_a_hidden_part_does_not_follow_from_the_other_part_and_the_whole() -> None:
    """Men are hidden; inhabitants minus women would be the men."""
    codes = ("n", "men", "women")
    items = [replace(COUNT, indicator=replace(COUNT.indicator, code=code), adds_up=False) for code in codes]
    cells = {code: Count(value, True, None, "t", 1) for code, value in zip(codes, (10.0, 4.0, 6.0), strict=True)}
    cells["men"] = cells["men"].hidden(Reason.PRIVACY)
    counts = Counts({(code, "2024"): {BUURTEN[0]: cells[code]} for code in codes})
    hide_complements(counts, GEOGRAPHY, items, [PartsCheck("n", ("men", "women"), 0.0)])
    assert counts.series["women", "2024"][BUURTEN[0]].reason == Reason.SECONDARY
    assert counts.series["n", "2024"][BUURTEN[0]].shown


def test_a_hidden_whole_does_not_follow_from_its_parts() -> None:
    series = filled([10, 5, 3, 5, 5, 5], {"WK999901"})
    hide_complements(Counts({("n", "2024"): series}), GEOGRAPHY, [COUNT])
    assert not follows(series, GEOGRAPHY, "WK999901")
