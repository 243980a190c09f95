"""What a map asks for when a reader wants more of it: pointing at an area, and "Kaart verkennen" after the click."""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from django.http import HttpRequest, HttpResponse

from vergezicht.areas import Area, AreaLevel
from vergezicht.areas.boundaries import MapKind
from vergezicht.challenges.ground import current_release, municipality, postcodes, streets
from vergezicht.challenges.queries import overlaps
from vergezicht.figures import FigureStatus
from vergezicht.languages import say, spoken
from vergezicht.pictures import step_paths
from vergezicht.pictures.notation import figure_text, margin_text, short_figure
from vergezicht.publication.assets import MAPLIBRE, PMTILES, asset_path, data_path
from vergezicht.publication.basemap import basemap_path
from vergezicht.publication.views.my_area import MY_AREA
from vergezicht.stories.layers import LAYERS, OnMap, things_of
from vergezicht.stories.paths import area_path

SETTINGS = "/verkennen/kaart.json"
STREETS = "/verkennen/straten.json"


def figures_path(indicator: str) -> str:
    """/verkennen/liveability_mark.json: asked for by code, since that is what a drawing carries."""
    return f"/verkennen/{indicator}.json"


def areas_path(level: AreaLevel) -> str:
    """/verkennen/gebieden/buurt.json."""
    return f"/verkennen/gebieden/{level}.json"


def settings(request: HttpRequest) -> HttpResponse:
    """Everything but figures and shapes, in one answer."""
    release, geography, boundaries = current_release(), municipality().geography, municipality().boundaries
    found = {
        "library": f"/assets/{MAPLIBRE}",
        "drawing": asset_path("explore-map.js"),
        "style": asset_path("explore.css"),
        "spelling": asset_path("spelling.js"),
        "pmtiles": f"/assets/{PMTILES}",
        "basemap": basemap_path(),
        "shapes": data_path(release.releases[0], "areas.geojson") if release else "",
        "schematic": boundaries.kind == MapKind.SCHEMATIC,
        "areas": {
            area.code: {
                "name": area.name,
                "path": _here(area_path(area)),
                "around": _around(area),
                "at": boundaries.to_degrees(boundaries[area.code].centre) if area.code in boundaries else None,
            }
            for area in geography.in_order(geography)
        },
        "levels": {level.value: [area.code for area in geography.at(level)] for level in geography.levels},
        "layers": _layers(),
        "postcode": _here(MY_AREA) if postcodes() is not None else "",
        "streets": STREETS if streets() is not None else "",
    }
    return _json(found)


def where_streets_lie(request: HttpRequest) -> HttpResponse:
    """Of every street its buurten, most addresses first: [code, longitude, latitude, from, to, from, to …].

    From and to are house numbers of one side of the street.
    """
    known = streets()
    assert known is not None  # noqa: S101  # the address exists only with a table of streets
    return _json(
        {
            name: [[part.buurt, part.longitude, part.latitude, *chain(*part.sides)] for part in parts]
            for name, parts in known.parts.items()
        }
    )


def areas(request: HttpRequest, level: AreaLevel) -> HttpResponse:
    """The areas of a level as the maps of steps draw them: code -> its name, its page, and its outline as a path."""
    release = current_release()
    assert release is not None  # noqa: S101  # addresses exist only for levels of the adopted release
    geography = release.geography
    return _json(
        {
            code: {"name": geography[code].name, "page": area_path(geography[code]), "path": path}
            for code, path in step_paths(release, level).items()
        }
    )


def figures(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of one indicator: period -> area -> ["7,4", "7,4, tussen 7,1 en 7,7", few answers].

    The first is for on the map, the second as it is written in tables; the third is 1 for an indication, else 0.
    """
    release = current_release()
    assert release is not None  # noqa: S101  # addresses exist only for indicators of the adopted release
    indicator = release.indicator(code)
    found: dict[str, dict[str, tuple[str, str, int]]] = {}
    for figure in release.figures(indicator=code):
        if not figure.group:
            margin = margin_text(indicator, figure) if figure.is_shown else ""
            text = ", ".join(part for part in (figure_text(indicator, figure), margin) if part)
            few = int(figure.status == FigureStatus.INDICATIVE)
            found.setdefault(figure.period, {})[figure.area] = (short_figure(indicator, figure), text, few)
    return _json(found)


def _here(path: str) -> str:
    """The same page in the language of now: whatever stands on the map has one in every language."""
    return f"{spoken().root}{path}"


def _around(area: Area) -> list[str]:
    """The areas that share ground with it: what is said of one of these concerns this area too."""
    geography = municipality().geography
    return [other.code for other in geography if overlaps(geography, area.code, other.code)]


def _layers() -> list[dict[str, Any]]:
    """Challenges, actions, initiatives and meeting places, each with its areas; empty kinds are left out."""
    layers = [
        {"kind": kind, "title": say(title), "items": [_thing(thing) for thing in things_of(kind)]}
        for kind, title in LAYERS
    ]
    return [layer for layer in layers if layer["items"]]


def _thing(thing: OnMap) -> dict[str, Any]:
    found = {"title": thing.title, "path": _here(thing.path), "areas": thing.areas, "note": thing.note}
    return found if thing.at is None else found | {"at": thing.at}


def _json(value: Any) -> HttpResponse:
    content = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(content, content_type="application/json; charset=utf-8")
