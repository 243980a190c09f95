"""Conversations are kept without who said what; their harvest leads to figures and challenges."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError

from vergezicht.challenges.anonymity import traces_of_persons
from vergezicht.challenges.example.content import load_conversations
from vergezicht.challenges.ground import current_release
from vergezicht.challenges.models import (
    Conversation,
    HarvestItem,
)
from vergezicht.challenges.naming import wrong_references
from vergezicht.challenges.queries import public_conversations
from vergezicht.challenges.references import parse_reference, parse_references
from vergezicht.problems import BadInput

pytestmark = pytest.mark.django_db


def test_the_example_has_conversations_that_lead_to_challenges_and_figures() -> None:
    release = current_release()
    conversations = public_conversations()
    assert len(conversations) == 7
    for item in HarvestItem.objects.all():
        assert item.challenges.exists()
        assert wrong_references(item.figures, release) == []
    assert {method for (method,) in Conversation.objects.values_list("method")} >= {"bustour", "muur"}


@pytest.mark.parametrize(
    ("text", "trace"),
    [
        ("mail naar jan@voorbeeld.nl", "een mailadres"),
        ("bel 06-12345678", "een telefoonnummer"),
        ("bel 038 421 00 00", "een telefoonnummer"),
        ("bel +31 6 12 34 56 78", "een telefoonnummer"),
        ("ze woont op 8011 AB 12", "een postcode met huisnummer"),
        ("in de Kerkstraat 12", "een adres"),
        ("volgens mevrouw Jansen", "een naam"),
        ("zei de heer van der Berg", "een naam"),
        ("nummer 111222333", "een burgerservicenummer"),
        ("In 2020 zei 38% van de 1.200 bewoners ja.", ""),
        ("Wij zijn met 14038 mensen en 9 buurten, in de Kerkstraat.", ""),
        ("meneer zei niets", ""),
    ],
)
def test_traces_of_persons(text: str, trace: str) -> None:
    assert traces_of_persons(text) == ([trace] if trace else [])


def test_a_report_that_leads_to_a_person_is_refused() -> None:
    conversation = Conversation.objects.first()
    conversation.summary = "Mevrouw Pietersen van de Dorpsstraat 4 vertelde over haar buren."
    with pytest.raises(ValidationError) as caught:
        conversation.full_clean()
    assert "een naam" in str(caught.value)
    item = HarvestItem.objects.first()
    item.text = "Bel mij: 0612345678"
    with pytest.raises(ValidationError, match="telefoonnummer"):
        item.full_clean()


def test_there_are_never_more_answers_than_people() -> None:
    conversation = Conversation.objects.first()
    conversation.participants, conversation.recognised = 3, 4
    with pytest.raises(ValidationError, match="meer antwoorden"):
        conversation.full_clean()


def test_wrong_conversations_are_reported_whole(tmp_path: Any) -> None:
    path = tmp_path / "conversations.toml"
    path.write_text(
        '[[conversation]]\ntitle = "x"\ndate = 2030-01-01\ncycle = "nooit"\nmethod = "bustoer"\nareas = ["BU9"]\n'
        'summary = "x"\n[[conversation.harvest]]\nkind = "kracht"\ntext = "x"\nfigures = ["Nee nee"]\n'
        'challenges = ["weg"]\n'
    )
    before = Conversation.objects.count()
    with pytest.raises(BadInput) as caught:
        load_conversations(path)
    for part in ("onbekende cyclus", "bedoelt u bustour?", "BU9", "geen verwijzing", "onbekende opgave"):
        assert part in str(caught.value)
    assert Conversation.objects.count() == before


@pytest.mark.parametrize("text", ["lonely", "lonely@SD1", "lonely@stadsdeel/noord#2020", "lonely#2020"])
def test_a_reference_is_written_as_it_is_read(text: str) -> None:
    assert str(parse_reference(text)) == text
    assert str(parse_reference("{" + text + "}")) == text


def test_what_is_no_reference_is_told() -> None:
    assert parse_reference("Zomaar tekst") is None
    assert len(parse_references(["lonely", "Nee!"])) == 1
    texts = ["Nee!", "weg@SD1", "lonely@stadsdeel/atlantis", "lonely@SD1#1850", "lonely@SD1#2020"]
    assert len(wrong_references(texts, current_release())) == 4
