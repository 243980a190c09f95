"""A story as a template: the same about another area; what cannot follow is told, and the source stays as it is."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.challenges.models import Challenge
from vergezicht.problems import BadInput
from vergezicht.stories.models import HomePage, StoryPage
from vergezicht.stories.moving.rebinding import Rebinding
from vergezicht.stories.moving.retelling import Retelling, areas_in, areas_to_choose, retell
from vergezicht.stories.reviewing.checks import checks_of

pytestmark = pytest.mark.django_db

MARK = "liveability_mark"


def _district(slug: str) -> Area:
    area = municipality().geography.by_slug(AreaLevel.STADSDEEL, slug)
    assert area is not None
    return area


def _block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _items(*values: Any) -> list[dict[str, Any]]:
    return [_block("item", value) for value in values]


@pytest.fixture
def source() -> StoryPage:
    """A story about stadsdeel Noord with every kind of binding to it, and some to what lies in it."""
    north, south = _district("noord"), _district("zuid")
    inside = municipality().geography.members(north.code, AreaLevel.WIJK)[0]
    around = Challenge.objects.exclude(state="concept").first()
    Challenge.objects.filter(pk=around.pk).update(areas=[north.code])
    home = HomePage.objects.get()
    story = StoryPage(
        title="Noord in beeld", slug="noord", lead="Hoe gaat het in Noord? Lees mee.", live=False, body=[]
    )
    home.add_child(instance=story)
    no_image = {"image": None, "alt": "", "decorative": False, "caption": "", "credit": ""}
    step = {"title": "Kijk", "text": f"<p>Een {{{MARK}@{north.code}}}.</p>", "indicator": MARK, "level": "buurt",
            "period": "", "within": north.code, "focus": [north.code, inside.code], "layers": [],
            **no_image}  # fmt: skip
    story.body = [
        _block("chapter", {
            "title": "Wat valt op?", "theme": "",
            "kern": "De samenhang is {social_cohesion@stadsdeel/noord}. {social_cohesion@stadsdeel/noord:hoger}",
        }),
        _block("text", f'<p>Noord &amp; de stad. <a href="/stadsdelen/noord/">Meer</a> en <a linktype="page" '
                       f'id="{story.pk}">dit verhaal</a>. De Noordelijke ring is een weg.</p>'),
        _block("side_panel", {"title": "", "layout": "vast", "steps": _items(step)}),
        _block("headline", {"indicators": [MARK], "area": north.code}),
        _block("figure", {"indicator": MARK, "kind": "verloop", "level": "buurt", "within": "",
                          "areas": [north.code], "period": "",
                          "interpretation": f"Het is {{{MARK}@stadsdeel/noord#2018}}."}),
        _block("trend", {"indicator": MARK, "areas": [north.code, "GM0193"], "interpretation": ""}),
        _block("answers", {"indicator": MARK, "areas": [north.code], "period": "", "interpretation": ""}),
        _block("comparison", {"title": "", "indicator": MARK, "area": north.code, "period": "", "other_indicator": "",
                              "other_area": south.code, "other_period": ""}),
        _block("quick_map", {"title": "Waar?", "drawing": "punt Buurthuis in Noord: stadsdeel/noord",
                             "within": north.code, "text": ""}),
        _block("tour", {"title": "Rond", "layout": "wandeling", "stops": _items(
            {"title": "Begin", "place": "stadsdeel/noord", "area": north.code, "text": "<p>Hier.</p>", **no_image},
            {"title": "Eind", "place": f"wijk/{inside.slug}", "area": inside.code, "text": "<p>Daar.</p>", **no_image},
        )}),
        _block("challenges", {"title": "", "chosen": [around.slug], "theme": "", "area": north.code}),
        _block("button", {"text": "Bekijk Noord", "page": story.pk, "address": ""}),
        _block("table", {"caption": "Tabel", "source": "", "table": {
            "columns": [{"type": "text", "heading": "Gebied"}, {"type": "number", "heading": "In Noord"}],
            "rows": [{"values": ["Cijfer", f"{{{MARK}@stadsdeel/noord}}"]}], "caption": "",
        }}),
    ]  # fmt: skip
    story.save_revision()
    story.save(clean=False)
    return StoryPage.objects.get(pk=story.pk).get_latest_revision_as_object()


@pytest.fixture
def retold(source: StoryPage) -> Retelling:
    return retell(source, _district("noord").code, _district("zuid").code)


def _stored(story: StoryPage) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for item in story.body.get_prep_value():
        found.setdefault(item["type"], []).append(item["value"])
    return found


def _ids(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(_ids, value))
    if not isinstance(value, dict):
        return set()
    own = {value["id"]} if value.keys() == {"type", "value", "id"} else set()
    return own | set().union(*map(_ids, value.values()))


def test_every_binding_goes_to_the_other_area(retold: Retelling) -> None:
    story, south = retold.story, _district("zuid").code
    assert (story.title, story.slug, story.live) == ("Stadsdeel Zuid", "stadsdeel-zuid", False)
    body = _stored(story.get_latest_revision_as_object())
    assert body == _stored(story)
    kern = body["chapter"][0]["kern"]
    assert kern == "De samenhang is {social_cohesion@stadsdeel/zuid}. {social_cohesion@stadsdeel/zuid:hoger}"
    assert 'href="/stadsdelen/zuid/"' in body["text"][0]
    assert f'id="{story.pk}"' in body["text"][0]
    assert body["button"][0]["page"] == story.pk
    step = body["side_panel"][0]["steps"][0]["value"]
    assert (step["within"], step["focus"][0]) == (south, south)
    assert f"{{{MARK}@{south}}}" in step["text"]
    assert body["headline"][0]["area"] == body["quick_map"][0]["within"] == body["challenges"][0]["area"] == south
    assert body["figure"][0]["areas"] == body["answers"][0]["areas"] == [south]
    assert body["figure"][0]["interpretation"] == f"Het is {{{MARK}@stadsdeel/zuid#2018}}."
    assert body["trend"][0]["areas"] == [south, "GM0193"]
    assert body["comparison"][0]["area"] == south
    stop = body["tour"][0]["stops"][0]["value"]
    assert (stop["place"], stop["area"]) == ("stadsdeel/zuid", south)
    assert body["table"][0]["table"]["rows"][0]["values"][1] == f"{{{MARK}@stadsdeel/zuid}}"
    assert retold.moved == {"levend cijfer": 4, "bewering": 1, "link": 1, "gebied in een blok": 10, "plek": 1}


def test_what_has_no_counterpart_stays_and_is_listed_with_its_block(source: StoryPage, retold: Retelling) -> None:
    inside = municipality().geography.members(_district("noord").code, AreaLevel.WIJK)[0]
    body = _stored(retold.story)
    assert body["side_panel"][0]["steps"][0]["value"]["focus"][1] == inside.code
    assert body["tour"][0]["stops"][1]["value"]["area"] == inside.code
    blocks = {item.id: item.block_type for item in retold.story.body}
    told = {(blocks[remark.block], remark.what.partition(":")[0]) for remark in retold.to_choose}
    assert ("side_panel", "gebied in een blok") in told
    assert {("tour", "plek"), ("tour", "gebied in een blok")} <= told
    assert ("quick_map", "de tekening ligt nog in stadsdeel Noord") in told
    assert ("comparison", "stadsdeel Zuid stond hier al") in told
    assert any(kind == "challenges" and what.startswith("de wijkopgave ‘") for kind, what in told)
    assert {kind for kind, _ in told} == {"side_panel", "tour", "quick_map", "comparison", "challenges"}
    assert all(remark.where.startswith("Hoofdstuk ‘Wat valt op?’, ") for remark in retold.to_choose)


def test_what_is_still_to_choose_is_listed_in_the_editor_as_long_as_it_is_so(
    source: StoryPage, retold: Retelling
) -> None:
    def still(story: StoryPage) -> set[tuple[str, str]]:
        return {(check.block, check.text) for check in checks_of(story) if "Dit is nog van het gebied" in check.advice}

    left = {(remark.block, remark.what) for remark in retold.to_choose if "stond hier al" not in remark.what}
    assert still(retold.story) == left
    drawn = next(item for item in retold.story.body if item.block_type == "quick_map")
    drawn.value["drawing"] = ""
    assert still(retold.story) == {one for one in left if one[0] != drawn.id}
    assert still(source) == set()


def test_claims_that_fail_there_and_sentences_with_the_old_name_are_listed(
    source: StoryPage, retold: Retelling
) -> None:
    assert len(retold.broken) == 1
    assert retold.broken[0].startswith("‘hoger’ bij Sociale samenhang (Zuid) klopt hier niet: ")
    named = {remark.what for remark in retold.named}
    assert named == {"Hoe gaat het in Noord?", "Noord & de stad.", "Buurthuis in Noord", "Bekijk Noord", "In Noord"}
    of_template = "Hier staat nog het gebied van het sjabloon"
    assert {check.text for check in checks_of(retold.story) if of_template in check.advice} == named, (
        "when it is opened too"
    )
    assert not any(of_template in check.advice for check in checks_of(source))
    assert retold.story.lead == "Hoe gaat het in Noord? Lees mee."


@pytest.mark.parametrize(
    ("written", "after"),
    [
        ("<p>In Noord is het {M@stadsdeel/noord}.</p>", "<p>In Zuid is het {M@stadsdeel/zuid}.</p>"),
        (
            "<p>Noord is mooi. Stadsdeel Noord krijgt {M@SD2}.</p>",
            "<p>Noord is mooi. Stadsdeel Zuid krijgt {M@SD5}.</p>",
        ),
        ("<p>Noord kreeg meer. {M@stadsdeel/noord:hoger}</p>", "<p>Zuid kreeg meer. {M@stadsdeel/zuid:hoger}</p>"),
        ("<p>De Noord-Zuidlijn: {M@stadsdeel/noord}.</p>", "<p>De Noord-Zuidlijn: {M@stadsdeel/zuid}.</p>"),
        ("<p>Noord naast de stad: {M}.</p>", "<p>Noord naast de stad: {M}.</p>"),
    ],
)
def test_the_name_beside_a_figure_that_moves_moves_too(written: str, after: str) -> None:
    codes = {"SD2": _district("noord").code, "SD5": _district("zuid").code, "{M": f"{{{MARK}"}
    for short, code in codes.items():
        written, after = written.replace(short, code), after.replace(short, code)
    assert Rebinding(_district("noord"), _district("zuid")).text(written) == after


def test_the_source_stays_and_no_id_is_shared(source: StoryPage) -> None:
    before, revision = source.body.get_prep_value(), source.latest_revision_id
    retold = retell(source, _district("noord").code, _district("zuid").code, title="Zuid", slug="over-zuid")
    assert (retold.story.title, retold.story.slug) == ("Zuid", "over-zuid")
    again = StoryPage.objects.get(pk=source.pk)
    assert again.latest_revision_id == revision
    assert again.body.get_prep_value() == source.body.get_prep_value() == before
    assert len(_ids(before)) == len(_ids(retold.story.body.get_prep_value()))
    assert not _ids(before) & _ids(retold.story.body.get_prep_value())


def test_everything_that_is_wrong_is_told_at_once(source: StoryPage) -> None:
    north, east = _district("noord"), _district("oost")
    wijk = municipality().geography.at(AreaLevel.WIJK)[0]
    count = StoryPage.objects.count()

    def refused(area: str, other: str, **options: str) -> str:
        with pytest.raises(BadInput) as caught:
            retell(source, area, other, **options)
        assert StoryPage.objects.count() == count
        return str(caught.value)

    told = refused(east.code, wijk.code, slug="verhaal", title="x" * 300)
    for part in ("niets in dit verhaal hoort bij stadsdeel Oost", "is een stadsdeel en", "adres /verhaal/", "te lang"):
        assert part in told, (part, told)
    assert "hetzelfde: stadsdeel Noord" in refused(north.code, north.code)
    told = refused("GM0193", "onzin")
    assert "kies het gebied" in told
    assert "kies het nieuwe gebied" in told
    assert "dit adres kan niet" in refused(north.code, east.code, slug="!!!")


def test_the_form_offers_what_the_story_is_about(source: StoryPage) -> None:
    inside = municipality().geography.members(_district("noord").code, AreaLevel.WIJK)[0]
    assert {area.code for area in areas_in(source)} == {_district("noord").code, _district("zuid").code, inside.code}
    assert set(areas_to_choose([inside])) == {"Wijken"}
    assert list(areas_to_choose(areas_in(source))) == ["Stadsdelen", "Wijken"]


def test_the_editor_makes_one_with_a_report_and_a_partner_does_not(client: Client, source: StoryPage) -> None:
    client.force_login(User.objects.create_superuser("redactie", password="x"))
    address = f"/beheer/verhaal/{source.pk}/sjabloon/"
    assert address in client.get(f"/beheer/pages/{source.pk}/edit/").content.decode()
    form = client.get(address).content.decode()
    assert "Maak het concept" in form
    assert f'Kies het dan eerst <a href="/beheer/pages/{source.pk}/edit/">' in form
    north, south = _district("noord").code, _district("zuid").code
    answer = client.post(address, {"area": north, "other": north, "title": "", "slug": "verhaal"})
    assert answer.status_code == 400
    assert "hetzelfde" in answer.content.decode()
    assert "/verhaal/" in answer.content.decode()
    page = client.post(address, {"area": north, "other": south, "title": "", "slug": ""}).content.decode()
    made = StoryPage.objects.get(slug="stadsdeel-zuid")
    assert made.owner.username == "redactie"
    for part in ("levend cijfer: 4", "Nog te kiezen", "klopt hier niet", "Bekijk Noord"):
        assert part in page, part
    assert f"/beheer/pages/{made.pk}/edit/#:w:contentpath=body.{made.body[2].id}" in page
    partner = User.objects.create_user("partner-z", password="x")
    partner.groups.add(Group.objects.get(name="Partner"))
    client.force_login(partner)
    client.post(address, {"area": north, "other": south, "title": "", "slug": "van-partner"})
    assert not StoryPage.objects.filter(slug="van-partner").exists()


def test_a_story_without_an_area_says_so_instead_of_a_form_that_cannot_be_sent(client: Client) -> None:
    client.force_login(User.objects.create_superuser("redactie"))
    story = StoryPage(title="Zonder gebied", slug="zonder", lead="Kort.", live=False, body=[])
    HomePage.objects.get().add_child(instance=story)
    page = client.get(f"/beheer/verhaal/{story.pk}/sjabloon/").content.decode()
    assert "hoort nog niet bij een stadsdeel, wijk of buurt" in page
    assert 'name="other"' not in page
