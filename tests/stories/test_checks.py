"""What an editor is told to look at: hard words, long sentences, headings, a cover, sources; a quote is left alone."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import now
from wagtail.rich_text import RichText

from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.reviewing.checks import DRAFT_LEAD, checks_of
from vergezicht.stories.reviewing.loose_figures import loose_in
from vergezicht.stories.reviewing.plain_language import EVERYDAY, MOST_WORDS, hints_in, sentences_of


def advice(text: str) -> list[str]:
    return [item for _, item in hints_in(text)]


def test_a_long_sentence_is_one_word_too_long() -> None:
    assert not advice(" ".join(["woord"] * MOST_WORDS) + ".")
    (found,) = advice(" ".join(["woord"] * (MOST_WORDS + 1)) + ".")
    assert f"{MOST_WORDS + 1} woorden" in found
    assert not advice(f"{' '.join(['woord'] * MOST_WORDS)}: {' '.join(['meer'] * MOST_WORDS)}.")
    assert advice(f"Kort: {' '.join(['woord'] * (MOST_WORDS + 1))}.")


def test_who_does_it_is_not_asked_of_what_the_survey_asked() -> None:
    asked = "dat er vaak te hard wordt gereden"
    told = f"29% van de bewoners zegt {asked}."
    assert advice(told)
    assert not list(hints_in(told, [asked]))
    assert list(hints_in(f"{told[:-1]}, en dat wordt gehoord.", [asked]))


def test_words_of_offices_get_an_everyday_word() -> None:
    (found,) = advice("Middels een enquête vroegen we het.")
    assert f"‘{EVERYDAY['middels']}’" in found
    assert not advice("Met een enquête vroegen we het.")


@pytest.mark.parametrize(
    ("sentence", "passive"),
    [
        ("Het plein wordt dit jaar opgeknapt en vergroend.", True),
        ("De bank werd door buren geplaatst.", True),
        ("Buren plaatsten de bank.", False),
        ("Het wordt mooi weer.", False),
    ],
)
def test_who_does_it(sentence: str, passive: bool) -> None:
    assert bool(advice(sentence)) == passive


def test_a_reference_is_one_word_and_markup_is_none() -> None:
    assert sentences_of("<p>Het cijfer is {liveability_mark@stadsdeel/noord}.</p><p>Mooi.</p>") == [
        "Het cijfer is 7.", "Mooi.",
    ]  # fmt: skip


def test_who_is_named_at_the_end_may_come_first() -> None:
    (found,) = advice("De bank werd door buren geplaatst.")
    assert found.endswith("Begin met wie het doet.")
    (found,) = advice("De bank werd vorig jaar geplaatst.")
    assert "Wie doet dat?" in found


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Hoe donkerder de tegel, hoe prettiger.", True),
        ("Grijs gestreepte tegels zijn buurten zonder cijfer.", True),
        ("De rode lijn is Noord.", True),
        ("Een lichtere tegel is een lager cijfer.", True),
        ("Het groene plein ligt in Noord.", False),
        ("Jaren geleden liep hier een lijn.", False),
        ("Hoe hoger het nummer op de tegel, hoe prettiger.", False),
        ("Het fietspad is donker.", False),
    ],
)
def test_a_colour_is_no_way_to_say_what_a_reader_must_see(sentence: str, told: bool) -> None:
    assert bool(advice(sentence)) == told


@pytest.mark.django_db
def test_a_page_is_read_from_cover_to_sources() -> None:
    story = StoryPage(title="Proef", lead="Teneinde te beginnen.")
    story.body = [
        ("chapter", {"title": "Eén", "theme": "participatie", "kern": "Kort."}),
        ("quote", {"text": "Derhalve zei ik dat.", "who": "bewoner", "invented": True}),
        ("trend", {"indicator": "liveability_mark", "areas": []}),
    ]
    found = {(check.where, check.advice[:12]) for check in checks_of(story)}
    assert found == {("Inleiding", "‘Teneinde’: "), ("Slot", "Er staan cij")}


@pytest.mark.django_db
def test_only_figures_of_a_release_ask_for_the_sources_and_a_typed_table_for_its_own() -> None:
    def told(*blocks: tuple[str, Any]) -> list[str]:
        story = StoryPage(title="Proef", lead="Kort.")
        story.body = story.body.stream_block.to_python([{"type": kind, "value": value} for kind, value in blocks])
        return [check.advice for check in checks_of(story) if not check.is_needed and "Huisstijl" not in check.where]

    def table(cell: str, source: str = "") -> tuple[str, Any]:
        columns = [{"type": "text", "heading": "Wijk"}, {"type": "number", "heading": "Bomen"}]
        typed = {"columns": columns, "rows": [{"values": ["Noord", cell]}], "caption": ""}
        return "table", {"caption": "Bomen", "source": source, "table": typed}

    (own,) = told(table("1.200"))
    assert own.startswith("Zet bij de tabel waar de cijfers vandaan komen")
    assert not told(table("1.200", "Onze telling"))
    assert not told(table("{liveability_mark}"))
    assert not told(("swipe", {"title": "Toen en nu", "indicator": ""}))
    (sources,) = told(("trend", {"indicator": "liveability_mark", "areas": []}))
    assert sources.endswith("Voeg het toe: de bron van deze cijfers komt er vanzelf in.")


def waves_told(**value: str) -> list[str]:
    story = StoryPage(title="Proef", lead="Kort.")
    given = {"title": "Toen en nu", "indicator": "liveability_mark", "level": "wijk"} | value
    story.body = story.body.stream_block.to_python([{"type": "swipe", "value": given}])
    return [check.advice for check in checks_of(story) if check.text == "Schuifvergelijking" and not check.is_needed]


@pytest.mark.django_db
def test_the_older_of_two_waves_stands_left() -> None:
    assert waves_told(period="2018", other_period="2020") == waves_told(period="2018", other_period="") == []
    assert waves_told() == [], "what a new one begins with"
    (turned,) = waves_told(period="", other_period="2018")
    assert turned.startswith("Links staat de nieuwste meting (2020) en rechts de oudere (2018).")
    (both,) = waves_told(period="2018", other_indicator="lonely", other_period="")
    assert both.startswith("Dit zijn twee cijfers én twee metingen (2018 en 2020).")
    assert waves_told(period="", other_indicator="lonely", other_period="") == []
    (unknown,) = waves_told(period="1999", other_period="")
    assert unknown.startswith("Links staat de meting van 1999, maar dit cijfer is er alleen van")


@pytest.mark.django_db
def test_a_title_that_is_cut_off_elsewhere_is_told_and_kept() -> None:
    def told(title: str) -> list[str]:
        story = StoryPage(title=title, lead="Kort.")
        return [check.advice for check in checks_of(story) if check.where == "Titel" and not check.is_needed]

    assert told("W" * 80) == []
    (long,) = told("W" * 246)
    assert long.startswith("Deze titel heeft 246 tekens. Zoekmachines, kaartjes en tabbladen")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<p>Vroeger was dat 88%, nu is het gestegen.</p>", ["‘88%’", "‘gestegen’"]),
        ("<p>Het is 7,6 procent. En dat is goed.</p>", ["‘7,6 procent’"]),
        ("<p>Nu voelt {unsafe} zich onveilig: hoger dan eerst.</p>", ["‘hoger dan’"]),
        ("<p>Nu voelt {unsafe} zich onveilig, meer is gedaald. {unsafe:gedaald}</p>", []),
        ("<p>De trap is hoger dan de stoep.</p>", []),
        ("<p>Nu voelt {unsafe} zich onveilig. Dat steeg.</p>", ["‘steeg’"]),
        ("<p>Nu voelt {unsafe} zich onveilig. {unsafe:gestegen} Dat steeg.</p>", []),
        ("<p>Nu voelt {unsafe} zich onveilig. Het water steeg.</p>", []),
        ("<p>In 2020 stonden er 12 bomen, op nummer 8.</p>", []),
        ("<p>Een buurt is meer dan stenen: {attachment}.</p>", []),
    ],
)
def test_an_outcome_that_does_not_follow_the_figures_is_told(text: str, told: list[str]) -> None:
    assert [advice.partition(" is getypt")[0].partition(":")[0] for _, advice in loose_in(text)] == told


@pytest.mark.django_db
def test_a_loose_outcome_is_told_with_the_figure_that_readers_read_and_not_in_a_quote() -> None:
    story = StoryPage(title="Proef", lead="Het was 12%.")
    story.body = [
        ("text", "<p>Nu is {liveability_mark} hoger dan toen.</p>"),
        ("quote", {"text": "Het is hier 100% beter dan toen.", "who": "bewoner", "invented": True}),
        ("timeline", {"title": "Toen", "moments": [{"when": "1821", "title": "x", "text": "<p>Toen 40%.</p>"}]}),
    ]
    found = [check for check in checks_of(story) if "getypt" in check.advice or "geen regel" in check.advice]
    assert [check.where for check in found] == ["Inleiding", "Begin, tekst"]
    assert "{" not in found[1].text and re.search(r"Nu is \d,\d hoger dan toen", found[1].text)


@pytest.mark.django_db
def test_more_steps_than_anybody_reads_are_kept_and_told() -> None:
    story = StoryPage(title="Proef", lead="")
    story.body = [("side_panel", {"title": "Lang", "steps": [{"title": f"Stap {n}"} for n in range(13)]})]
    (told,) = [check for check in checks_of(story) if "leest bijna niemand" in check.advice]
    assert "13 stappen" in told.advice and not told.is_needed
    assert not [check for check in checks_of(story) if "hoogstens" in check.advice]


@pytest.mark.django_db
def test_a_heading_that_skips_a_level_is_told() -> None:
    story = StoryPage(title="Proef", lead="")
    story.body = [("text", "<h4>Te diep</h4>")]
    (check,) = checks_of(story)
    assert "van 2 naar 4" in check.advice


@pytest.mark.django_db
def test_the_editor_shows_the_list(client: Client) -> None:
    home = HomePage.objects.get()
    story = StoryPage(title="Met een lastig woord", lead="Teneinde te beginnen.", live=False)
    home.add_child(instance=story)
    client.force_login(User.objects.create_superuser("iemand"))
    page = client.get(f"/beheer/pages/{story.pk}/edit/")
    assert page.status_code == 200
    assert "zeg liever ‘om’" in page.content.decode()


@pytest.mark.django_db
def test_the_list_is_that_of_what_was_saved_last_and_leads_to_the_block(client: Client) -> None:
    story = StoryPage(title="Met een lastig woord", lead="Kort.", live=False)
    HomePage.objects.get().add_child(instance=story)
    story.body = [("text", "<p>Teneinde te beginnen.</p>"), ("quick_map", {"title": "", "drawing": "", "text": ""})]
    story.save_revision()
    address = f"/beheer/pagina/{story.pk}/nakijken/"
    assert client.get(address).status_code == 302, "to the page to log in"
    client.force_login(User.objects.create_superuser("iemand"))
    told = client.get(address).content.decode()
    text, needed = (f"#block-{block.id}-section" for block in story.get_latest_revision_as_object().body)
    assert "zeg liever ‘om’" in told and f'href="{text}"' in told
    assert told.index(needed) > told.index("Nodig</strong>")
    client.force_login(User.objects.create_user("lezer"))
    assert client.get(address).status_code == 403


@pytest.mark.django_db
def test_a_hint_quotes_the_figure_that_readers_read_and_the_words_of_a_draft_are_noticed() -> None:
    figure = fill_in_words("{liveability_mark}")
    story = StoryPage(title="Concept: stadsdeel Noord", lead=f"Teneinde {{liveability_mark}}. {DRAFT_LEAD}")
    told = checks_of(story)
    assert f"Teneinde {figure}." in {check.text for check in told}
    assert {("Titel", "Concept: stadsdeel Noord"), ("Inleiding", DRAFT_LEAD)} <= {(one.where, one.text) for one in told}
    story.title, story.lead = "Noord", "Kort."
    assert not {"Titel", "Inleiding"} & {check.where for check in checks_of(story)}


@pytest.mark.django_db
def test_a_field_that_is_empty_in_many_rows_is_one_line_that_names_them_and_leads_to_the_first() -> None:
    story = StoryPage(title="Proef", lead="")
    image = {"alt": "", "decorative": False, "caption": "", "credit": ""}
    rows = [{"type": "item", "id": f"rij-{n}", "value": image | {"image": 7 if n == 2 else None}} for n in range(1, 5)]
    story.body = story.body.stream_block.to_python(
        [{"type": "gallery", "id": "g", "value": {"title": "", "images": rows}}]
    )
    (check,) = [check for check in checks_of(story) if check.text == "Galerij: beeld"]
    assert check.advice.endswith("voordat het online kan: beelden 1, 2, 3 en 4.")
    assert check.block == "rij-1"


@pytest.mark.django_db
def test_the_same_sentence_twice_in_a_block_is_one_line() -> None:
    story = StoryPage(title="Proef", lead="")
    story.body = [("text", "<p>Teneinde te beginnen.</p><p>Teneinde te beginnen.</p>")]
    assert len(checks_of(story)) == 1


@pytest.mark.django_db
def test_a_link_that_leads_nowhere_is_told_with_the_nearest_address() -> None:
    home = HomePage.objects.get()
    draft = home.add_child(instance=StoryPage(title="Straks", slug="straks", lead="Kort.", live=False))
    story = StoryPage(title="Hier", slug="hier", lead="Kort.", live=False)
    fine = ("/stadsdelen/noord/#cijfers", "/stadsdelen/noord", "/meedoen/", "/hier/")
    html = " ".join(f'<a href="{link}">Naar {link}</a>' for link in (*fine, "/gebieden/noord", "/straks/", "/zzz/"))
    button = {"text": "Bekijk Noord", "page": None, "address": "/stadsdeelen/noord/"}
    story.body = [("text", RichText(f"<p>{html}</p>")), ("button", button)]
    home.add_child(instance=story)

    def told() -> dict[str, str]:
        return {one.text: one.advice for one in checks_of(story) if "adres dat niet bestaat" in one.advice}

    found = told()
    assert found.keys() == {"/gebieden/noord", "/straks/", "/zzz/", "/stadsdeelen/noord/"}
    assert "Bedoelt u /stadsdelen/noord/?" in found["/gebieden/noord"]
    assert "Bedoelt u /stadsdelen/noord/?" in found["/stadsdeelen/noord/"]
    assert "Bedoelt u" not in found["/zzz/"]
    StoryPage.objects.filter(pk=draft.pk).update(go_live_at=now())
    assert "/straks/" not in told()
