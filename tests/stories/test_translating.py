"""A story in another language: only words are translated, numbers stay, and nobody's words are lost without a sign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.challenges.people import make_user

from vergezicht.challenges.ground import municipality
from vergezicht.challenges.roles import Role
from vergezicht.languages import known_languages
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.models import StoryPage, TextPage, TranslatedText
from vergezicht.stories.moving.arriving import read_archive
from vergezicht.stories.moving.leaving import write_archive
from vergezicht.stories.saving.merging import changes_between
from vergezicht.stories.translating.notation import UnbalancedError, as_html, as_notation, links_in
from vergezicht.stories.translating.translation import Translation
from vergezicht.stories.translating.words import Text, texts_of
from vergezicht.stories.translating.writing import save_texts, version_of, what_is_wrong

RICH = (
    '<p data-block-key="a1">Kijk <b>goed</b> en <i>nog <b>eens</b></i>: <a linktype="page" id="3">hier</a>.</p>'
    "<h3>Een kop</h3><ul><li>een<ul><li>dieper</li></ul></li><li>twee</li></ul><ol><li>drie</li></ol>"
    "<p>1. * slot<br/>x</p>"
)


@pytest.fixture
def two_languages(monkeypatch: pytest.MonkeyPatch, db: None) -> Iterator[StoryPage]:
    both = replace(municipality(), languages=("nl", "en"))
    for module in ("publication.translated", "stories.translating.screens", "stories.reviewing.previews",
                   "stories.wagtail_hooks"):  # fmt: skip
        monkeypatch.setattr(f"vergezicht.{module}.municipality", lambda: both)
    yield StoryPage.objects.get(slug="verhaal")


def _pages(*paths: str) -> dict[str, str]:
    return {one.path: render_address(one).decode() for one in public_addresses() if one.path in paths}


def _translate(page: Any, *texts: Text, start: str = "EN ") -> None:
    typed = {text.place: start + text.words for text in texts}
    saved = save_texts(page, "en", typed, {})
    assert not saved.refused and saved.kept == len(texts)


def _find(page: Any, words: str) -> Text:
    return next(text for text in texts_of(page) if words in text.words)


def test_rich_text_is_written_with_marks_and_comes_back_without_its_references() -> None:
    written = as_notation(RICH)
    assert written == (
        "Kijk **goed** en *nog **eens***: [hier](1).\n\n### Een kop\n\n- een\n  - dieper\n- twee\n1. drie\n\n"
        "\\1. \\* slot\nx"
    )
    plain = re.sub(r' data-block-key="\w+"', "", RICH)
    assert as_html(written, links_in(RICH)) == plain
    assert as_html("[there](1) [lost](2)", links_in(RICH)) == '<p><a linktype="page" id="3">there</a> lost</p>'
    assert as_html("a <script> & [b]", []) == "<p>a &lt;script&gt; &amp; [b]</p>"
    for wrong in ("a **b", "*a", "**a *b** c*"):
        with pytest.raises(UnbalancedError):
            as_html(wrong, [])


@given(st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from(" *[]()1-#.<&\\"), min_size=1))
def test_every_paragraph_survives_the_marks(words: str) -> None:
    words = " ".join(words.split())
    html = f"<p>{words.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</p>"
    assert as_html(as_notation(html), []) == (html if words else "")


def test_only_words_are_offered_once_each_and_in_order(two_languages: StoryPage) -> None:
    texts = texts_of(two_languages)
    assert [text.place for text in texts[:2]] == ["title", "lead"]
    assert len({text.place for text in texts}) == len(texts)
    assert all(re.search(r"[^\W\d_]", text.words) for text in texts)
    assert not [text for text in texts if re.search(r"\{[^}]*:[a-z]", text.words)], "the rule of a claim stays behind"
    step = _find(two_languages, "social_cohesion@stadsdeel/noord")
    assert step.rich and step.field and step.block


def test_a_story_is_in_a_language_once_its_title_is(two_languages: StoryPage) -> None:
    before = _pages("/verhaal/", "/en/verhaal/")
    assert list(before) == ["/verhaal/"] and "hreflang" not in before["/verhaal/"]
    first = texts_of(two_languages)[2]
    _translate(two_languages, first)
    assert list(_pages("/verhaal/", "/en/verhaal/")) == ["/verhaal/"]
    step = _find(two_languages, "liveability_mark}")
    _translate(two_languages, texts_of(two_languages)[0], step)
    found = _pages("/verhaal/", "/en/verhaal/", "/en/verhaal/kern/", "/en/cijfers/")
    english = found["/en/verhaal/"]
    assert '<html lang="en"' in english and "<h1>EN " in english and "See the figures" in english
    assert re.findall(r'rel="alternate" hreflang="(..)" href="[^"]*?/((?:en/)?verhaal/)"', found["/verhaal/"]) == [
        ("nl", "verhaal/"), ("en", "en/verhaal/")]  # fmt: skip
    assert 'href="/en/verhaal/kern/"' in english and 'href="/en/verhaal/"' in found["/en/cijfers/"]
    assert re.search(r'rel="canonical" href="[^"]+/en/verhaal/"', found["/en/verhaal/kern/"])
    anchors = re.compile(r'<section class="chapter[^"]*" id="([^"]+)"')
    assert anchors.findall(english) == anchors.findall(found["/verhaal/"])
    assert "\ue000" not in english and "\ue001" not in english


def test_a_translation_is_looked_at_before_it_is_there(two_languages: StoryPage, client: Client) -> None:
    story = two_languages
    look = reverse("look_at_translation", args=[story.pk, "en"])
    assert client.get(look).status_code == 302
    client.force_login(User.objects.create_superuser("redacteur"))
    assert ("taal:en", "Vertaling: English") in story.preview_modes
    draft = story.get_latest_revision_as_object()
    draft.lead = "Nog niemand las deze inleiding."
    draft.save_revision()
    _translate(draft, _find(draft, "Nog niemand las"))
    shown = client.get(look).content.decode()
    assert '<html lang="en"' in shown
    assert "EN Nog niemand las deze inleiding." in shown
    assert f'<span lang="nl">{story.title}</span>' in shown, "what is not translated is Dutch and says so"
    assert not _pages("/en/verhaal/"), "and nothing of it is public"
    assert look in client.get(reverse("translate", args=[story.pk, "en"])).content.decode()
    assert StoryPage(title="Nieuw").preview_modes[-1][0] == "voorlezen"


def test_the_page_of_an_area_names_the_translated_story(two_languages: StoryPage) -> None:
    story = two_languages
    path = "/stadsdelen/noord/"
    before = _pages(f"/en{path}")[f"/en{path}"]
    chapter = next(text for text in texts_of(story) if text.words == story.chapters[0].title)
    assert f'<span lang="nl">{story.chapters[0].title}</span></a>' in before
    _translate(story, _find(story, story.title), chapter)
    pages = _pages(path, f"/en{path}")
    assert f">EN {story.chapters[0].title}</a>" in pages[f"/en{path}"]
    assert f">{story.chapters[0].title}</a>" in pages[path]


def test_what_is_not_translated_is_dutch_and_says_so(two_languages: StoryPage) -> None:
    _translate(two_languages, texts_of(two_languages)[0])
    english = _pages("/en/verhaal/")["/en/verhaal/"]
    chapter = two_languages.chapters[0]
    assert f'<h2 id="{chapter.anchor}-kop"><span lang="nl">{chapter.title}</span></h2>' in english
    assert '<p lang="nl">Begin 2020' in re.sub(r' data-block-key="\w+"', "", english)
    assert english.count("This part has not been fully translated yet.") > 5
    head = english[: english.index("</head>")]
    assert "<span" not in head and two_languages.lead.split("'")[0] in head
    assert not re.search(r'="[^"<>]*<span', english)


def test_the_numbers_of_a_translation_are_those_of_the_release_in_its_notation(two_languages: StoryPage) -> None:
    step = _find(two_languages, "social_cohesion@stadsdeel/noord")
    _translate(two_languages, texts_of(two_languages)[0], step)
    found = _pages("/verhaal/", "/en/verhaal/")
    pattern = re.compile(r'<a class="number"[^>]*>([^<]+)</a>, de stad op')
    dutch, english = (pattern.search(found[path]) for path in ("/verhaal/", "/en/verhaal/"))
    assert dutch and english and "," in dutch[1] and dutch[1].replace(",", ".") == english[1]
    assert ":hoger}" not in found["/en/verhaal/"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("Only words", "{a@buurt/x}"), ("{a@buurt/x} {b}", "{b}"), ("{a@buurt/x} [there](1)", ""),
        ("{a@buurt/x} there", "(1)"), ("{a@buurt/x} [there](1) [x](2)", "link"),
        ("{a@buurt/x} **[there](1)", "sterretje"),
        ("{a@buurt/x} [there](1) {op-kaart@buurt/x}", "{op-kaart@buurt/x}"),
    ],
)  # fmt: skip
def test_a_translation_keeps_figures_and_links_or_is_refused_by_name(given: str, told: str) -> None:
    wrong = what_is_wrong(Text("b/text", "Cijfer {a@buurt/x} [daar](1)", "tekst", rich=True), given)
    assert (told in wrong) if told else not wrong


def test_two_translators_see_each_others_words(two_languages: StoryPage, client: Client) -> None:
    title = texts_of(two_languages)[0]
    address = reverse("translate", args=[two_languages.pk, "en"])
    client.force_login(User.objects.create_superuser("vertaler"))
    opened = client.get(address).content.decode()
    assert "0 van" in opened and "Vertalen: English" in opened
    mine = {f"tekst:{title.place}": "Mine", f"versie:{title.place}": ""}
    assert client.post(address, mine).status_code == 302
    refused = client.post(address, {f"tekst:{title.place}": "Theirs", f"versie:{title.place}": ""})
    shown = refused.content.decode()
    assert refused.status_code == 409 and "Iemand anders" in shown and "Mine" in shown and ">Theirs</textarea>" in shown
    version = re.search(r'name="versie:title" value="(\w+)"', shown)
    assert version
    again = {f"tekst:{title.place}": "Theirs", f"versie:{title.place}": version[1]}
    assert client.post(address, again).status_code == 302
    assert [row.text for row in TranslatedText.objects.all()] == ["Theirs"]
    assert client.post(address, {f"tekst:{title.place}": "", f"versie:{title.place}": ""}).status_code == 409
    assert TranslatedText.objects.count() == 1


def test_a_wrong_text_stays_on_the_screen_and_the_others_are_kept(two_languages: StoryPage, client: Client) -> None:
    title, step = texts_of(two_languages)[0], _find(two_languages, "{liveability_mark}")
    client.force_login(User.objects.create_superuser("vertaler"))
    posted = {
        "tekst:title": "The title",
        "versie:title": "",
        f"tekst:{step.place}": "No figure",
        f"versie:{step.place}": "",
    }
    answer = client.post(reverse("translate", args=[two_languages.pk, "en"]), posted)
    shown = answer.content.decode()
    assert answer.status_code == 409 and "Dit cijfer ontbreekt: {liveability_mark}" in shown and "No figure" in shown
    assert [row.place for row in TranslatedText.objects.all()] == [title.place]


def test_only_who_may_edit_the_story_translates_it(two_languages: StoryPage, client: Client) -> None:
    address = reverse("translate", args=[two_languages.pk, "en"])
    assert client.get(address).status_code == 302
    client.force_login(User.objects.create_user("iemand"))
    assert client.get(address).status_code in {302, 403}
    client.force_login(User.objects.create_superuser("redactie"))
    assert client.get(reverse("translate", args=[two_languages.pk, "nl"])).status_code == 404
    assert address in client.get(reverse("wagtailadmin_pages:edit", args=[two_languages.pk])).content.decode()


def _rewrite(page: StoryPage, before: str, after: str, *, publish: bool) -> StoryPage:
    draft = page.get_latest_revision_as_object()
    body = [dict(item) for item in draft.body.raw_data]
    changed = next(item for item in body if item["type"] == "text" and before in item["value"])
    changed["value"] = changed["value"].replace(before, after)
    draft.body = body
    revision = draft.save_revision(changed=True)
    if publish:
        revision.publish()
    return StoryPage.objects.get(pk=page.pk)


def test_changed_dutch_makes_a_translation_outdated_and_a_draft_leaks_nothing(
    two_languages: StoryPage, client: Client
) -> None:
    page = _rewrite(two_languages, "Begin 2020", "In 2020", publish=True)
    text = _find(page, "In 2020")
    _translate(page, texts_of(page)[0], text)
    page = _rewrite(page, "In 2020", "In het voorjaar van 2020", publish=False)
    draft = page.get_latest_revision_as_object()
    part = next(one for one in Translation(draft, "en", draft=True).parts if one.text.place == text.place)
    assert part.state == "verouderd"
    assert ("new", " het voorjaar van") in changes_between(part.row.source, part.text.words)
    client.force_login(User.objects.create_superuser("vertaler"))
    shown = client.get(reverse("translate", args=[page.pk, "en"])).content.decode()
    assert "2 van" in shown and "1 verouderd" in shown and "<ins> het voorjaar van</ins>" in shown
    save_texts(draft, "en", {text.place: "Secret of the draft"}, {text.place: version_of(part)})
    online = _pages("/en/verhaal/")["/en/verhaal/"]
    assert "EN In 2020" in online and "Secret" not in online and "has changed since" not in online
    page = _rewrite(page, "In het voorjaar van 2020", "In de lente van 2020", publish=True)
    online = _pages("/en/verhaal/")["/en/verhaal/"]
    assert "EN In 2020" in online and "Secret" not in online and "has changed since" in online


def test_what_still_holds_is_said_with_one_button(two_languages: StoryPage, client: Client) -> None:
    text = _find(two_languages, "Begin 2020")
    _translate(two_languages, text)
    page = _rewrite(two_languages, "Begin 2020", "Aan het begin van 2020", publish=False)
    client.force_login(User.objects.create_superuser("vertaler"))
    address = reverse("translate", args=[page.pk, "en"])
    opened = client.get(address).content.decode()
    seen = re.search(rf'name="versie:{re.escape(text.place)}" value="(\w+)"', opened)
    assert seen and "1 verouderd" in opened
    standing = TranslatedText.objects.get(place=text.place).text
    posted = {f"tekst:{text.place}": standing, f"versie:{text.place}": seen[1], "klopt": text.place}
    assert client.post(address, posted).status_code == 302
    assert "0 verouderd" in client.get(address).content.decode()


def test_an_archive_brings_the_translations_along(two_languages: StoryPage) -> None:
    _translate(two_languages, *texts_of(two_languages)[:6])
    old = StoryPage.objects.get(slug="verhaal")
    archive = write_archive(old)
    arrival = read_archive(archive, file="verhaal.zip", slug="tweede", publish=True)
    rows = TranslatedText.objects.filter(page_id=arrival.story.pk)
    assert {(row.place, row.text) for row in rows} == {
        (row.place, row.text) for row in TranslatedText.objects.filter(page_id=old.pk)
    }
    found = _pages("/en/tweede/", "/en/verhaal/")
    assert found["/en/tweede/"].replace("tweede", "verhaal") == found["/en/verhaal/"].replace("tweede", "verhaal")


def test_a_text_page_is_translated_in_the_same_way(two_languages: StoryPage) -> None:
    page = TextPage.objects.live().first()
    assert page is not None
    _translate(page, *texts_of(page))
    path = f"/en/{page.slug}/"
    english = _pages(path)[path]
    assert "<h1>EN " in english and 'lang="nl"' not in english[english.index("<main") : english.index("</main>")]


def test_words_for_search_engines_are_those_of_the_page_that_was_written(two_languages: StoryPage) -> None:
    story = two_languages
    story.seo_title, story.search_description = "Titel & meer", 'Wat "anderen" vinden'
    story.save()
    _translate(story, *texts_of(story))
    pages = _pages("/verhaal/", "/en/verhaal/")
    head = pages["/verhaal/"].partition("</head>")[0]
    assert "Titel &amp; meer · Zwolle</title>" in head
    assert 'name="description" content="Wat &quot;anderen&quot; vinden"' in head
    assert "Titel &amp; meer" not in pages["/en/verhaal/"] and "anderen&quot; vinden" not in pages["/en/verhaal/"]


def test_a_story_that_is_read_from_right_to_left(two_languages: StoryPage, monkeypatch: pytest.MonkeyPatch) -> None:
    english = known_languages()["en"]
    known = known_languages() | {"en": replace(english, direction="rtl")}
    for module in ("speech.known_languages", "known_languages"):
        monkeypatch.setattr(f"vergezicht.languages.{module}", lambda: known)
    _translate(two_languages, texts_of(two_languages)[0])
    page = _pages("/en/verhaal/")["/en/verhaal/"]
    assert '<html lang="en" dir="rtl"' in page and '<span lang="nl" dir="ltr">' in page


@pytest.mark.django_db
def test_a_site_with_one_language_says_who_adds_another(client: Client) -> None:
    edit = reverse("wagtailadmin_pages:edit", args=[StoryPage.objects.live()[0].pk])
    shown = f'href="{reverse("how_to_translate")}"'
    client.force_login(make_user("schrijver", Role.COMMUNICATION))
    answer = client.get(edit)
    assert answer.status_code == 200 and shown not in answer.content.decode(), "a dead end for who cannot add one"
    client.force_login(make_user("beheerder", Role.ADMINISTRATOR))
    assert shown in client.get(edit).content.decode()
    told = client.get(reverse("how_to_translate")).content.decode()
    assert 'languages = ["nl", "en"]' in told
