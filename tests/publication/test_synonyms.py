"""Words that mean the same to who searches: of the file, of the screen, and kept by an edition."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from tests.challenges.people import make_user
from tests.challenges.sent_back import form_data

from vergezicht.challenges.roles import Role
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking import bake as baking
from vergezicht.publication.baking.bake import bake
from vergezicht.publication.models import Edition, SynonymGroup
from vergezicht.publication.search.index import FILE
from vergezicht.publication.search.query import search
from vergezicht.publication.search.synonyms import all_synonyms, read_synonyms, what_is_wrong

pytestmark = pytest.mark.django_db

NEW = "/beheer/zoekwoorden/new/"


def test_synonyms_of_a_municipality(tmp_path: Path) -> None:
    (tmp_path / "synonyms.txt").write_text("# uitleg\nouderen, senioren # noot\nalleen\n", "utf-8")
    assert read_synonyms(tmp_path) == [["ouderen", "senioren"]]
    assert read_synonyms(tmp_path / "nergens") == []
    assert all_synonyms(tmp_path, ["speeltuin, trapveldje"]) == [["ouderen", "senioren"], ["speeltuin", "trapveldje"]]


@pytest.mark.parametrize(
    ("group", "told"),
    [
        (["oud"], "minstens twee woorden"),
        (["oud", "de"], "‘de’ zegt te weinig"),
        (["oud", "!!"], "‘!!’ is geen woord"),
        (["oud", "bejaard", "Oud"], "‘Oud’ staat er twee keer in"),
        (["reeel", "reëel"], "‘reëel’ staat er twee keer in"),
        (["oud", "Speeltuin"], "‘Speeltuin’ staat al in de groep ‘speeltuin, trapveldje’"),
        (["Senioren", "ouderen"], "Deze woorden betekenen al hetzelfde: ‘ouderen, senioren, bejaarden’"),
    ],
)
def test_what_cannot_be_a_group_is_refused_with_the_reason(group: list[str], told: str) -> None:
    added, filed = [["speeltuin", "trapveldje"]], [["ouderen", "senioren", "bejaarden"]]
    (wrong,) = what_is_wrong(group, added, filed)
    assert told in wrong


def test_a_word_of_the_file_may_get_more() -> None:
    assert list(what_is_wrong(["ouderen", "grijze golf"], [], [["ouderen", "senioren"]])) == []


def test_an_editor_adds_a_group_and_an_edition_is_asked(client: Client) -> None:
    client.force_login(make_user("redactie", Role.COMMUNICATION))
    listed = client.get("/beheer/zoekwoorden/").content.decode()
    assert "ouderen, senioren" in listed, "those of the file are told"
    given = form_data(client.get(NEW).content.decode())
    refused = client.post(NEW, given | {"words": "de"})
    assert "zegt te weinig" in refused.content.decode() and not SynonymGroup.objects.exists()
    assert client.post(NEW, given | {"words": " oud ,bejaard,  senior citizen"}).status_code == 302
    assert SynonymGroup.objects.get().words == "oud, bejaard, senior citizen"
    assert Edition.objects.get().reason == "Zoekwoorden gewijzigd"
    group = SynonymGroup.objects.get()
    path = f"/beheer/zoekwoorden/edit/{group.pk}/"
    again = form_data(client.get(path).content.decode()) | {"words": "oud, bejaard, stokoud"}
    assert client.post(path, again).status_code == 302, "a group is no double of itself"


@pytest.mark.parametrize("role", [Role.DISTRICT_MANAGER, Role.RESEARCHER, Role.BOARD, Role.PARTNER])
def test_who_writes_no_texts_changes_no_words(client: Client, role: Role) -> None:
    client.force_login(make_user("ander", role))
    assert client.get(NEW).status_code != 200
    assert "Zoekwoorden" not in client.get("/beheer/").content.decode()


def test_an_edition_keeps_the_words_that_it_was_made_with(editions: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some = [one for one in public_addresses() if one.path in {"/", "/zoeken/"} or one.path.startswith("/opgaven/")]
    monkeypatch.setattr(baking, "public_addresses", lambda: some)
    assert bake(1, reason="x").folder is not None
    group = SynonymGroup.objects.create(words="wijkopgaven, zwaluwnest")
    second = bake(2, reason="x")
    assert second.folder is not None, "words alone make an edition"
    assert second.changed == ("/zoeken/index.json",)
    group.delete()
    third = bake(3, reason="x")
    assert third.folder is not None

    def kept(folder: Path) -> bool:
        copied = json.loads((folder / "site/zoeken/index.json").read_text("utf-8"))["synonyms"]
        with sqlite3.connect(folder / FILE) as connection:
            served = connection.execute("SELECT count(*) FROM synonym WHERE other = 'zwaluwnest'").fetchone()[0]
        assert (["wijkopgaven", "zwaluwnest"] in copied) == bool(served)
        return bool(served)

    assert [kept(folder) for folder in (second.folder, third.folder)] == [True, False]
    assert bake(4, reason="x").folder is None
    assert len(read_synonyms(Path(settings.MUNICIPALITY_FOLDER))) > 5
    assert search(second.folder / FILE, "zwaluwnest").count > search(third.folder / FILE, "zwaluwnest").count == 0
