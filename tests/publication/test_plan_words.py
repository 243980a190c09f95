"""What the page of a plan says of the challenge that it was made for, whatever became of it."""

from __future__ import annotations

import pytest

from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives.queries import public_initiatives
from vergezicht.initiatives.states import FINAL
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("stopped", "said", "unsaid"),
    [(True, "Dit plan hoorde bij", "Dit plan hoort bij"), (False, "Dit plan hoort bij", "Dit plan hoorde bij")],
)
def test_a_plan_that_stopped_helps_no_more(stopped: bool, said: str, unsaid: str) -> None:
    plan = next(item for item in public_initiatives() if (item.state in FINAL) == stopped)
    plan.challenges.add(all_challenges()[0])
    address = next(item for item in public_addresses() if item.path == f"/initiatieven/{plan.slug}/")
    text = render_address(address).decode()
    assert said in text
    assert unsaid not in text
    assert "helpt de wijkopgave" not in text
