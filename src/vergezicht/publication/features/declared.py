"""The collections of this municipality: its levels of areas, and what can lie over them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vergezicht.areas import AreaLevel
from vergezicht.areas.boundaries import MapKind
from vergezicht.challenges.ground import municipality, themes
from vergezicht.challenges.models import ChallengeKind, ChallengeState, Course, CourseSignal, Phase
from vergezicht.initiatives.models import InitiativeKind, PlaceKind, PlaceState
from vergezicht.initiatives.rules import rules
from vergezicht.initiatives.states import PUBLIC_STATES
from vergezicht.languages import noted
from vergezicht.publication.features.collection import Collection, Kind, Property
from vergezicht.stories.overview import top_level

CHALLENGES, ACTIONS, INITIATIVES, PLACES = "wijkopgaven", "acties", "initiatieven", "ontmoetingsplekken"

_LEVELS = {
    AreaLevel.GEMEENTE: (noted("Gemeente"), noted("De gemeente als geheel.")),
    AreaLevel.STADSDEEL: (noted("Stadsdelen"), noted("De stadsdelen, zoals de gemeente ze zelf indeelt.")),
    AreaLevel.WIJK: (noted("Wijken"), noted("De wijken.")),
    AreaLevel.BUURT: (noted("Buurten"), noted("De buurten, met de wijk en het stadsdeel waar ze bij horen.")),
}
_MEANINGS = {
    "aanleiding": noted("Wat de cijfers laten zien en wat bewoners zeggen"),
    "begint_op": noted("Eerste dag"),
    "bron": noted("Van welke site het komt"),
    "categorie": noted("Onderwerp"),
    "cijfers_zeggen": noted("Wat de cijfers zeiden bij de laatste koerscheck; de stand is het oordeel van mensen"),
    "cyclus": noted("Ronde van meten en verbeteren"),
    "doel": noted("Wat bewoners merken als het lukt"),
    "eindigt_op": noted("Laatste dag van de cyclus"),
    "fase": noted("Hoe ver het is"),
    "gebied": noted("Codes van de gebieden waar het over gaat"),
    "gebiedscode": noted("Code van het gebied: van het CBS, stadsdelen van de gemeente zelf"),
    "kaartsoort": noted("geografisch (echte grenzen) of schematisch (getekende tegels bij 0°, 0°)"),
    "kenmerk": noted("Kenmerk: binnen de cyclus, of bij de bron"),
    "klaar_op": noted("Laatste dag"),
    "kort": noted("In het kort"),
    "laatste_koerscheck": noted("Dag van de laatste koerscheck"),
    "merkbaar": noted("Wat bewoners ervan merken"),
    "naam": noted("Naam"),
    "niveau": noted("gemeente, stadsdeel, wijk of buurt"),
    "onderdeel_van": noted("Codes van de gebieden waar het direct bij hoort"),
    "openbaar_sinds": noted("Sinds wanneer het op de site staat"),
    "soort": noted("Soort"),
    "buurt": noted("Codes van de buurten waar het in ligt"),
    "stadsdeel": noted("Codes van de stadsdelen waar het in ligt"),
    "wijk": noted("Codes van de wijken waar het in ligt"),
    "stand": noted("Hoe het ermee staat"),
    "steun": noted("Hoeveel bewoners het steunen, meedoen of helpen"),
    "thema": noted("Codes van de thema’s"),
    "titel": noted("Titel"),
    "trekker": noted("Wie het trekt, als rol"),
    "uitleg": noted("Het plan"),
    "voorbeeld": noted("Of het voorbeeldinhoud is"),
    "wanneer": noted("Wanneer, in woorden"),
    "webadres": noted("Pagina op de site"),
    "wie": noted("Wie het doet: een organisatie of een rol"),
    "wijkopgave": noted("Bij welke wijkopgaven het hoort, naar hun id"),
}
_OF_PLACES = {
    "naam": noted("Naam"),
    "soort": noted("Soort plek"),
    "soort_toelichting": noted("Soort, in eigen woorden"),
    "binnen_of_buiten": noted("binnen, buiten, beide of onbekend"),
    "stand": noted("Hoe het ermee staat"),
    "adres_of_plek": noted("Adres of plek, in woorden"),
    "openingstijden": noted("Openingstijden in de notatie van OpenStreetMap"),
    "openingstijden_toelichting": noted("Over de openingstijden"),
    "kosten": noted("Kosten"),
    "voor_wie": noted("Voor wie"),
    "rolstoel": noted("ja, beperkt, nee of onbekend"),
    "toilet": noted("Aangepast toilet: ja, beperkt, nee of onbekend"),
    "toegankelijkheid": noted("Over de toegankelijkheid"),
    "beheerder": noted("Beheerder: een organisatie"),
    "website": noted("Website"),
    "gecontroleerd_op": noted("Dag waarop het is gecontroleerd"),
    "gecontroleerd_door": noted("Door wie het is gecontroleerd, als rol"),
    "bron_url": noted("Bron"),
    "bron_jaar": noted("Jaar van de bron"),
}
_KINDS = {
    Kind.LIST: {"buurt", "gebied", "onderdeel_van", "stadsdeel", "thema", "wijk", "wijkopgave"},
    Kind.NUMBER: {"bron_jaar", "steun"},
    Kind.FLAG: {"voorbeeld"},
    Kind.ADDRESS: {"bron_url", "webadres", "website"},
}


def collections() -> tuple[Collection, ...]:
    """Every collection, areas from large to small first."""
    geography, district = municipality().geography, top_level().value
    everywhere = {"gebied": geography.codes, district: tuple(area.code for area in geography.at(top_level()))}
    about = {"thema": tuple(theme.code for theme in themes())}
    return (
        *(_areas(level) for level in geography.levels),
        Collection(
            CHALLENGES, noted("Wijkopgaven"), noted("Waar gemeente, partners en bewoners samen aan werken."),
            _named("titel", "kenmerk", "soort", "fase", "stand", "cijfers_zeggen", "thema", "gebied", district,
                   "aanleiding", "doel", "trekker", "cyclus", "begint_op", "eindigt_op", "laatste_koerscheck",
                   "voorbeeld", "webadres"),
            everywhere | about | {
                "soort": _values(ChallengeKind),
                "fase": tuple(one for one in _values(ChallengeState) if one != ChallengeState.CONCEPT),
                "stand": _values(Course),
                "cijfers_zeggen": _values(CourseSignal),
            },
            ("begint_op", "eindigt_op"),
        ),
        Collection(
            ACTIONS, noted("Acties"), noted("Wat er voor een wijkopgave wordt gedaan, door wie en hoe het gaat."),
            _named("titel", "wijkopgave", "wie", "wanneer", "begint_op", "klaar_op", "fase", "stand", "merkbaar",
                   "thema", "gebied", district, "voorbeeld", "webadres"),
            everywhere | about | {"wijkopgave": (), "fase": _values(Phase), "stand": _values(Course)},
            ("begint_op", "klaar_op"),
        ),
        Collection(
            INITIATIVES, noted("Initiatieven"), noted("Wat bewoners zelf beginnen."),
            _named("titel", "kenmerk", "kort", "uitleg", "categorie", "soort", "stand", "steun", "openbaar_sinds",
                   "bron", "gebied", district, "wijkopgave", "voorbeeld", "webadres"),
            everywhere | {
                "wijkopgave": (),
                "categorie": tuple(item.title for item in rules().categories),
                "soort": _values(InitiativeKind),
                "stand": tuple(state.value for state in PUBLIC_STATES),
            },
            ("openbaar_sinds", "openbaar_sinds"),
        ),
        Collection(
            PLACES, noted("Ontmoetingsplekken"), noted("Waar buren elkaar kunnen ontmoeten."),
            {name: Property(_kind(name), meaning) for name, meaning in _OF_PLACES.items()}
            | _named("gebied", district, "voorbeeld", "webadres"),
            everywhere | {"soort": _values(PlaceKind), "stand": _values(PlaceState)},
        ),
    )  # fmt: skip


def _areas(level: AreaLevel) -> Collection:
    geography, district = municipality().geography, top_level()
    title, description = _LEVELS[level]
    filters: dict[str, tuple[str, ...]] = {}
    names = ["gebiedscode", "niveau", "naam", "onderdeel_van", "kaartsoort", "webadres"]
    if level.fineness > district.fineness:
        names.append(district.value)
        filters = {
            "onderdeel_van": tuple(area.code for area in geography if area.level.fineness < level.fineness),
            district.value: tuple(area.code for area in geography.at(district)),
        }
    return Collection(level.plural, title, description, _named(*names), filters)


def is_schematic() -> bool:
    """Whether areas are drawn as tiles: then nothing but a point that somebody gave is a place on earth."""
    return municipality().boundaries.kind == MapKind.SCHEMATIC


def _named(*names: str) -> Mapping[str, Property]:
    return {name: Property(_kind(name), _MEANINGS[name]) for name in names}


def _kind(name: str) -> Kind:
    if name.endswith(("_op", "_sinds")) or name == "laatste_koerscheck":
        return Kind.DAY
    return next((kind for kind, names in _KINDS.items() if name in names), Kind.TEXT)


def _values(choices: Iterable[object]) -> tuple[str, ...]:
    return tuple(str(choice.value) for choice in choices)  # type: ignore[attr-defined]  # members of TextChoices
