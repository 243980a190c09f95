"""Blocks keep references and refuse what cannot be; living numbers follow the data."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from tests.challenges.sent_back import form_data
from wagtail.images import get_image_model
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import nested_form_data

from vergezicht.challenges.ground import current_release
from vergezicht.pictures.notation import figure_text
from vergezicht.problems import BadInput
from vergezicht.stories.blocks import STORY_BLOCKS
from vergezicht.stories.blocks.chapter import ChapterBlock
from vergezicht.stories.blocks.figure import FigureBlock
from vergezicht.stories.blocks.image import ImageBlock
from vergezicht.stories.blocks.quote import QuoteBlock
from vergezicht.stories.blocks.side_panel import StepBlock
from vergezicht.stories.blocks.sources import SourcesBlock
from vergezicht.stories.blocks.text import TextBlock
from vergezicht.stories.example import load_story
from vergezicht.stories.living.living_numbers import fill_in, unknown_references
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.present import picture_of, releases_told_of, side_panel
from vergezicht.stories.story_block import CaptionedImage

pytestmark = pytest.mark.django_db


def test_a_living_number_is_the_figure_of_the_release_and_links_to_it() -> None:
    release = current_release()
    expected = figure_text(release.indicator("liveability_mark"), release.figure("liveability_mark", "SD2", "2018"))
    text = fill_in("Noord: {liveability_mark@stadsdeel/noord#2018}.")
    assert f">{expected}</a>." in text
    assert 'href="/cijfers/prettig-wonen-in-de-buurt/"' in text  # an earlier wave: the page of an area has the newest


def test_the_newest_number_of_an_area_links_to_where_it_stands_on_the_page_of_that_area() -> None:
    assert 'href="/stadsdelen/noord/#cijfer-prettig-wonen-in-de-buurt"' in fill_in("{liveability_mark@stadsdeel/noord}")
    assert 'href="/cijfers/prettig-wonen-in-de-buurt/"' in fill_in("{liveability_mark}")


def test_a_living_number_without_an_area_is_that_of_the_municipality() -> None:
    release = current_release()
    expected = figure_text(release.indicator("feels_unsafe"), release.figure("feels_unsafe", "GM0193"))
    assert expected in fill_in("{feels_unsafe}")


def test_a_number_that_may_not_be_shown_is_said_to_be_missing() -> None:
    text = fill_in("{lonely@BU01931000}")
    assert not any(digit in text.split(">")[1] for digit in "0123456789")


def test_references_to_nothing_are_named_with_the_reason() -> None:
    text = "{bestaat_niet} {liveability_mark@stadsdeel/atlantis} {liveability_mark#1850} {liveability_mark} {gewoon}?"
    found = list(unknown_references(text))
    assert len(found) == 4
    assert "atlantis" in found[1]
    assert "1850" in found[2]


@pytest.mark.parametrize("text", ["Een {liveability_mark hier.", "<p>Een liveability_mark@stadsdeel/noord} hier.</p>"])
def test_half_a_reference_is_named_before_readers_see_its_code(text: str) -> None:
    (said,) = unknown_references(text)
    assert "ontbreekt een accolade" in said and "liveability_mark" in said and "<p>" not in said


def test_a_chapter_has_at_most_three_sentences() -> None:
    with pytest.raises(ValidationError) as caught:
        ChapterBlock().clean({"title": "x", "theme": "", "kern": "een\ntwee\ndrie\nvier"})
    assert "4" in str(caught.value.block_errors["kern"])


def test_a_wrong_number_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValidationError):
        ChapterBlock().clean({"title": "x", "theme": "", "kern": "Het is {onzin@hier}."})
    with pytest.raises(ValidationError, match="onzin"):
        TextBlock().clean(RichText("<p>Het is {onzin}.</p>"))


def test_an_indicator_is_not_shown_below_its_level() -> None:
    block = {"indicator": "lonely", "kind": "kaart", "level": "buurt", "areas": [], "period": "", "interpretation": ""}
    with pytest.raises(ValidationError):
        FigureBlock().clean(block)
    assert FigureBlock().clean(block | {"level": "wijk"})
    step = {"title": "x", "text": RichText("<p>x</p>"), "indicator": "lonely", "level": "buurt", "period": "",
            "within": "", "focus": []}  # fmt: skip
    with pytest.raises(ValidationError):
        StepBlock().clean(step)


def test_an_image_says_what_is_to_be_seen_or_that_it_decorates() -> None:
    image = get_image_model().objects.first()
    values = {"image": image, "alt": " ", "decorative": False, "caption": "", "credit": ""}
    with pytest.raises(ValidationError):
        ImageBlock().clean(values)
    assert ImageBlock().clean(values | {"decorative": True})
    image.description = "Een bankje onder een boom"
    assert ImageBlock().clean(dict(values))["alt"] == "Een bankje onder een boom", "said once, at the image"
    assert ImageBlock().clean(values | {"alt": "Een lege bank"})["alt"] == "Een lege bank"


def test_a_cover_is_described_as_any_image(admin_client: Client) -> None:
    image, story = get_image_model().objects.first(), StoryPage.objects.first()
    image.description = "Een bankje onder een boom"
    image.save()
    path = f"/beheer/pages/{story.pk}/edit/"
    page = BeautifulSoup(admin_client.get(path).content, "html.parser")
    field = page.find(id="id_cover_alt").find_parent(class_="w-field")
    assert field.get_text().strip().startswith(str(CaptionedImage.base_blocks["alt"].field.help_text))
    given = form_data(str(page)) | nested_form_data({"body": {"count": "0"}})
    answer = admin_client.post(path, given | {"cover_image": image.pk, "cover_alt": " "})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    story.refresh_from_db()
    assert story.get_latest_revision_as_object().cover_alt == "Een bankje onder een boom"


def test_the_sources_begin_with_a_place_to_write_one_and_an_empty_one_is_not_shown() -> None:
    block = SourcesBlock()
    begun = block.get_default()
    assert len(begun["items"]) == 1
    assert len(block.clean(begun)["items"]) == 1, "an empty one holds nothing up"
    given = block.to_python({"items": [{"type": "item", "id": str(number), "value": text}
                                       for number, text in enumerate(("", "<p>Gesprekken.</p>"))]})  # fmt: skip
    shown = BeautifulSoup(block.render(given, {"told_of": []}), "html.parser")
    assert [item.get_text().strip() for item in shown.select("li")] == ["Gesprekken."]


def test_a_quote_has_consent_or_is_marked_as_invented() -> None:
    with pytest.raises(ValidationError):
        QuoteBlock().clean({"text": "x", "who": "bewoner", "consent": False, "invented": False})


@pytest.mark.parametrize("kind", ["kaart", "vergelijking", "verloop", "antwoorden"])
def test_every_kind_of_picture_has_its_sentence_and_table(kind: str) -> None:
    picture = picture_of(indicator="green_satisfaction", kind=kind, level="wijk", areas=("SD1",), prefix="p")
    assert picture.svg.startswith("<svg")
    assert picture.sentence.endswith(".")
    assert picture.table.rows


def test_an_indicator_the_release_lacks_gives_no_picture() -> None:
    assert picture_of(indicator="weg", kind="kaart", level="wijk", prefix="p") is None


def test_every_step_is_complete_and_the_shapes_stand_once() -> None:
    step = {"title": "x", "text": "", "indicator": "liveability_mark", "level": "buurt", "period": "", "within": ""}
    panel = side_panel([step | {"focus": []}, step | {"within": "SD2", "focus": ["BU01933000"]}], prefix="s")
    assert panel.base.count("<svg") == 1
    assert [item.picture.svg.count("data-base") for item in panel.steps] == [1, 1]
    assert len(panel.tables) == 1
    assert panel.steps[0].next == panel.steps[1].anchor


def test_the_story_is_cut_into_chapters_with_unique_anchors() -> None:
    story = StoryPage.objects.get()
    chapters = story.chapters
    assert len(chapters) == 6
    assert len({chapter.anchor for chapter in chapters}) == 6
    assert all(chapter.blocks for chapter in chapters)
    assert [block.block_type for block in story.opening] == ["text", "side_panel"]


def test_no_number_is_typed_in_the_example_story(request: pytest.FixtureRequest) -> None:
    """Figures in the example come from the release: the text has references, years, ages and step counts only."""
    import re

    story = StoryPage.objects.get()
    for chapter in story.chapters:
        for sentence in chapter.kern:
            plain = re.sub(r"\{[^}]*\}", "", sentence)
            assert not re.search(r"\d+ ?%|\d,\d", plain), sentence


def test_the_example_is_loaded_once() -> None:
    assert load_story(Path("bestaat-niet.toml")) is False
    assert HomePage.objects.count() == 1


def test_a_wrong_story_is_reported_whole(tmp_path: Path) -> None:
    HomePage.objects.get().delete()
    path = tmp_path / "story.toml"
    path.write_text(
        '[home]\ntitle = "x"\n[story]\ntitle = "x"\nslug = "x"\nlead = "x"\n'
        '[[block]]\ntype = "chaptr"\n[[block]]\ntype = "image"\nimage = "weg.webp"\nalt = "x"\n'
    )
    with pytest.raises(BadInput) as caught:
        load_story(path)
    assert {"lead ontbreekt", "bedoelt u chapter?", "weg.webp"} <= {
        part for part in ("lead ontbreekt", "bedoelt u chapter?", "weg.webp") if part in str(caught.value)
    }


def test_blocks_nest_at_most_two_levels_deep() -> None:
    from wagtail import blocks

    def depth(block: object) -> int:
        if isinstance(block, blocks.ListBlock):
            return 1 + depth(block.child_block)
        if isinstance(block, blocks.BaseStreamBlock):
            return 1 + max(map(depth, block.child_blocks.values()))
        if isinstance(block, blocks.BaseStructBlock):
            return max(map(depth, block.child_blocks.values()))
        return 0

    assert all(depth(block) <= 1 for _, block in STORY_BLOCKS)


@pytest.mark.parametrize(
    ("texts", "told"),
    [(["liveability_mark"], ["enquête"]), (["Het zijn {adults@stadsdeel/noord} mensen."], ["register"]),
     (["adults", "{liveability_mark:hoger}"], ["enquête", "register"]), (["Een liveability_marker."], [])],
)  # fmt: skip
def test_the_sources_are_those_of_the_figures_in_the_story(
    texts: list[str], told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    known = {"enquête": "liveability_mark", "register": "adults"}
    releases = [SimpleNamespace(name=name, indicators=(SimpleNamespace(code=code),)) for name, code in known.items()]
    monkeypatch.setattr("vergezicht.stories.present.current_release", lambda: SimpleNamespace(releases=releases))
    assert [one.name for one in releases_told_of(texts)] == told


@pytest.mark.django_db
def test_the_way_in_names_its_stories_once_there_are_two() -> None:
    home = HomePage.objects.get()

    def ways() -> list[str]:
        text = BeautifulSoup(home.make_preview_request().content, "html.parser")
        return [link.get_text() for link in text.select(".cover__actions a")][:-1]

    assert ways() == ["Lees het verhaal"]
    home.add_child(instance=StoryPage(title="Noord in beeld", lead="Over Noord."))
    assert ways() == ["Lees: Van getallen naar vergezichten"], "one button, whatever else is told"
    page = BeautifulSoup(home.make_preview_request().content, "html.parser")
    more = page.find(id="verhalen").find_next("ul")
    assert [link.get_text() for link in more.find_all("a")] == ["Noord in beeld"]


@pytest.mark.django_db
def test_the_image_right_under_the_drawn_cover_loads_at_once_and_no_other() -> None:
    picture = get_image_model().objects.first()
    block = ("image", {"image": picture, "alt": "Een bankje", "decorative": False, "caption": "", "credit": ""})
    story = StoryPage(title="Beelden", lead="Twee.", body=[block, ("text", RichText("<p>Tekst.</p>")), block])
    HomePage.objects.get().add_child(instance=story)

    def loading(page: StoryPage) -> list[str | None]:
        text = BeautifulSoup(page.make_preview_request().content, "html.parser")
        return [one.get("loading") for one in text.select(".opening img")]

    assert loading(story) == [None, "lazy"]
    story.cover_image, story.cover_alt = picture, "Een bankje"
    assert loading(story) == ["lazy", "lazy"]
