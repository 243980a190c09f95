"""Partner: an organisation, or a kind of party, that works in the area."""

from __future__ import annotations

from django.db import models

from vergezicht.languages import noted


class PartnerKind(models.TextChoices):
    MUNICIPALITY = "gemeente", noted("Gemeente")
    HOUSING = "wonen", noted("Woningcorporatie")
    WELFARE = "welzijn", noted("Welzijn en sociaal werk")
    CARE = "zorg", noted("Zorg")
    EDUCATION = "onderwijs", noted("Onderwijs")
    SAFETY = "veiligheid", noted("Politie en handhaving")
    SPORT = "sport-cultuur", noted("Sport en cultuur")
    BUSINESS = "ondernemers", noted("Ondernemers")
    RESIDENTS = "bewoners", noted("Bewoners en hun groepen")
    OTHER = "anders", noted("Anders")


class Partner(models.Model):
    """A wijkpartner. Never a person: contact is a function mailbox or a telephone number of the organisation."""

    name = models.CharField("naam", max_length=120, unique=True)
    slug = models.SlugField("adres op de site", unique=True)
    kind = models.CharField("soort", max_length=20, choices=PartnerKind.choices, default=PartnerKind.OTHER)
    contact = models.CharField(
        "contact", max_length=120, blank=True, help_text="Een algemeen adres of nummer, nooit dat van een persoon."
    )
    is_example = models.BooleanField("voorbeeldinhoud", default=False)

    class Meta:
        verbose_name = "partner"
        verbose_name_plural = "partners"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
