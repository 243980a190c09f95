"""A sample of every block, for its preview in the chooser: from the adopted release and what the site has in store."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from wagtail.images import get_image_model

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.figures import Indicator
from vergezicht.stories.overview import top_level


def sample_of(block: Any) -> dict[str, Any]:
    """Raw values, as they would be stored; fields without a sample keep the default of the block."""
    name = type(block).__name__.removesuffix("Block")
    return _SAMPLES[name]() if name in _SAMPLES else {}


def _indicator(level: AreaLevel = AreaLevel.WIJK, *, with_answers: bool = False) -> str:
    """The first indicator that may be shown on a level (and has answers to stack)."""
    release = current_release()
    found: list[Indicator] = list(release.indicators) if release is not None else []
    fitting = [
        item for item in found if item.lowest_level.fineness >= level.fineness and (item.answers or not with_answers)
    ]
    return fitting[0].code if fitting else found[0].code if found else ""


def _areas() -> list[str]:
    return [area.code for area in municipality().geography.at(top_level())]


def _level() -> str:
    return top_level().value


def _image() -> int | None:
    found = get_image_model().objects.order_by("pk").values_list("pk", flat=True).first()
    return int(found) if found is not None else None


def _periods() -> list[str]:
    release = current_release()
    return list(release.periods_of(_indicator())) if release is not None and _indicator() else [""]


def _items(*values: Any) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": str(uuid.uuid4())} for value in values]


def _side_panel() -> dict[str, Any]:
    step = {"text": "<p>De kaart blijft staan, de tekst beweegt.</p>", "indicator": _indicator(), "level": _level(),
            "period": "", "within": "", "focus": []}  # fmt: skip
    area = municipality().geography[_areas()[0]]
    return {
        "title": "",
        "layout": "vast",
        "steps": _items(
            step | {"title": "De hele gemeente"}, step | {"title": area.name, "within": area.code, "focus": [area.code]}
        ),
    }


def _tour() -> dict[str, Any]:
    names = ("Het buurthuis", "De moestuin", "Het pleintje")
    stops = [
        {"title": name, "area": area, "text": "<p>Wat is hier te zien?</p>"}
        for name, area in zip(names, _areas(), strict=False)
    ]
    return {"title": "Een rondje langs plekken", "layout": "wandeling", "stops": _items(*stops)}


_PICTURE = {"alt": "Een beeld uit de bibliotheek", "caption": "Bijschrift bij het beeld", "credit": "maker"}

_SAMPLES: dict[str, Callable[[], dict[str, Any]]] = {
    "Chapter": lambda: {"title": "Kennen we elkaar?", "kern": "Een zin over wat er is.\nEen zin over wat er speelt."},
    "Callout": lambda: {"title": "Goed om te weten", "text": "<p>Iets wat niemand mag missen.</p>"},
    "Image": lambda: {"image": _image(), **_PICTURE},
    "Table": lambda: {
        "caption": "Activiteiten per seizoen",
        "table": {
            "columns": [{"type": "text", "heading": "Seizoen"}, {"type": "number", "heading": "Activiteiten"}],
            "rows": [{"values": ["Voorjaar", "drie"]}, {"values": ["Najaar", "vijf"]}],
            "caption": "",
        },
    },
    "Accordion": lambda: {
        "folds": _items(
            {"title": "Wie mocht meedoen?", "text": "<p>Een antwoord.</p>"},
            {"title": "Hoe is er geteld?", "text": "<p>Nog een antwoord.</p>"},
        )
    },
    "Button": lambda: {"text": "Bekijk alle wijkopgaven", "address": "/opgaven/"},
    "Quote": lambda: {"text": "We zijn gewoon begonnen.", "who": "bewoner van deze buurt", "invented": True},
    "Headline": lambda: {"indicators": [_indicator()], "area": _areas()[0]},
    "Figure": lambda: {"indicator": _indicator(), "kind": "kaart", "level": _level(), "areas": []},
    "Comparison": lambda: {"indicator": _indicator(), "area": _areas()[0], "other_area": _areas()[-1]},
    "Trend": lambda: {"indicator": _indicator(), "areas": _areas()[:1]},
    "Answers": lambda: {"indicator": _indicator(with_answers=True), "areas": _areas()[:2]},
    "SidePanel": _side_panel,
    "Swipe": lambda: {"indicator": _indicator(), "period": _periods()[0], "level": _level()},
    "QuickMap": lambda: {
        "title": "Waar gebeurt het?",
        "drawing": f"punt Buurthuis: {_areas()[0]}\nlijn Nieuwe route: {_areas()[0]}; {_areas()[-1]}",
    },
    "Tour": _tour,
    "Challenges": lambda: {"title": "Wat we samen doen", "area": _areas()[0]},
    "Actions": lambda: {"title": "Wat er gebeurt", "area": _areas()[0]},
    "Initiatives": lambda: {"title": "Wat bewoners beginnen", "most": 3},
    "Timeline": lambda: {
        "moments": _items(
            {"when": "voorjaar", "title": "Het onderzoek", "text": "<p>Bewoners vulden vragen in.</p>"},
            {"when": "najaar", "title": "Het gesprek", "text": "<p>Wat zeggen de cijfers?</p>"},
        )
    },
    "Gallery": lambda: {"images": _items(*[{"image": _image(), **_PICTURE}] * 3)},
    "Video": lambda: {"title": "Een middag in de buurttuin", "transcript": "<p>Alles wat er wordt gezegd.</p>"},
    "Audio": lambda: {"title": "Een bewoner vertelt", "transcript": "<p>Alles wat er wordt gezegd.</p>"},
    "Embed": lambda: {"title": "Kaart van een andere site", "address": "https://voorbeeld.invalid/",
                      "text": "Wat er te zien is."},
    "Sources": lambda: {"items": ["<p>Gesprekken met bewoners.</p>"]},
}  # fmt: skip
