"""A page of an editor stands beside the pages that the site makes itself, never in their place."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models

from vergezicht.languages import known_languages

# The first part of every address that is no page of an editor; a test holds it against the site.
_OWN = """
.well-known antwoorden assets beeld begin beheer buurten campagnes cijfers cycli delen edities gebieden gemeente
gesprekken ingesloten initiatieven media meedoen methode ontmoetingsplekken open-data opgaven partners raad regelingen
stadsdelen static themas verhalen verkennen wijken zoeken
"""
OWN = frozenset(_OWN.split())


class OwnAddress(models.Model):
    """A page whose address (``slug``) may not be one of the site itself, nor a language of it."""

    class Meta:
        abstract = True

    slug: str

    def clean(self) -> None:
        super().clean()
        if self.slug in OWN or self.slug in known_languages():
            raise ValidationError({"slug": f"/{self.slug}/ is een pagina van de site zelf. Kies een ander adres."})
