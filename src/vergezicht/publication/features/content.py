"""What is in each collection, as GeoJSON (RFC 7946): only what pages of the site show already."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

import shapely
from django.conf import settings
from django.db.models import Prefetch

from vergezicht.areas import Area, AreaLevel
from vergezicht.areas.boundaries import shape_from
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Action, Challenge
from vergezicht.challenges.queries import public_challenges
from vergezicht.initiatives.exchange import exported
from vergezicht.initiatives.models import MeetingPlace
from vergezicht.initiatives.places.export import place_feature
from vergezicht.initiatives.queries import public_initiatives, within
from vergezicht.publication.features.collection import Collection
from vergezicht.publication.features.declared import ACTIONS, CHALLENGES, INITIATIVES, PLACES, is_schematic
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path, challenge_path, initiative_path, places_path

Feature = dict[str, Any]


def feature_collection(collection: Collection) -> dict[str, Any]:
    """All of a collection. Raises KeyError when a feature has a property that the collection does not name."""
    features = [_only_named(feature, collection) for feature in _makers()[collection.id]()]
    return {"type": "FeatureCollection", "features": features}


def _makers() -> Mapping[str, Callable[[], Iterator[Feature]]]:
    levels = {level.plural: partial(_areas, level) for level in AreaLevel}
    return levels | {
        CHALLENGES: _challenges,
        ACTIONS: _actions,
        INITIATIVES: _initiatives,
        PLACES: _places,
    }


def _only_named(feature: Feature, collection: Collection) -> Feature:
    given = feature["properties"]
    if given.keys() != collection.properties.keys():
        raise KeyError(f"{collection.id}: {', '.join(sorted(given.keys() ^ collection.properties.keys()))}")
    properties = {name: None if given[name] == "" else given[name] for name in collection.properties}
    return {"type": "Feature", "id": feature["id"], "geometry": feature["geometry"], "properties": properties}


def _areas(level: AreaLevel) -> Iterator[Feature]:
    boundaries, geography, district = municipality().boundaries, municipality().geography, top_level()
    drawn = {feature["id"]: feature["geometry"] for feature in boundaries.to_geojson(geography)["features"]}
    for area in geography.at(level):
        properties = {
            "gebiedscode": area.code,
            "niveau": level.value,
            "naam": area.name,
            "onderdeel_van": list(area.part_of),
            "kaartsoort": boundaries.kind.value,
            "webadres": _address(area_path(area)),
        }
        if level.fineness > district.fineness:
            properties |= _district([area.code])
        yield {"id": area.code, "geometry": drawn.get(area.code), "properties": properties}


def _challenges() -> Iterator[Feature]:
    for challenge in public_challenges().select_related("cycle").prefetch_related("checks").order_by("pk"):
        check = challenge.latest_check
        properties = {
            "titel": challenge.title,
            "kenmerk": challenge.code,
            "soort": challenge.kind,
            "fase": challenge.state,
            "stand": challenge.course.value,
            "cijfers_zeggen": check.signal if check else None,
            "aanleiding": challenge.reason,
            "doel": challenge.goal,
            "trekker": challenge.owner_role,
            "cyclus": challenge.cycle.name,
            "begint_op": _day(challenge.cycle.starts),
            "eindigt_op": _day(challenge.cycle.ends),
            "laatste_koerscheck": _day(check.date if check else None),
            "voorbeeld": challenge.is_example,
            "webadres": _address(challenge_path(challenge)),
        }
        yield {"id": challenge.slug, "geometry": _ground(challenge.areas), "properties": properties | _about(challenge)}


def _actions() -> Iterator[Feature]:
    actions = Action.objects.filter(challenge__in=public_challenges()).select_related("challenge")
    for action in actions.order_by("challenge__pk", "sort_order", "pk"):
        challenge, key = action.challenge, f"actie-{action.pk}"
        properties = {
            "titel": action.title,
            "wijkopgave": [challenge.slug],
            "wie": action.who,
            "wanneer": action.when,
            "begint_op": _day(action.starts),
            "klaar_op": _day(action.ends),
            "fase": action.phase,
            "stand": action.course.value,
            "merkbaar": action.noticed,
            "voorbeeld": challenge.is_example,
            "webadres": _address(f"{challenge_path(challenge)}#{key}"),
        }
        yield {"id": key, "geometry": _ground(challenge.areas), "properties": properties | _about(challenge)}


def _initiatives() -> Iterator[Feature]:
    public = Prefetch("challenges", public_challenges())
    found = list(public_initiatives().prefetch_related(public).order_by("pk"))
    for item, row in zip(found, exported(found), strict=True):
        point = item.shown_point
        names = ("titel", "kenmerk", "kort", "uitleg", "categorie", "soort", "stand", "steun", "openbaar_sinds", "bron")
        properties = {name: row[name] for name in names} | {
            "wijkopgave": [challenge.slug for challenge in item.challenges.all()],
            "voorbeeld": item.is_example,
            "webadres": _address(initiative_path(item)),
        }
        geometry = _point(point.longitude, point.latitude) if point else _ground(item.areas)
        yield {"id": item.slug, "geometry": geometry, "properties": properties | _in_areas(item.areas)}


def _places() -> Iterator[Feature]:
    geography = municipality().geography
    for place in MeetingPlace.objects.order_by("pk"):
        feature = place_feature(place)
        area = geography.get(place.area)
        properties = feature["properties"] | {
            "voorbeeld": place.is_example,
            "webadres": _address(places_path(area or geography.gemeente)),
        }
        geometry = feature["geometry"] or _ground([place.area])
        yield feature | {"geometry": geometry, "properties": properties | _in_areas([area.code] if area else [])}


def _about(challenge: Challenge) -> dict[str, list[str]]:
    return {"thema": list(challenge.themes)} | _in_areas(challenge.areas)


def _in_areas(codes: Iterable[str]) -> dict[str, list[str]]:
    listed = list(codes)
    return {"gebied": listed} | _district(listed)


def _district(codes: list[str]) -> dict[str, list[str]]:
    """The largest areas below the municipality that share ground with these; all of them for the municipality."""
    whole = municipality().geography.gemeente.code in codes
    areas: Iterable[Area] = municipality().geography.at(top_level())
    return {top_level().value: [area.code for area in areas if whole or any(within(code, area) for code in codes)]}


def _ground(codes: Iterable[str]) -> dict[str, Any] | None:
    """The areas together; nothing on a schematic map, where an area is a drawing and no place on earth."""
    boundaries = municipality().boundaries
    known = [boundaries[code] for code in codes if code in boundaries]
    if is_schematic() or not known:
        return None
    together = known[0] if len(known) == 1 else shape_from("", shapely.union_all([shape.geometry for shape in known]))
    return boundaries.geometry_of(together)


def _point(longitude: float, latitude: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [round(longitude, 6), round(latitude, 6)]}


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _address(path: str) -> str:
    return f"{settings.SITE_URL}{path}"
