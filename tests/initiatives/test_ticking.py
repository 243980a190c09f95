"""One decision about what is ticked: what is refused comes back as it was sent, and a screen opens where work waits."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils import timezone
from tests.initiatives.invented import brought_to

from vergezicht.initiatives.models import Initiative, Letter, LetterKind, LetterState
from vergezicht.initiatives.states import InitiativeState

pytestmark = pytest.mark.django_db
S = InitiativeState
QUEUE, LETTERS = "/beheer/wachtrij/", "/beheer/berichten/"
TYPED = {"target": "afgewezen", "role": "Wijkbeheerder Noord", "note": "Een lange uitleg.", "reason": ""}


def a_letter(kind: LetterKind, text: str) -> Letter:
    return Letter.objects.create(kind=kind, text=text, about="/x/", expires_at=timezone.now())


def ticked(page: str) -> set[int]:
    return {int(key) for key in re.findall(r'name="(?:initiatief|bericht)" value="(\d+)"[^>]* checked', page)}


def test_what_was_typed_in_the_queue_comes_back_when_nothing_is_ticked(admin_client: Client) -> None:
    brought_to(S.SUBMITTED)
    page = admin_client.post(f"{QUEUE}?stand=ingediend", TYPED | {"reason": "Omdat."}).content.decode()
    assert "Vink eerst" in page
    assert 'value="Wijkbeheerder Noord"' in page
    assert "Een lange uitleg.</textarea>" in page
    assert '<option value="afgewezen" selected>' in page


def test_a_refusal_without_a_reason_keeps_the_ticks_the_choice_and_the_words(admin_client: Client) -> None:
    first, _, third = (brought_to(S.SUBMITTED, f"Plan {n}") for n in range(3))
    chosen = {"initiatief": [first.pk, third.pk]}
    page = admin_client.post(f"{QUEUE}?stand=ingediend", TYPED | chosen).content.decode()
    assert "Geef een reden" in page
    assert ticked(page) == {first.pk, third.pk}
    assert "Een lange uitleg.</textarea>" in page
    assert '<option value="afgewezen" selected>' in page
    assert Initiative.objects.get(pk=first.pk).state == S.SUBMITTED


def test_who_comes_second_hears_it_and_keeps_what_was_typed(admin_client: Client) -> None:
    gone, left = brought_to(S.PUBLISHED, "Al gedaan"), brought_to(S.SUBMITTED, "Nog niet")
    chosen = {"initiatief": [gone.pk, left.pk], "reason": "Staat er al."}
    page = admin_client.post(f"{QUEUE}?stand=ingediend", TYPED | chosen).content.decode()
    assert "intussen al besloten" in page
    assert "1 initiatief naar" in page
    assert "Een lange uitleg.</textarea>" in page


def test_what_was_typed_about_letters_comes_back_with_the_ticks(admin_client: Client) -> None:
    first, _ = a_letter(LetterKind.QUESTION, "Mag een hond mee?"), a_letter(LetterKind.QUESTION, "Hoe laat?")
    typed = {"target": "ja", "role": "Wijkbeheerder Noord", "answer": " "}
    page = admin_client.post(f"{LETTERS}?soort=vraag", typed | {"bericht": first.pk}).content.decode()
    assert "met haar antwoord" in page
    assert ticked(page) == {first.pk}
    page = admin_client.post(f"{LETTERS}?soort=vraag", typed | {"answer": "Ja, aan de lijn."}).content.decode()
    assert "Vink eerst" in page
    assert "Ja, aan de lijn.</textarea>" in page
    assert 'value="Wijkbeheerder Noord"' in page


def test_both_screens_open_where_something_waits(admin_client: Client) -> None:
    Initiative.objects.update(response_due=None)
    Letter.objects.update(state=LetterState.REFUSED)
    assert ' aria-current="page">Ingediend' in admin_client.get(QUEUE).content.decode(), "nothing waits"
    brought_to(S.FEASIBILITY)
    a_letter(LetterKind.CORRECTION, "De deur is groen.")
    assert ' aria-current="page">Wordt bekeken' in admin_client.get(QUEUE).content.decode()
    assert "De deur is groen." in admin_client.get(LETTERS).content.decode()
