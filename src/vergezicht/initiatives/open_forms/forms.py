"""The open forms: six parts for an idea, five for a scheme, one for support. Plain fields, no script needed."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.queries import all_challenges
from vergezicht.initiatives.choices import neighbourhood_choices
from vergezicht.initiatives.following import Followed
from vergezicht.initiatives.models import (
    Applicant,
    Frequency,
    Initiative,
    InitiativeKind,
    MeetingPlace,
    NameMode,
    Need,
    NoticeReason,
    Precision,
    SupportKind,
    Topic,
)
from vergezicht.initiatives.open_forms.fields import (
    AddressField,
    PlainField,
    PointField,
    Trapped,
    clean_text,
    without_links,
)
from vergezicht.initiatives.points import MapPoint, area_at, has_borders, is_within
from vergezicht.initiatives.rules import rules
from vergezicht.languages import noted, say
from vergezicht.languages.marks import kept, own_words


def _areas() -> list[Any]:
    return [("", say("Kies uw wijk of buurt")), *neighbourhood_choices()]


def _categories() -> list[tuple[str, str]]:
    return [("", say("Kies een onderwerp")), *((item.code, own_words(item.title)) for item in rules().categories)]


def _challenges() -> list[tuple[str, str]]:
    return [("", say("Weet ik niet, of geen")), *((item.slug, kept(item.title)) for item in all_challenges())]


def _elsewhere(found: Area | None) -> str:
    if found is None:
        return say("De plek ligt in een ander gebied: kies dat gebied, of verplaats de plek.")
    return say("De plek ligt in {area}: kies dat gebied, of verplaats de plek.", area=found.name)


def _radio(choices: Any, initial: str) -> dict[str, Any]:
    return {"choices": choices, "initial": initial, "widget": forms.RadioSelect}


_ASKED = {
    "title": noted("Vul in hoe uw idee heet."),
    "summary": noted("Vertel uw idee in een paar zinnen."),
    "kind": noted("Kies wat u wilt beginnen."),
    "category": noted("Kies waar het over gaat."),
    "area": noted("Kies uw wijk of buurt."),
    "address": noted("Vul uw mailadres in."),
}
_WITHOUT_MAP = noted(
    "Vul twee getallen in: 52,51234 en 6,09123. Veel kaarten op een telefoon tonen ze als u lang op de plek drukt. "
    "Kies ook ‘De precieze plek’."
)


class IdeaForm(Trapped):
    """An idea. With ``draft`` only the address is needed, the rest may come later.

    Nothing is chosen beforehand but what shows the least: what nobody picked would be counted as if they had.
    """

    NEEDED: ClassVar[dict[str, str]] = {
        "street": noted("(alleen nodig bij ‘De straat’)"),
        "point": noted("(alleen nodig bij ‘De precieze plek’)"),
        "photo_alt": noted("(alleen nodig bij een foto)"),
        "public_name": noted("(niet nodig bij ‘Een bewoner’)"),
    }
    title = PlainField(label=noted("Hoe heet uw idee?"), max_length=80)
    summary = PlainField(
        label=noted("Vertel het in het kort"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    body = PlainField(
        label=noted("Wilt u er meer over kwijt?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    kind = forms.ChoiceField(label=noted("Wat wordt het?"), choices=InitiativeKind.choices, widget=forms.RadioSelect)
    category = forms.ChoiceField(label=noted("Waar gaat het over?"), choices=_categories)
    area = forms.ChoiceField(label=noted("In welke wijk of buurt?"), choices=_areas)
    precision = forms.ChoiceField(label=noted("Wat mag op de site?"), **_radio(Precision.choices, Precision.WIJK))
    street = PlainField(label=noted("Welke straat of plek?"), max_length=80, required=False)
    point = PointField(
        label=noted("De precieze plek"), max_length=60, required=False,
        help_text=noted("Tik op de kaart, of vul twee getallen in: 52,51234 en 6,09123. Kies ook ‘De precieze plek’."),
    )  # fmt: skip
    needs = forms.MultipleChoiceField(
        label=noted("Wat heeft u nodig?"), choices=Need.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    challenge = forms.ChoiceField(label=noted("Helpt het een wijkopgave?"), choices=_challenges, required=False)
    photo = forms.FileField(
        label=noted("Foto"), required=False,
        help_text=noted("JPEG, PNG of WebP, hoogstens 8 MB. Waar en wanneer de foto is gemaakt, halen wij eruit."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )  # fmt: skip
    photo_alt = PlainField(label=noted("Wat is er op de foto te zien?"), max_length=160, required=False)
    name_mode = forms.ChoiceField(label=noted("Hoe heet u op de site?"), **_radio(NameMode.choices, NameMode.ALIAS))
    public_name = PlainField(label=noted("Naam van de groep, of uw voornaam"), max_length=40, required=False)
    address = AddressField(
        label=noted("Uw mailadres"), max_length=200,
        help_text=noted("Komt nooit op de site. U krijgt een code om te bevestigen."),
    )  # fmt: skip

    def __init__(self, *args: Any, draft: bool = False, known: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, words in _ASKED.items():
            self.fields[name].error_messages["required"] = say(words)
        if not has_borders():
            self.fields["point"].help_text = say(_WITHOUT_MAP)
        self.draft = draft
        if known:  # the address was confirmed before
            del self.fields["address"]

    def full_clean(self) -> None:
        """What a draft leaves open is asked for all the same when it is sent: a field goes on saying that."""
        waiting = [self.fields[name] for name in _ASKED if self.draft and name != "address"]
        for field in waiting:
            field.required = False
        super().full_clean()
        for field in waiting:
            field.required = True

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.draft:
            self._check_needed(values)
        if values.get("name_mode") == NameMode.FIRST_NAME and len(str(values.get("public_name", "")).split()) > 1:
            self.add_error("public_name", say("Alleen een voornaam: een achternaam komt niet op de site."))
        self._check_place(values)
        if values.get("photo") and not values.get("photo_alt"):
            self.add_error("photo_alt", say("Vertel in een zin wat er te zien is, voor wie de foto niet ziet."))
        return values

    def _check_needed(self, values: dict[str, Any]) -> None:
        """What another answer makes necessary is there."""
        if values.get("name_mode") != NameMode.ALIAS and not values.get("public_name"):
            self.add_error("public_name", say("Vul de naam in die op de site mag, of kies ‘Een bewoner’."))
        if values.get("precision") == Precision.STREET and not values.get("street"):
            self.add_error("street", say("Vul de straat in, of kies ‘Alleen de wijk of buurt’."))
        if values.get("precision") == Precision.POINT and not values.get("point") and "point" not in self.errors:
            self.add_error(
                "point",
                say("Geef de plek aan. Of kies ‘De straat’ en vul de straat in, of kies ‘Alleen de wijk of buurt’."),
            )

    def _check_place(self, values: dict[str, Any]) -> None:
        """A point that may be shown lies where the submitter says that it is."""
        point: MapPoint | None = values.get("point")
        if values.get("precision") != Precision.POINT:
            values["point"] = None  # what may not be shown is not kept
        elif point is not None and values.get("area") and has_borders() and not is_within(point, values["area"]):
            self.add_error("area", _elsewhere(area_at(point)))

    def initial_from(self, initiative: Initiative) -> None:
        """Fill the form with what was written before."""
        first = initiative.challenges.first()
        self.initial = {
            "title": initiative.title, "summary": initiative.summary, "body": initiative.body, "kind": initiative.kind,
            "category": initiative.category, "area": next(iter(initiative.areas), ""), "street": initiative.street,
            "precision": initiative.precision, "needs": initiative.needs, "name_mode": initiative.name_mode,
            "public_name": initiative.public_name, "challenge": first.slug if first else "",
            "point": initiative.point or "",
        }  # fmt: skip


class FinderForm(forms.Form):
    """Four questions; the answers stand in the address of the page and say nothing about a person."""

    soort = forms.ChoiceField(
        label=noted("Wat wilt u beginnen?"), **_radio(InitiativeKind.choices, InitiativeKind.ACTIVITY)
    )
    bedrag = forms.IntegerField(
        label=noted("Hoeveel geld denkt u nodig te hebben?"), required=False, min_value=0, max_value=1_000_000,
        help_text=noted("In hele euro's. Laat leeg als u het niet weet."),
    )  # fmt: skip
    wie = forms.ChoiceField(label=noted("Met wie?"), **_radio(Applicant.choices, Applicant.GROUP))
    opgave = forms.ChoiceField(
        label=noted("Helpt uw plan een wijkopgave?"),
        **_radio([("weet-niet", noted("Weet ik niet")), ("ja", noted("Ja")), ("nee", noted("Nee"))], "weet-niet"),
    )
    gebied = forms.ChoiceField(
        label=noted("In welke wijk of buurt?"),
        choices=lambda: [("", say("Overal, of weet ik niet")), *_areas()[1:]],
        required=False,
    )


class SupportForm(Trapped):
    """Support for one initiative."""

    kind = forms.ChoiceField(label=noted("Wat wilt u doen?"), **_radio(SupportKind.choices, SupportKind.SUPPORT))
    offer = PlainField(
        label=noted("Waarmee kunt u helpen?"),
        max_length=200,
        required=False,
        help_text=noted("Mag leeg blijven. Alleen de indiener leest dit."),
    )
    share = forms.BooleanField(label=noted("Geef mijn mailadres één keer door aan de indiener"), required=False)
    follow = forms.BooleanField(label=noted("Mail mij elke week als er nieuws over is"), required=False)
    address = AddressField(
        label=noted("Uw mailadres"), max_length=200,
        help_text=noted("U krijgt een code om te bevestigen. Wij bewaren uw adres alleen als u het nieuws wilt."),
    )  # fmt: skip


class NoticeForm(Trapped):
    """A reader reports a page, or a ``missing`` meeting place; no address is asked for unless they want an answer."""

    reason = forms.ChoiceField(
        label=noted("Wat is er aan de hand?"),
        **_radio(NoticeReason.choices, NoticeReason.WRONG),
    )
    text = forms.CharField(
        label=noted("Wat wilt u ons laten weten?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5})
    )
    address = AddressField(
        label=noted("Uw mailadres, als u antwoord wilt"), max_length=200, required=False,
    )  # fmt: skip

    def __init__(self, *args: Any, missing: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        if missing:
            del self.fields["reason"]
            text = self.fields["text"]
            text.label = say("Welke plek ontbreekt?")
            text.help_text = say("Hoe heet de plek, waar is die, en wie kan er terecht?")


class QuestionForm(Trapped):
    """A question or remark, which comes on the page when somebody has looked at it."""

    text = PlainField(
        label=noted("Uw vraag of opmerking"), max_length=600, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=noted("Komt met het antwoord op de site, zonder uw naam."),
    )  # fmt: skip
    address = AddressField(
        label=noted("Uw mailadres, als u het antwoord ook per mail wilt"), max_length=200, required=False,
    )  # fmt: skip


class MessageForm(Trapped):
    """A message to whoever started an initiative; it goes by mail and is kept nowhere."""

    text = forms.CharField(
        label=noted("Uw bericht"), max_length=1000, widget=forms.Textarea(attrs={"rows": 5}),
        validators=[without_links],
        help_text=noted("Gaat per mail naar de indiener. Het komt niet op de site en wij bewaren het niet."),
    )  # fmt: skip
    address = AddressField(
        label=noted("Uw mailadres, als u antwoord wilt"), max_length=200, required=False,
        help_text=noted("De indiener ziet dit adres. Laat leeg als u dat niet wilt."),
    )  # fmt: skip

    def clean_text(self) -> str:
        return clean_text(self.cleaned_data["text"])


class CorrectionForm(Trapped):
    """What a reader would put right about a meeting place; what is left as it was is no proposal."""

    NAMES = ("address", "opening_note", "cost", "audience", "operator", "accessibility_note")
    text = PlainField(
        label=noted("Wat klopt er niet?"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, place: MeetingPlace, **options: Any) -> None:
        super().__init__(*args, **options)
        self.place = place
        for name in self.NAMES:
            field = MeetingPlace._meta.get_field(name)
            self.fields[name] = PlainField(
                label=say(str(field.verbose_name)).capitalize(), max_length=field.max_length, required=False,
                initial=getattr(place, name),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not self.proposed(values) and not values.get("text"):
            self.add_error("text", say("Verander een antwoord, of vertel wat er niet klopt."))
        return values

    def proposed(self, values: dict[str, Any]) -> dict[str, str]:
        """The fields that differ from what is in the register."""
        return {
            name: values[name] for name in self.NAMES if name in values and values[name] != getattr(self.place, name)
        }


class FollowForm(Trapped):
    """What somebody wants to hear about. With a ``thing`` (a challenge, an initiative) that is what is followed."""

    gebied = forms.ChoiceField(
        label=noted("In welk gebied?"), required=False,
        choices=lambda: [
            ("", say("De hele gemeente")),
            *neighbourhood_choices(AreaLevel.STADSDEEL),
        ],
    )  # fmt: skip
    theme = forms.MultipleChoiceField(
        label=noted("Waarover? Zonder keuze: alles"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(item.code, item.title) for item in themes()],
    )  # fmt: skip
    frequency = forms.ChoiceField(label=noted("Hoe vaak?"), **_radio(Frequency.choices, Frequency.WEEKLY))
    address = AddressField(label=noted("Uw mailadres"), max_length=200)

    def __init__(self, *args: Any, thing: Followed | None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.thing = thing
        if thing is not None:
            del self.fields["gebied"], self.fields["theme"]

    def wanted(self) -> list[Followed]:
        """What was chosen, each thing once."""
        if self.thing is not None:
            return [self.thing]
        area, chosen = self.cleaned_data["gebied"], self.cleaned_data["theme"]
        if chosen:
            return [Followed(Topic.THEME, code, area) for code in chosen]
        return [Followed(Topic.AREA, area or municipality().geography.gemeente.code)]


class AddressForm(Trapped):
    address = AddressField(label=noted("Uw mailadres"), max_length=200)
