"""What lies over a map of figures: every step declares it, and who does not see the signs reads what they say."""

from __future__ import annotations

import re
from itertools import combinations
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives.queries import all_places
from vergezicht.languages import say, speaking
from vergezicht.languages.marks import shown
from vergezicht.pictures.mapping import LETTER, box_around
from vergezicht.pictures.outline import overlap
from vergezicht.pictures.svg import text_width
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.layers import LAYERS, map_layers, things_of
from vergezicht.stories.present import SidePanel, side_panel

pytestmark = pytest.mark.django_db

STEP = {"title": "Stap", "text": "", "indicator": "liveability_mark", "level": "buurt", "period": "", "focus": []}


def panel(*steps: dict[str, Any]) -> SidePanel:
    found = side_panel([STEP | step for step in steps], prefix="p")
    assert found is not None
    return found


def test_everything_public_has_a_place_in_a_layer() -> None:
    assert len(things_of("opgave")) == len(all_challenges()) > 0
    assert len(things_of("plek")) == len(all_places()) > 0
    assert all(thing.areas and thing.path.startswith("/") for kind, _ in LAYERS for thing in things_of(kind))


def test_a_kind_keeps_its_sign_whatever_else_is_chosen() -> None:
    (alone,) = map_layers(["plek"])
    assert alone.sign == [layer.sign for layer in map_layers(["plek", "opgave"])][-1] == 3


def test_a_step_shows_only_the_layers_it_declares() -> None:
    north = next(area for area in municipality().geography.at(AreaLevel.STADSDEEL) if area.name == "Noord")
    without, both, one = panel({}, {"layers": ["opgave", "plek"]}, {"layers": ["plek"], "within": north.code}).steps
    assert "vz-layers" not in without.picture.svg and "Wijkopgaven" not in without.picture.sentence
    assert [item.label for item in both.picture.legend[-2:]] == ["Wijkopgaven", "Ontmoetingsplekken"]
    listed = both.picture.legend[-2].count
    assert listed == sum(
        len([code for code in thing.areas if not code.startswith("GM")]) for thing in things_of("opgave")
    )
    assert all(name in both.picture.sentence for name in (thing.title for thing in things_of("opgave")[:3]))
    inside, everywhere = one.picture.legend[-1].count or 0, both.picture.legend[-1].count or 0
    assert 0 < inside < everywhere


def test_signs_of_one_area_are_counted_not_piled_up() -> None:
    (step,) = panel({"layers": ["actie"]}).steps
    drawn = re.findall(r'<path transform="translate\(([-\d. ]+)\)', step.picture.svg)
    assert len(drawn) == len(set(drawn)) < (step.picture.legend[-1].count or 0)


def test_signs_cover_no_figure_of_a_stadsdeel() -> None:
    (step,) = panel({"level": "stadsdeel", "layers": [kind for kind, _ in LAYERS]}).steps
    words, _, signs = step.picture.svg.partition("vz-layers")
    number = r'"([-\d.]+)"'
    plates = [
        (x, y, x + wide, y + high)
        for x, y, wide, high in (
            map(float, found)
            for found in re.findall(f"<rect x={number} y={number} width={number} height={number}", signs)
        )
    ]
    written = [
        box_around(float(x), float(y), text_width(text, LETTER), LETTER)
        for x, y, text in re.findall(f"<text [^>]*?x={number} y={number}[^>]*>([^<]+)</text>", words)
    ]
    assert len(plates) >= 5 and len(written) >= 10
    assert not [(plate, word) for plate in plates for word in written if overlap(plate, word)]
    assert not any(overlap(one, other) for one, other in combinations(plates, 2))


def test_a_step_without_the_field_is_what_it_was() -> None:
    """Stories of before there were layers have no value for them."""
    block = dict(STORY_BLOCKS)["side_panel"]
    raw = block.get_prep_value(block.get_preview_value())
    for step in raw["steps"]:
        step["value"].pop("layers", None)
    assert "vz-layers" not in str(block.render(block.to_python(raw), {"prefix": "p"}))


def test_a_step_shows_its_image_under_its_text() -> None:
    block = dict(STORY_BLOCKS)["side_panel"]
    raw = block.get_prep_value(block.get_preview_value())
    image = dict(STORY_BLOCKS)["image"].get_preview_value()["image"]
    raw["steps"][0]["value"] |= {"image": image.pk, "alt": "Een bankje", "caption": "Aan de gracht", "credit": ""}
    page = BeautifulSoup(block.render(block.to_python(raw), {"prefix": "p"}), "html.parser")
    (figure,) = page.select(".step__text > figure.image")
    assert (figure.img["alt"], figure.figcaption.get_text()) == ("Een bankje", "Aan de gracht")
    raw["steps"][0]["value"]["alt"] = ""
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(raw))
    assert "Beschrijf het beeld" in str(refused.value.as_json_data())


def test_names_in_a_layer_say_that_they_are_dutch_in_another_language() -> None:
    with speaking("en"):
        (layer,) = map_layers(["opgave"])
        assert layer.title == say("Wijkopgaven") != "Wijkopgaven"
        assert all(shown(name).startswith('<span lang="nl">') for name, _ in layer.items)
