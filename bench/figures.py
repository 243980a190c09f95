"""The scores of the shared story as a release, with the real (simplified) borders of its 78 buurten.

The material has scores without margins. A plain margin stands in for one, so that our pictures draw what they
always draw; a difference larger than its margin counts as demonstrable. Nothing here is statistics.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy
import shapely
import shapely.geometry

from bench.material import Material
from vergezicht.areas import Area, AreaLevel, Boundaries, Geography
from vergezicht.areas.boundaries import MapKind, Shape, dissolve, shape_from
from vergezicht.areas.folder import slugify
from vergezicht.areas.projection import wgs84_to_rd
from vergezicht.figures.comparison import Comparison, Reference, Verdict
from vergezicht.figures.figure import Figure, FigureStatus
from vergezicht.figures.indicator import Direction, Indicator, IndicatorKind
from vergezicht.figures.release import ReleaseContents, ReleaseFacts, Wave, write_release

CITY = "GM0193"
PERIOD = "2024"
MARGINS = {AreaLevel.GEMEENTE: 0.1, AreaLevel.STADSDEEL: 0.2, AreaLevel.BUURT: 0.5}
ANSWERS = {AreaLevel.GEMEENTE: 10_000, AreaLevel.STADSDEEL: 2_000, AreaLevel.BUURT: 120}
PER_BUURT = {"Sociale cohesie": "cohesie", "Veiligheid": "veiligheid"}


def districts(material: Material) -> dict[str, str]:
    """Name -> code of the five stadsdelen, in the order of the story."""
    return {item["n"]: f"SD{number}" for number, item in enumerate(material.texts["districts"], start=1)}


def geography(material: Material) -> Geography:
    codes = districts(material)
    areas = [Area(CITY, AreaLevel.GEMEENTE, "De stad", "de-stad")]
    areas += [Area(code, AreaLevel.STADSDEEL, name, slugify(name), (CITY,)) for name, code in codes.items()]
    areas += [
        Area(row["code"], AreaLevel.BUURT, row["naam"], slugify(row["naam"]), (codes[row["stadsdeel"]],))
        for row in material.rows("buurten.csv")
    ]
    return Geography(tuple(areas))


def boundaries(material: Material) -> Boundaries:
    """The borders of the buurten in RD metres; stadsdelen and gemeente are their unions."""
    shapes: dict[str, Shape] = {}
    for feature in material.borders:
        code = feature["properties"]["code"]
        shapes[code] = shape_from(code, shapely.transform(shapely.geometry.shape(feature["geometry"]), _to_rd))
    return Boundaries(MapKind.GEOGRAPHIC, shapes | dissolve(geography(material), shapes))


def indicators(material: Material) -> tuple[Indicator, ...]:
    """One score a theme; only two of them are known per buurt."""
    return tuple(
        Indicator(
            code=slugify(theme).replace("-", "_"),
            slug=slugify(theme),
            title=theme,
            label=f"de score voor {theme.lower()}",
            question=f"Hoe beoordeelt u {theme.lower()} in uw buurt?",
            kind=IndicatorKind.SCALE_SCORE,
            direction=Direction.HIGHER,
            theme=slugify(theme),
            source=material.texts["table"]["c"],
            lowest_level=AreaLevel.BUURT if theme in PER_BUURT else AreaLevel.STADSDEEL,
        )
        for theme in material.texts["themes"]
    )


def figures(material: Material) -> list[Figure]:
    codes = districts(material)
    found = []
    for theme in material.texts["themes"]:
        scores = {row["stadsdeel"]: float(row["score"]) for row in material.rows("scores.csv") if row["thema"] == theme}
        found += _districts(theme, PERIOD, scores, codes)
        if column := PER_BUURT.get(theme):
            for row in material.rows("buurten.csv"):
                found.append(_figure(theme, row["code"], AreaLevel.BUURT, PERIOD, float(row[column])))
    for year in sorted({row["jaar"] for row in material.rows("trend.csv")} - {PERIOD}):
        scores = {row["stadsdeel"]: float(row["score"]) for row in material.rows("trend.csv") if row["jaar"] == year}
        found += _districts("Sociale cohesie", year, scores, codes)
    return found


def comparisons(found: Iterable[Figure]) -> list[Comparison]:
    """Every figure with the city, and the trend with the wave before."""
    known = {(f.indicator, f.area, f.period): f for f in found}
    periods = sorted({period for _, _, period in known})
    before = dict(zip(periods[1:], periods, strict=False))
    made = []
    for (indicator, area, period), figure in known.items():
        if area != CITY:
            city = known[indicator, CITY, period]
            made.append(_comparison(figure, city, Reference.MUNICIPALITY))
        earlier = known.get((indicator, area, before.get(period, "")))
        if earlier:
            made.append(_comparison(figure, earlier, Reference.PREVIOUS_WAVE))
    return made


def write_figures(material: Material, folder: Path) -> Path:
    """Write the release and give its folder."""
    found = figures(material)
    years = sorted({figure.period for figure in found})
    facts = ReleaseFacts(
        name="bench-2024-v1",
        title="Het verhaal van de meetlat, voorjaar 2024",
        publisher="Vergezicht",
        source=material.texts["table"]["c"],
        licence="CC-BY-4.0",
        date="2024-06-01",
        code_version="bench",
        simulated=True,
        waves=tuple(Wave(year, None, ANSWERS[AreaLevel.GEMEENTE]) for year in years),
        method=("Verzonnen scores met een vaste marge, alleen om snelheid te meten.",),
    )
    contents = ReleaseContents(
        facts=facts,
        geography=geography(material),
        boundaries=boundaries(material),
        indicators=indicators(material),
        figures=tuple(found),
        comparisons=tuple(comparisons(found)),
    )
    return write_release(folder, contents, replace=True)


def _districts(theme: str, period: str, scores: dict[str, float], codes: dict[str, str]) -> list[Figure]:
    city = sum(scores.values()) / len(scores)
    found = [_figure(theme, CITY, AreaLevel.GEMEENTE, period, city)]
    return found + [_figure(theme, codes[name], AreaLevel.STADSDEEL, period, score) for name, score in scores.items()]


def _figure(theme: str, area: str, level: AreaLevel, period: str, value: float) -> Figure:
    margin = MARGINS[level]
    return Figure(
        indicator=slugify(theme).replace("-", "_"),
        area=area,
        period=period,
        value=round(value, 1),
        low=round(value - margin, 1),
        high=round(value + margin, 1),
        n=ANSWERS[level],
        status=FigureStatus.PUBLISHED,
    )


def _comparison(figure: Figure, other: Figure, reference: Reference) -> Comparison:
    assert figure.value is not None and figure.low is not None and other.value is not None
    difference = round(figure.value - other.value, 1)
    margin = round(figure.value - figure.low, 1)
    verdict = Verdict.NOT_DEMONSTRABLE
    if abs(difference) > margin:
        verdict = Verdict.HIGHER if difference > 0 else Verdict.LOWER
    return Comparison(
        indicator=figure.indicator,
        area=figure.area,
        period=figure.period,
        reference=reference,
        reference_period=other.period,
        difference=difference,
        low=round(difference - margin, 1),
        high=round(difference + margin, 1),
        p=None,
        p_adjusted=None,
        verdict=verdict,
    )


def _to_rd(points: numpy.ndarray) -> numpy.ndarray:
    return numpy.array([wgs84_to_rd(float(x), float(y)) for x, y in points]).round(1)
