"""No page of an editor stands where the site has a page of its own."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from vergezicht.publication.addresses import public_addresses
from vergezicht.stories.models import HomePage, StoryPage, TextPage
from vergezicht.stories.saving.own_address import OWN

pytestmark = pytest.mark.django_db


def test_every_address_of_the_site_is_known_as_its_own() -> None:
    pages = set(Page.objects.type(StoryPage, TextPage).values_list("slug", flat=True))
    first = {item.path.split("/")[1] for item in public_addresses() if item.path.count("/") > 1}
    assert len(first) > 15
    assert first - pages <= OWN


@pytest.mark.parametrize("slug", ["verhalen", "zoeken", "en"])
@pytest.mark.parametrize("kind", [StoryPage, TextPage])
def test_an_editor_cannot_take_one(kind: type[Page], slug: str) -> None:
    with pytest.raises(ValidationError, match="van de site zelf"):
        HomePage.objects.get().add_child(instance=kind(title="Verhalen", slug=slug, lead="Kort."))
    assert not Page.objects.filter(slug=slug).exists()
