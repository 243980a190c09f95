"""A municipality is a folder of facts: reads ``municipality.toml`` and ``areas.csv`` (docs/municipality.md)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vergezicht.areas.area import Area, AreaLevel, Geography
from vergezicht.areas.boundaries import Boundaries, boundaries_from_geojson, schematic
from vergezicht.facts import Section, read_csv, read_toml
from vergezicht.languages import SOURCE, known_languages
from vergezicht.problems import BadInput, Problem, Problems


@dataclass(frozen=True)
class Municipality:
    """Who publishes, how the site is called, in which languages, and which areas there are.

    ``words`` holds per language, other than Dutch, how the municipality says its own texts (``languages/en.toml``).
    """

    folder: Path
    code: str
    name: str
    slug: str
    publisher: str
    site_title: str
    tagline: str
    survey_name: str
    contact: Mapping[str, str]
    example: bool
    geography: Geography
    boundaries: Boundaries
    languages: tuple[str, ...] = (SOURCE,)
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    counts_readers: bool = False
    shows_reads: bool = False


def slugify(name: str) -> str:
    """A name as it stands in a URL: "Aa-landen-Zuid" becomes "aa-landen-zuid"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def read_municipality(folder: Path) -> Municipality:
    """Read and check the folder of one municipality; raises ``BadInput`` with every problem in its files."""
    path = folder / "municipality.toml"
    problems = Problems(path)
    section = Section(read_toml(path, problems), problems, path, "")
    code = section.text("code")
    name = section.text("name")
    publisher = section.text("publisher", f"Gemeente {name}")
    site_title = section.text("site_title", f"Van getallen naar vergezichten · {name}")
    tagline = section.text("tagline", "")
    survey_name = section.text("survey_name", "bewonersonderzoek")
    example = section.boolean("example", False)
    counts_readers = section.boolean("count_readers", False)
    shows_reads = section.boolean("show_reads", False)
    if shows_reads and not counts_readers:
        problems.add(
            "er is niets te tonen: lezen wordt niet geteld",
            file=path,
            column="show_reads",
            hint="zet count_readers = true, of haal show_reads weg",
        )
    contact = section.table("contact")
    contacts = {key: contact.text(key) for key in contact.values}
    languages = _read_languages(section, path, problems)
    section.finish()
    words = {code: _read_words(folder / "languages" / f"{code}.toml", problems) for code in languages if code != SOURCE}
    geography, tiles = _read_areas(folder / "areas.csv", problems)
    problems.raise_if_any()
    return Municipality(
        folder=folder,
        code=code,
        name=name,
        slug=slugify(name),
        publisher=publisher,
        site_title=site_title,
        tagline=tagline,
        survey_name=survey_name,
        contact=contacts,
        example=example,
        geography=geography,
        boundaries=_boundaries(folder, geography, tiles),
        languages=languages,
        words=words,
        counts_readers=counts_readers,
        shows_reads=shows_reads,
    )


def _read_languages(section: Section, path: Path, problems: Problems) -> tuple[str, ...]:
    """The languages of the site; Dutch is always the first, because everything is written in it."""
    languages = section.texts("languages", (SOURCE,))
    known = ", ".join(known_languages())
    for code in languages:
        if code not in known_languages():
            problems.add("deze taal kent de software niet", file=path, column="languages", expected=known, got=code)
    if languages[:1] != (SOURCE,) or len(set(languages)) != len(languages):
        problems.add(
            "de talen kloppen niet",
            file=path,
            column="languages",
            expected=f"eerst {SOURCE}, daarna elke andere taal één keer",
            got=", ".join(languages),
            hint='bijvoorbeeld: languages = ["nl", "en"]',
        )
    return languages


def _read_words(path: Path, problems: Problems) -> dict[str, str]:
    """How the municipality says its own texts in another language; what is not in the file stays Dutch."""
    if not path.is_file():
        return {}
    root = Section(read_toml(path, problems), problems, path, "")
    section = root.table("words")
    words = {dutch: section.text(dutch) for dutch in section.values}
    root.finish()
    for dutch, said in words.items():
        if not said.strip():
            problems.add(
                "een vertaling is leeg", file=path, got=dutch, hint="haal de regel weg: dan blijft het Nederlands"
            )
    return words


def read_geography(path: Path) -> Geography:
    """The areas of an ``areas.csv``; raises ``BadInput`` with every problem in it."""
    problems = Problems(path)
    geography, _ = _read_areas(path, problems)
    problems.raise_if_any()
    return geography


def read_areas(path: Path) -> tuple[Geography, Boundaries]:
    """The areas of an ``areas.csv`` with their shapes: ``boundaries.geojson`` beside it, or else the tile map.

    Raises ``BadInput`` with every problem in it.
    """
    problems = Problems(path)
    geography, tiles = _read_areas(path, problems)
    problems.raise_if_any()
    return geography, _boundaries(path.parent, geography, tiles)


def _boundaries(folder: Path, geography: Geography, tiles: Mapping[str, tuple[int, int]]) -> Boundaries:
    borders = folder / "boundaries.geojson"
    if not borders.is_file():
        return schematic(geography, tiles)
    try:
        return boundaries_from_geojson(borders)
    except (ValueError, KeyError, TypeError, IndexError) as error:
        problem = Problem(
            "de grenzen zijn niet te lezen",
            file=borders,
            got=f"{type(error).__name__}: {error}"[:120],
            hint="maak het bestand opnieuw met vergezicht areas import",
        )
        raise BadInput([problem]) from error


def _read_areas(path: Path, problems: Problems) -> tuple[Geography, dict[str, tuple[int, int]]]:
    rows = read_csv(path, ("code", "niveau", "naam", "onderdeel_van"), problems)
    levels = [level.value for level in AreaLevel]
    areas: list[Area] = []
    tiles: dict[str, tuple[int, int]] = {}
    slugs: Counter[tuple[str, str]] = Counter()
    for row in rows:
        number = int(row[""])
        if row["niveau"] not in levels:
            problems.add(
                "onbekend niveau", file=path, row=number, column="niveau", expected=", ".join(levels), got=row["niveau"]
            )
            continue
        slug = slugify(row["naam"])
        slugs[row["niveau"], slug] += 1
        if slugs[row["niveau"], slug] > 1:
            slug = f"{slug}-{slugs[row['niveau'], slug]}"
        areas.append(
            Area(
                code=row["code"],
                level=AreaLevel(row["niveau"]),
                name=row["naam"],
                slug=slug,
                part_of=tuple(row["onderdeel_van"].split()),
                inhabited=row.get("bewoond", "ja") != "nee",
            )
        )
        if row.get("kolom") and row.get("rij"):
            if row["kolom"].lstrip("-").isdigit() and row["rij"].lstrip("-").isdigit():
                tiles[row["code"]] = (int(row["kolom"]), int(row["rij"]))
            else:
                problems.add("tegel zonder hele getallen", file=path, row=number, column="kolom, rij")
    _check_areas(path, areas, tiles, problems)
    return Geography(tuple(areas)), tiles


def _check_areas(path: Path, areas: list[Area], tiles: Mapping[str, tuple[int, int]], problems: Problems) -> None:
    for code, count in Counter(area.code for area in areas).items():
        if count > 1:
            problems.add("gebiedscode komt meer dan eens voor", file=path, column="code", got=code)
    gemeenten = [area for area in areas if area.level == AreaLevel.GEMEENTE]
    if len(gemeenten) != 1:
        problems.add("er hoort precies één gemeente te zijn", file=path, column="niveau", got=str(len(gemeenten)))
    levels = {area.code: area.level for area in areas}
    for area in areas:
        for parent in area.part_of:
            if parent not in levels:
                problems.add(
                    f"{area.code} hoort bij een onbekend gebied", file=path, column="onderdeel_van", got=parent
                )
            elif levels[parent].fineness >= area.level.fineness:
                problems.add(
                    f"{area.code} kan niet bij {parent} horen: dat is geen groter gebied",
                    file=path,
                    column="onderdeel_van",
                )
        if not area.part_of and area.level != AreaLevel.GEMEENTE:
            problems.add(f"{area.code} hoort nergens bij", file=path, column="onderdeel_van")
    for tile, count in Counter(tiles.values()).items():
        if count > 1:
            problems.add("twee buurten op dezelfde tegel", file=path, column="kolom, rij", got=f"{tile[0]}, {tile[1]}")
