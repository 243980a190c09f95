"""The blocks of a story: each has a sample, refuses what leaves somebody out, and costs other pages nothing."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.test import Client
from django.utils.timezone import localdate
from wagtail.blocks import StructBlockValidationError, StructValue
from wagtail.documents import get_document_model

import vergezicht.website
from vergezicht.areas import AreaLevel
from vergezicht.areas.boundaries import MapKind
from vergezicht.challenges.choices import wave_choices
from vergezicht.challenges.ground import current_release, municipality
from vergezicht.pictures import MarkKind
from vergezicht.pictures.sentences import pair_sentence
from vergezicht.problems import BadInput
from vergezicht.publication.serving.headers import content_security_policy
from vergezicht.stories import embeds
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.blocks.figure import FIELDS_OF_KIND
from vergezicht.stories.drawing.marks import read_drawing, write_drawing
from vergezicht.stories.models import StoryPage
from vergezicht.stories.present import PICTURE_KINDS
from vergezicht.stories.story_block import files_of

pytestmark = pytest.mark.django_db

BLOCKS = dict(STORY_BLOCKS)
WITH_FILES = {"gallery", "audio", "video", "comparison", "quick_map", "swipe", "timeline", "tour", "actions",
              "initiatives", "accordion", "embed"}  # fmt: skip


def shown(name: str, value: Any = None) -> str:
    block = BLOCKS[name]
    if not isinstance(value, StructValue):
        value = block.get_preview_value() if value is None else block.to_python(value)
    return str(block.render(value, {"prefix": "p"}))


def sample(name: str, **changed: Any) -> Any:
    block = BLOCKS[name]
    value = block.get_preview_value()
    return block.to_python(block.get_prep_value(value) | changed)


def refused(name: str, field: str, **changed: Any) -> str:
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCKS[name].clean(sample(name, **changed))
    return str(caught.value.block_errors[field])


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_has_a_hint_and_a_sample_in_the_chooser(name: str) -> None:
    block = BLOCKS[name]
    assert block.is_previewable
    assert len(block.get_description()) > 20
    assert "class=" in shown(name) or name == "chapter"
    assert "None" not in shown(name)


@pytest.mark.parametrize("name", BLOCKS)
def test_a_block_is_found_by_words_that_are_not_its_name(name: str) -> None:
    words = BLOCKS[name].meta.form_attrs["data-words"]
    assert words and BLOCKS[name].label.lower() not in words.split()


def test_the_chooser_shows_a_block_with_the_looks_of_the_site(client: Client) -> None:
    client.force_login(User.objects.create_superuser("kiezer", password="x"))
    page = client.get("/beheer/block-preview/", {"id": BLOCKS["swipe"].definition_prefix})
    text = page.content.decode()
    assert page.status_code == 200
    assert "--vergezicht-color-paper" in text
    assert "website/css/blocks.css" in text
    assert "website/js/swipe.js" in text
    assert text.count("<svg") == 2


def test_a_page_asks_only_for_the_files_of_its_own_blocks() -> None:
    story = StoryPage.objects.get()
    assert files_of(story.body) == []
    found = {name for name in BLOCKS if "blocks.css" in files_of([SimpleNamespace(block=BLOCKS[name], value={})])}
    assert found == WITH_FILES
    panel = SimpleNamespace(block=BLOCKS["side_panel"], value={"layout": "dias"})
    assert files_of([panel, panel]) == ["layouts.css"]


def test_a_story_with_new_blocks_links_their_files_once(client: Client) -> None:
    story = StoryPage.objects.get()
    for name in ("timeline", "swipe", "accordion"):
        story.body.append((name, BLOCKS[name].get_preview_value()))
    from django.test import RequestFactory

    text = story.serve(RequestFactory().get("/verhaal/")).rendered_content
    assert len(re.findall(r'<link rel="stylesheet" href="/assets/blocks', text)) == 1
    assert len(re.findall(r'src="/assets/swipe', text)) == 1


def test_the_layout_of_a_side_panel_changes_no_word_of_it() -> None:
    docked, floating, slides = (shown("side_panel", sample("side_panel", layout=layout))
                                for layout in ("vast", "zwevend", "dias"))  # fmt: skip
    assert floating.replace(" side-panel--floating", "") == docked == slides.replace(" side-panel--slides", "")


def test_two_tables_under_one_side_panel_are_called_what_they_are() -> None:
    """And one alone keeps its short name, which is heard with what it is of."""
    panel = sample("side_panel")
    assert len(BeautifulSoup(shown("side_panel", panel), "html.parser").select("details.figures")) == 1
    other = next(item.code for item in current_release().indicators if item.code != panel["steps"][0]["indicator"])
    panel["steps"][0]["indicator"], panel["steps"][1]["within"] = other, ""
    page = BeautifulSoup(shown("side_panel", panel), "html.parser")
    names = [one.get_text(" ", strip=True) for one in page.select("details.figures > summary")]
    assert len(set(names)) == len(names) == 2
    assert all(name.startswith("Bekijk de cijfers: ") for name in names)
    assert [one.get_text() for one in page.select(".legend-new")] == ["De kleuren staan nu voor andere cijfers."]


def test_two_waves_that_are_swiped_share_their_classes() -> None:
    text = shown("swipe")
    legends = re.findall(r'<ul class="legend"[^>]*>(.*?)</ul>', text, re.DOTALL)
    labels = [re.findall(r"<span>([^<]+)", legend) for legend in legends]
    assert len(labels) == 2
    assert [item for item in labels[0] if "geen" not in item] == [item for item in labels[1] if "geen" not in item]


def test_a_swipe_begins_with_the_older_wave_left_and_names_both() -> None:
    periods = current_release().releases[0].periods
    begun = BLOCKS["swipe"].get_default()
    assert (begun["period"], begun["other_period"]) == (periods[-2], None)  # None: always the newest
    text = shown("swipe", sample("swipe", period=periods[-2], other_period=""))
    captions = re.findall(r'<figcaption class="swipe__caption">(.*?)</figcaption>', text, re.DOTALL)
    assert [period in caption for period, caption in zip(periods[-2:], captions, strict=True)] == [True, True]


def test_a_swipe_of_the_same_thing_twice_is_refused() -> None:
    assert "hetzelfde" in refused("swipe", "other_period", period="", other_period="")
    assert "hetzelfde" in refused("comparison", "other_area", area="", other_area="")


def test_a_photo_of_a_swipe_says_which_field_it_lacks() -> None:
    block = BLOCKS["swipe"]
    wrong = {"indicator": "", "image": object(), "other_image": object(), "alt": "Een plein"}
    with pytest.raises(StructBlockValidationError) as caught:
        block.require(dict.fromkeys(block.child_blocks, "") | wrong)
    told = {name: error.messages[0] for name, error in caught.value.block_errors.items()}
    assert told.keys() == {"caption", "other_alt", "other_caption"}
    assert told["caption"].startswith("Bijschrift links is nodig bij een foto")
    assert told["other_alt"].startswith("Tekstalternatief rechts is nodig")


def test_a_wave_that_is_not_chosen_says_that_it_is_the_newest() -> None:
    for name, field in (("swipe", "period"), ("swipe", "other_period"), ("figure", "period")):
        assert BLOCKS[name].child_blocks[field].field.choices[0] == ("", "Altijd de nieuwste")
    assert [value for value, _ in wave_choices()] == list(reversed(current_release().periods))


def test_a_comparison_says_only_what_the_margins_allow() -> None:
    release = current_release()
    area, city = release.geography.at(AreaLevel.STADSDEEL)[0], release.geography.gemeente
    indicator = release.indicator("liveability_mark")
    figure = release.figure(indicator.code, area.code)
    from dataclasses import replace

    apart = replace(figure, low=figure.high + 1, high=figure.high + 2)
    assert "kan toeval zijn" in pair_sentence(indicator, (area, figure), (city, figure))
    assert "lager" in pair_sentence(indicator, (area, figure), (city, apart))
    assert "hoger" in pair_sentence(indicator, (area, apart), (city, figure))
    assert pair_sentence(indicator, (area, replace(figure, low=None, high=None)), (city, figure)) == ""
    assert pair_sentence(indicator, (area, None), (city, figure)) == ""


def test_a_drawing_in_words_and_as_geojson_is_the_same_map() -> None:
    marks = read_drawing("punt Buurthuis: stadsdeel/noord\nvlak Park: stadsdeel/noord; stadsdeel/oost; stadsdeel/zuid")
    kept = write_drawing(marks)
    assert read_drawing(kept) == marks
    assert [mark.kind for mark in marks] == [MarkKind.POINT, MarkKind.AREA]
    text = shown("quick_map", {"title": "Waar?", "drawing": kept})
    assert re.findall(r"<strong>([^<]+)</strong>", text) == ["Buurthuis", "Park"]
    assert "vz-field" in text


def test_a_drawing_from_another_kind_of_map_is_not_put_on_this_one() -> None:
    with pytest.raises(ValidationError, match="Getekend op een geografische kaart"):
        read_drawing('{"type": "FeatureCollection", "features": []}')
    assert "niets getekend" in shown("quick_map", {"title": "x", "drawing": '{"features": []}'})


def test_a_tour_has_its_list_before_its_map() -> None:
    text = shown("tour")
    assert text.index("tour__stops") < text.index("<svg")
    assert "vz-route" in text
    assert "vz-route" not in shown("tour", sample("tour", layout="verkenner"))


def test_a_schematic_map_asks_no_coordinates_of_a_place(monkeypatch: pytest.MonkeyPatch) -> None:
    stops = BLOCKS["tour"].child_blocks["stops"].child_block
    place = stops.child_blocks["place"].field
    assert municipality().boundaries.kind == MapKind.SCHEMATIC
    assert "Laat dit leeg" in str(place.help_text)
    with pytest.raises(StructBlockValidationError) as caught:
        stops.require({"place": "52.51 6.09"})
    (told,) = caught.value.block_errors["place"].messages
    assert told.startswith("Op een schematische kaart") and told.endswith(
        "Of laat dit leeg: dan ligt de plek midden in het gebied."
    )
    real = SimpleNamespace(boundaries=SimpleNamespace(kind=MapKind.GEOGRAPHIC))
    monkeypatch.setattr("vergezicht.stories.blocks.tour.municipality", lambda: real)
    assert "Breedte- en lengtegraad" in str(place.help_text)


def document(name: str, content: bytes) -> Any:
    made = get_document_model()(title=name)
    made.file.save(name, ContentFile(content))
    return made


def test_a_film_needs_captions_that_a_browser_reads(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    film, captions = document("film.mp4", b"\0" * 9), document("goed.vtt", b"WEBVTT\n\n00:00.000 --> 00:01.000\nDag")
    given = {"recording": film.pk, "captions": captions.pk}
    cleaned = BLOCKS["video"].clean(sample("video", **given))
    text = str(BLOCKS["video"].render(cleaned))
    assert 'kind="captions"' in text
    assert "autoplay" not in text
    assert 'preload="none"' in text
    assert "WebVTT" in refused("video", "captions", **given | {"captions": document("fout.vtt", b"1\n00:00").pk})
    assert "mp4" in refused("video", "recording", **given | {"recording": captions.pk})
    assert BLOCKS["video"].child_blocks["recording"].field.help_text.endswith(".mp4 of .webm, van hoogstens 60 MB.")
    assert "mp3" in refused("audio", "recording", recording=film.pk)
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCKS["video"].clean(sample("video", **given | {"transcript": ""}))
    assert "transcript" in caught.value.block_errors


def test_a_table_has_a_heading_for_every_column_and_numbers_that_live() -> None:
    table = {"columns": [{"type": "text", "heading": "Wat"}, {"type": "number", "heading": " "}],
             "rows": [{"values": ["Prettig", "{liveability_mark}"]}], "caption": ""}  # fmt: skip
    assert "kop" in refused("table", "table", table=table)
    table["columns"][1]["heading"] = "Cijfer"
    value = BLOCKS["table"].clean(sample("table", table=table))
    assert 'class="number"' in str(BLOCKS["table"].render(value))
    table["rows"] = [{"values": ["Prettig", "{bestaat_niet}"]}]
    assert "bestaat_niet" in refused("table", "table", table=table)
    table["rows"] = [{"values": ["Prettig", "7"]}] * 101
    assert "101 rijen" in refused("table", "table", table=table)


@pytest.mark.parametrize("name", ["accordion", "timeline", "tour"])
def test_a_wrong_number_in_an_item_is_refused(name: str) -> None:
    items = {"accordion": "folds", "timeline": "moments", "tour": "stops"}[name]
    raw = BLOCKS[name].get_prep_value(BLOCKS[name].get_preview_value())
    raw[items][0]["value"]["text"] = "<p>{bestaat_niet}</p>"
    with pytest.raises(ValidationError):
        BLOCKS[name].clean(BLOCKS[name].to_python(raw))


def test_a_button_says_where_it_leads() -> None:
    assert BLOCKS["button"].clean(sample("button"))
    assert "heen gaat" in refused("button", "text", text="Klik hier!")
    assert "begint met" in refused("button", "address", address="javascript:alert(1)")
    assert "een van beide" in refused("button", "address", address="")


def test_only_allowed_sites_are_embedded_and_nothing_is_asked_before_a_click() -> None:
    host = embeds.providers()[0].host
    assert host in refused("embed", "address", address="https://ergens.invalid/x")
    for trick in (f"http://{host}/", f"https://{host}.invalid/", f"https://x@{host}/", f"https://{host}:8443/"):
        assert embeds.provider_of(trick) is None
    text = shown("embed", {"title": "Kaart", "address": f"https://{host}/x", "text": "Een kaart.", "shape": "breed"})
    assert "<iframe" not in text
    assert "src=" not in text
    assert f'href="https://{host}/x"' in text
    assert f"frame-src https://{host}" in content_security_policy("x", [host])
    assert "frame-src" not in content_security_policy("x")


def test_the_file_of_allowed_sites_is_checked_whole(tmp_path: Path) -> None:
    path = tmp_path / "embeds.toml"
    path.write_text(
        '[[embed]]\nname = "a"\nhost = "https://a.nl/x"\n[[embed]]\nnaam = "b"\nhost = "b.nl"\nnote = "n"\n'
    )
    with pytest.raises(BadInput) as caught:
        embeds.read_providers(path)
    assert {"geen naam van een site", "naam"} <= {
        word for word in ("geen naam van een site", "naam") if word in str(caught.value)
    }


def test_consent_for_a_quote_can_be_found_again_and_is_not_published() -> None:
    real = {"invented": False, "consent": True}
    assert "terug te vinden" in refused("quote", "consent_on", **real)
    kept = real | {"consent_on": "2021-03-04", "consent_kept": "zaak 12"}
    tomorrow = localdate() + timedelta(days=1)
    assert "moet nog komen" in refused("quote", "consent_on", **kept | {"consent_on": tomorrow.isoformat()})
    BLOCKS["quote"].clean(sample("quote", **kept | {"consent_on": localdate().isoformat()}))
    value = BLOCKS["quote"].clean(sample("quote", **kept))
    assert "zaak 12" not in str(BLOCKS["quote"].render(value))


def test_actions_and_initiatives_follow_what_there_is() -> None:
    from vergezicht.challenges.models import Action
    from vergezicht.initiatives.queries import public_initiatives

    every = shown("actions", {})
    running = shown("actions", {"running": True})
    over = [action for action in Action.objects.all() if action.is_over]
    assert over
    assert all(f"#actie-{action.pk}" not in running for action in over)
    assert any(f"#actie-{action.pk}" in every for action in over)
    newest = public_initiatives().first()
    assert f"/initiatieven/{newest.slug}/" in shown("initiatives", {"most": 1})
    assert shown("initiatives", {"most": 2}).count('class="card"') == 2


def test_every_kind_of_picture_says_which_fields_count() -> None:
    fields = set(BLOCKS["figure"].child_blocks)
    assert set(FIELDS_OF_KIND) == {kind for kind, _ in PICTURE_KINDS}
    assert {name for names in FIELDS_OF_KIND.values() for name in names} == fields - {
        "indicator", "kind", "interpretation",
    }  # fmt: skip
    widget = BLOCKS["figure"].child_blocks["kind"].field.widget
    assert "vergezicht-applies" in widget.render("kind", "kaart")


def test_a_map_of_a_figure_zooms_in_to_a_larger_area() -> None:
    geography = municipality().geography
    larger = geography.at(AreaLevel.STADSDEEL)[0]
    whole, zoomed = shown("figure", sample("figure")), shown("figure", sample("figure", within=larger.code))
    assert larger.name in re.findall(r'picture__title">([^<]*)', zoomed)[0]
    views = [re.findall(r'viewBox="([^"]+)"', html)[0] for html in (whole, zoomed)]
    assert float(views[1].split()[2]) < float(views[0].split()[2])
    assert zoomed.count("<tr") < whole.count("<tr")
    assert shown("figure", sample("figure", within="BU00000000")).count("<tr") == whole.count("<tr")
    smaller = geography.at(AreaLevel.BUURT)[0]
    assert "groter gebied" in refused("figure", "within", within=smaller.code)
    trend = sample("figure", kind="verloop", within=smaller.code)  # kept for when it is a map again
    assert BLOCKS["figure"].clean(trend)["within"] == smaller.code


@pytest.mark.parametrize(("name", "field"), [("figure", "areas"), ("headline", "indicators"), ("challenges", "chosen")])
def test_several_are_chosen_from_a_list_that_a_script_makes_boxes_of(name: str, field: str) -> None:
    widget = BLOCKS[name].child_blocks[field].field.widget
    html = widget.render("x", [])
    assert html.startswith("<select") and "multiple" in html and "vergezicht-choices" in html
    assert re.search("<noscript><p>Houd Ctrl", html)
    assert "choices.js" in str(widget.media)


def test_on_paper_a_map_stays_with_its_title_and_a_source_with_its_table() -> None:
    folder = Path(vergezicht.website.__file__).parent / "static/website/css"
    of_blocks, of_paper = ((folder / f"{name}.css").read_text("utf-8") for name in ("blocks", "print"))
    on_paper = of_blocks[of_blocks.index("@media print") :]
    assert ".swipe__side{break-inside:avoid}" in on_paper
    assert ".swipe__caption{break-after:avoid}" in on_paper
    assert re.search(r"\.source\{break-before:avoid\}", of_paper)
