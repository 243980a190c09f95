"""Postcodes: in which buurt the addresses of a postcode lie. A postcode of a street may lie in more than one.

The table of a municipality is ``postcodes.csv``: postcode, buurtcode, adressen. CBS publishes which buurt each postcode
with house number lies in (pc6hnr…_gwb.csv); ``count_addresses`` makes the table of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from vergezicht.areas.area import AreaLevel, Geography
from vergezicht.facts import read_csv
from vergezicht.problems import Problems

COLUMNS = ("postcode", "buurtcode", "adressen")
FILE = "postcodes.csv"
_MOST_REPORTED = 20
_POSTCODE = re.compile(r"([1-9][0-9]{3})\s*([A-Za-z]{2})?")


@dataclass(frozen=True)
class Postcodes:
    """For every postcode its buurten, the one with most addresses first."""

    buurten: Mapping[str, tuple[str, ...]]

    def find(self, text: str) -> tuple[str, ...]:
        """The buurten of "8011 ab", or of all postcodes that begin with "8011"; empty when we know none."""
        written = normal(text)
        if written is None:
            return ()
        if len(written) > 4:
            return self.buurten.get(written, ())
        found = (buurt for postcode, buurten in self.buurten.items() if postcode[:4] == written for buurt in buurten)
        return tuple(dict.fromkeys(found))


def normal(text: str) -> str | None:
    """ "8011 ab" as "8011AB", "8011" as it is; None for what is no Dutch postcode."""
    match = _POSTCODE.fullmatch(text.strip())
    return f"{match[1]}{(match[2] or '').upper()}" if match else None


def read_postcodes(path: Path, geography: Geography) -> Postcodes:
    """Read the table of a municipality; without a column ``adressen`` each row counts for one.

    Raises ``BadInput`` with every problem, by row and column.
    """
    problems = Problems(path)
    found: dict[str, Counter[str]] = {}
    for row in read_csv(path, COLUMNS[:2], problems):
        number, written = int(row[""]), normal(row["postcode"])
        area = geography.get(row["buurtcode"])
        if written is None or len(written) != 6:
            problems.add("geen postcode", row=number, column="postcode", expected="8011AB", got=row["postcode"])
        if area is None or area.level != AreaLevel.BUURT:
            problems.add("geen buurt van deze gemeente", row=number, column="buurtcode", got=row["buurtcode"])
        addresses = row.get("adressen", "1")
        if not addresses.isdigit():
            problems.add("geen aantal", row=number, column="adressen", expected="een geheel getal", got=addresses)
        elif written and area:
            found.setdefault(written, Counter())[area.code] += int(addresses)
    problems.raise_if_any()
    return Postcodes({postcode: _ordered(counts) for postcode, counts in sorted(found.items())})


def _ordered(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(counts, key=lambda code: (-counts[code], code)))


def count_addresses(path: Path, geography: Geography) -> dict[tuple[str, str], int]:
    """Addresses by postcode and buurt, from CBS's file of all postcodes with house number, row by row.

    Its columns are PC6, Huisnummer, BuurtJJJJ, WijkJJJJ, GemeenteJJJJ (the year differs; older files have Buurt_code).
    Rows of other municipalities are left out. Raises ``BadInput`` with every problem: a file that is none, a column
    that is missing, a postcode or a buurt of ours that is none.
    """
    problems = Problems(path)
    counted: Counter[tuple[str, str]] = Counter()
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            counted = _count(lines, geography, problems)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        problems.add("dit bestand is niet te lezen", got=type(error).__name__, expected="een csv-bestand in UTF-8")
    problems.raise_if_any()
    return dict(counted)


def _count(lines: TextIO, geography: Geography, problems: Problems) -> Counter[tuple[str, str]]:
    heading = lines.readline()
    delimiter = ";" if heading.count(";") > heading.count(",") else ","
    names = [name.strip().strip('"') for name in heading.strip().split(delimiter)]
    places = {part: _place(names, part) for part in ("pc6", "buurt", "gem")}
    for part, place in places.items():
        if place is None:
            problems.add("kolom ontbreekt", row=1, column=part, got=", ".join(names)[:200])
    counted: Counter[tuple[str, str]] = Counter()
    if None in places.values():
        return counted
    of_postcode, of_buurt, of_gemeente = (place or 0 for place in places.values())
    ours = _digits(geography.gemeente.code)
    by_digits = {_digits(area.code): area.code for area in geography.at(AreaLevel.BUURT)}
    rows = wrong = 0
    for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=2):
        rows += 1
        if len(row) != len(names):
            what, got = "verkeerd aantal cellen", str(len(row))
        elif _digits(row[of_gemeente]) != ours:
            continue
        else:
            written, buurt = normal(row[of_postcode]), by_digits.get(_digits(row[of_buurt]))
            if written is not None and len(written) == 6 and buurt is not None:
                counted[written, buurt] += 1
                continue
            what = "geen postcode" if buurt else "deze buurt staat niet in areas.csv"
            got = row[of_postcode] if buurt else row[of_buurt]
        wrong += 1
        if wrong <= _MOST_REPORTED:
            problems.add(what, row=number, got=got, hint="is het bestand van hetzelfde jaar als de gebieden?")
    if wrong > _MOST_REPORTED:
        problems.add(f"nog {wrong - _MOST_REPORTED} rijen met zo'n fout")
    if not counted and not wrong:
        problems.add("geen enkele rij gaat over deze gemeente", got=f"{rows} rijen", expected=geography.gemeente.code)
    return counted


def _place(names: list[str], part: str) -> int | None:
    return next((place for place, name in enumerate(names) if name.lower().startswith(part)), None)


def postcode_table(counted: Mapping[tuple[str, str], int]) -> str:
    """The text of ``postcodes.csv``, in order."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((postcode, buurt, n) for (postcode, buurt), n in sorted(counted.items()))
    return buffer.getvalue()


def _digits(code: str) -> str:
    """ "BU01931000", "1931000" and "01931000" are one code."""
    return re.sub(r"\D", "", code).lstrip("0")
