"""Opening hours in OSM's notation: what we read aloud, and what we refuse rather than guess at."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vergezicht.initiatives.places.opening_hours import WEEKDAYS, NotOpeningHours, as_schema_org, parse, read_aloud


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("24/7", ["altijd open"]),
        ("Mo-Fr 09:00-17:00", ["maandag t/m vrijdag: 9.00–17.00 uur"]),
        ("Mo,We 9:00-12:00,13:00-17:30", ["maandag en woensdag: 9.00–12.00 en 13.00–17.30 uur"]),
        ("Sa-Su 10:00-16:00; PH off", ["zaterdag en zondag: 10.00–16.00 uur", "feestdagen: gesloten"]),
        ("Fr-Mo 20:00-02:00", ["vrijdag t/m maandag: 20.00–2.00 uur"]),
        ("Apr-Sep Mo-Su 08:00-21:00", ["april t/m september, maandag t/m zondag: 8.00–21.00 uur"]),
        ("10:00-24:00", ["elke dag: 10.00–24.00 uur"]),
        ("Tu, Th 19:00 - 22:00", ["dinsdag en donderdag: 19.00–22.00 uur"]),
    ],
)
def test_it_is_read_aloud_in_dutch(text: str, spoken: list[str]) -> None:
    assert read_aloud(text) == spoken


@pytest.mark.parametrize(
    "text", ["", ";", "ma-vr 9-17", "Mo-Fr", "Mo 25:00-26:00", "Mo 9:70-10:00", "Mo 9:00-9:00",
             "week 1-10 Mo 9:00-10:00", "Mo sunrise-sunset", "Mo-We-Fr 9:00-10:00", "Mo 09:00-17:00;"],
)  # fmt: skip
def test_what_it_cannot_read_is_refused(text: str) -> None:
    with pytest.raises(NotOpeningHours):
        parse(text)


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 1439), st.integers(1, 1440))
def test_days_and_minutes_survive_reading(first: int, last: int, start: int, end: int) -> None:
    if start == end:
        return
    text = f"{WEEKDAYS[first]}-{WEEKDAYS[last]} {start // 60:02d}:{start % 60:02d}-{end // 60:02d}:{end % 60:02d}"
    (rule,) = parse(text)
    assert rule.days[0] == first
    assert rule.days[-1] == last
    assert len(rule.days) == (last - first) % 7 + 1
    (times,) = rule.times
    assert times.start == start
    assert times.end % 1440 == end % 1440
    assert 0 < times.end - times.start <= 1440


def test_schema_org_gets_weekdays_and_times() -> None:
    (item,) = as_schema_org("Mo,Tu 09:00-17:00; PH off; Apr-Sep Su 10:00-12:00")
    assert item["opens"] == "09:00"
    assert item["closes"] == "17:00"
    assert item["dayOfWeek"] == ["https://schema.org/Monday", "https://schema.org/Tuesday"]
