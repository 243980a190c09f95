"""Letter: what readers and submitters send and somebody has to decide about; and the text as it was handed in."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from vergezicht.initiatives.models.initiative import Initiative
from vergezicht.initiatives.models.place import MeetingPlace
from vergezicht.initiatives.models.sealed import opened_from
from vergezicht.languages import SOURCE, noted


class LetterKind(models.TextChoices):
    NOTICE = "melding", noted("Melding over een pagina")
    APPEAL = "bezwaar", noted("Bezwaar tegen een besluit")
    QUESTION = "vraag", noted("Vraag of opmerking")
    CORRECTION = "verbetering", noted("Verbetering van een plek")
    GONE = "weg", noted("Het is er niet meer")


class NoticeReason(models.TextChoices):
    PERSON = "persoon", noted("Er staat iets over een persoon")
    HURTFUL = "kwetsend", noted("Het is kwetsend of strafbaar")
    ADVERT = "reclame", noted("Het is reclame")
    WRONG = "onjuist", noted("Het klopt niet")
    OTHER = "anders", noted("Iets anders")


class LetterState(models.TextChoices):
    OPEN = "open", "Te bekijken"
    ACCEPTED = "ja", "Overgenomen"
    REFUSED = "nee", "Niet overgenomen"


# What was decided, as the sender reads it: accepted and refused.
_OUTCOMES = {
    LetterKind.NOTICE: (noted("Wij hebben uw melding overgenomen."), noted("Wij hebben uw melding niet overgenomen.")),
    LetterKind.APPEAL: (
        noted("Uw bezwaar is gegrond: wij bekijken het voorstel opnieuw."),
        noted("Uw bezwaar is niet gegrond: ons besluit blijft zoals het was."),
    ),
    LetterKind.QUESTION: (
        noted("Uw vraag staat met ons antwoord op de site."),
        noted("Uw vraag komt niet op de site."),
    ),
    LetterKind.CORRECTION: (
        noted("Wij hebben uw verbetering overgenomen."),
        noted("Wij hebben uw verbetering niet overgenomen."),
    ),
    LetterKind.GONE: (
        noted("Op de site staat nu dat het er niet meer is."),
        noted("Op de site staat nog dat het er is."),
    ),
}


class Letter(models.Model):
    """A message from outside. Its text and address are sealed and go after ``expires_at``; what becomes public, a
    question with its answer, stands in ``public_text`` and ``answer``. ``fields`` are proposed corrections.
    """

    kind = models.CharField("soort", max_length=12, choices=LetterKind.choices)
    state = models.CharField("stand", max_length=6, choices=LetterState.choices, default=LetterState.OPEN)
    about = models.CharField("over (adres op de site)", max_length=200, blank=True)
    reason = models.CharField("reden", max_length=20, blank=True)
    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="letters", null=True, blank=True)
    place = models.ForeignKey(MeetingPlace, models.CASCADE, related_name="letters", null=True, blank=True)
    sealed_text = models.BinaryField(default=bytes)
    text = opened_from("sealed_text", purpose="letter")
    sealed_address = models.BinaryField(default=bytes)
    address = opened_from("sealed_address", purpose="letter")
    language = models.CharField("taal van onze mail", max_length=8, default=SOURCE)
    fields = models.JSONField("voorgesteld", default=dict, blank=True)
    public_text = models.TextField("op de site", blank=True)
    answer = models.TextField("antwoord", blank=True)
    role = models.CharField("door (rol)", max_length=80, blank=True)
    at = models.DateTimeField("binnengekomen op", default=timezone.now)
    decided_at = models.DateTimeField("besloten op", null=True, blank=True)
    expires_at = models.DateTimeField("wissen na", db_index=True)

    class Meta:
        verbose_name = "bericht van buiten"
        verbose_name_plural = "berichten van buiten"
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["state", "kind", "at"], name="letters_by_state")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.pk})"

    @property
    def is_accepted(self) -> bool:
        return self.state == LetterState.ACCEPTED

    @property
    def outcome(self) -> str:
        """What was decided, in a sentence for who sent it."""
        accepted, refused = _OUTCOMES[LetterKind(self.kind)]
        return accepted if self.is_accepted else refused

    @property
    def reason_words(self) -> str:
        """The reason of a notice as the reader chose it."""
        return str(NoticeReason(self.reason).label) if self.reason in NoticeReason.values else ""


class Original(models.Model):
    """The text as it was handed in: for an appeal or a complaint, sealed, and gone after ``expires_at``."""

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="originals")
    sealed_text = models.BinaryField(default=bytes)
    text = opened_from("sealed_text", purpose="original")
    at = models.DateTimeField("ingediend op", default=timezone.now)
    expires_at = models.DateTimeField("wissen na", db_index=True)

    class Meta:
        verbose_name = "tekst zoals ingediend"
        verbose_name_plural = "teksten zoals ingediend"
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"zoals ingediend ({self.initiative_id})"
