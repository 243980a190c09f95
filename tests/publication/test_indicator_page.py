"""The page of a figure says each thing once."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from vergezicht.challenges.ground import current_release
from vergezicht.pictures import figure_sentence
from vergezicht.publication.addresses import public_addresses
from vergezicht.publication.baking.bake import render_address
from vergezicht.stories.paths import indicator_path

pytestmark = pytest.mark.django_db


def test_what_the_lead_says_of_the_municipality_is_not_said_again_at_every_drawing() -> None:
    release = current_release()
    assert release is not None
    addresses = {address.path: address for address in public_addresses()}
    for indicator in release.indicators[:4]:
        page = BeautifulSoup(render_address(addresses[indicator_path(indicator)]), "html.parser")
        city = release.geography.gemeente
        told = figure_sentence(indicator, city, release.figure(indicator.code, city.code))
        captions = [caption.get_text() for caption in page.select(".picture__sentence")]
        assert len(captions) >= 3
        assert all(len(caption) > 30 and told not in caption for caption in captions), captions
        assert told[:20] in page.select_one(".lead").get_text()
