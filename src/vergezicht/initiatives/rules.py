"""What a municipality decides about initiatives: terms, categories, whom to ask, first steps. Facts, never code.

Read from ``initiatives.toml`` in the municipality's folder (docs/howto/initiatives.md); without it there are defaults.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from vergezicht.areas import Area
from vergezicht.areas.folder import slugify
from vergezicht.challenges.ground import municipality
from vergezicht.facts import Section, read_toml
from vergezicht.languages import noted
from vergezicht.problems import Problems

_CATEGORIES = (
    *("Groen en klimaat", "Mooi schoon", "Ontmoeten"),
    *("Sporten en recreatie", "Verkeer en veiligheid", "Overige"),
)
_STEPS = (
    (noted("Praat met uw buren"), noted("Vraag drie buren wat zij ervan vinden. Samen begint het makkelijker.")),
    (noted("Kies een plek"), noted("Een straat of een pleintje is genoeg. Het precieze adres hoeft niet.")),
    (
        noted("Bel of mail met vragen"),
        noted("Iemand van de gemeente denkt mee. U hoeft nog niets te hebben uitgewerkt."),
    ),
    (
        noted("Vertel uw idee"),
        noted("Een formulier van zes delen, zonder account. Het kost ongeveer tien minuten en veel mag leeg blijven."),
    ),
)

_REASONS = (
    ("Reclame", "Uw bericht is reclame of een aanbieding. Daarvoor is deze site niet."),
    ("Over een persoon", "In uw tekst staat iets over een persoon die te herkennen is. Dat plaatsen wij niet."),
    ("Kwetsend", "Uw tekst is kwetsend voor anderen. Schrijf het gerust opnieuw, zonder die woorden."),
    ("Melding, geen idee", "Dit is een melding over iets dat stuk of gevaarlijk is. Bel daarvoor de gemeente."),
    ("Staat er al", "Dit idee staat al op de site. U kunt het daar steunen."),
)


@dataclass(frozen=True)
class Category:
    code: str
    title: str


@dataclass(frozen=True)
class Contact:
    """Whom to ask, as a role with a telephone number of the organisation; ``areas`` empty is everywhere."""

    role: str
    about: str
    phone: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class Step:
    title: str
    text: str


@dataclass(frozen=True)
class Reason:
    """A reason that is given often: its name in the queue, and the text that the submitter reads."""

    title: str
    text: str


@dataclass(frozen=True)
class Rules:
    """Terms are in days. ``meeting_indicators`` are codes of the release about meeting and cohesion.

    ``desk_mail`` and ``escalation_mail`` are mailboxes of the organisation, never of a person; empty is none.
    ``council_items`` are the numbers of motions and promises that the account of initiatives answers.
    """

    answer_days: int
    unconfirmed_days: int
    contact_days: int
    categories: tuple[Category, ...]
    contacts: tuple[Contact, ...]
    steps: tuple[Step, ...]
    meeting_indicators: tuple[str, ...]
    reasons: tuple[Reason, ...]
    original_days: int
    letter_days: int
    warn_days: int
    escalate_days: int
    desk_mail: str
    escalation_mail: str
    council_items: tuple[str, ...] = ()

    def contacts_for(self, area: Area) -> list[Contact]:
        """Whom to ask in an area: first who is named for it or for what holds it, then who is there for everybody."""
        geography = municipality().geography
        holders = {area.code} | {
            holder.code for level in geography.levels if (holder := geography.ancestor(area.code, level)) is not None
        }
        near = [item for item in self.contacts if holders & set(item.areas)]
        return near + [item for item in self.contacts if not item.areas]


@cache
def rules() -> Rules:
    """The rules of this municipality, read once per process."""
    return read_rules(Path(settings.MUNICIPALITY_FOLDER) / "initiatives.toml")


def read_rules(path: Path) -> Rules:
    """Read a file of rules, or the defaults when there is none; raises ``BadInput`` with every problem."""
    problems = Problems(path)
    root = Section(read_toml(path, problems) if path.is_file() else {}, problems, path, "")
    geography = municipality().geography
    contacts = []
    for item in root.tables("contact"):
        contact = Contact(item.text("role"), item.text("about", ""), item.text("phone", ""), item.texts("areas", ()))
        for code in contact.areas:
            if code not in geography:
                problems.add(f"onbekend gebied bij {contact.role}", file=path, column="areas", got=code)
        contacts.append(contact)
        item.finish()
    steps = []
    for item in root.tables("step"):
        steps.append(Step(item.text("title"), item.text("text")))
        item.finish()
    read = Rules(
        answer_days=root.integer("answer_days", 42),
        unconfirmed_days=root.integer("unconfirmed_days", 7),
        contact_days=root.integer("contact_days", 90),
        categories=tuple(Category(slugify(title), title) for title in root.texts("categories", _CATEGORIES)),
        contacts=tuple(contacts) or _contacts(),
        steps=tuple(steps) or tuple(Step(*step) for step in _STEPS),
        meeting_indicators=root.texts("meeting_indicators", ()),
        reasons=_reasons(root),
        original_days=root.integer("original_days", 90),
        letter_days=root.integer("letter_days", 90),
        warn_days=root.integer("warn_days", 7),
        escalate_days=root.integer("escalate_days", 7),
        desk_mail=root.text("desk_mail", ""),
        escalation_mail=root.text("escalation_mail", ""),
        council_items=root.texts("council_items", ()),
    )
    for name in ("desk_mail", "escalation_mail"):
        if getattr(read, name) and "@" not in getattr(read, name):
            problems.add(f"{name} is geen mailadres", file=path, got=getattr(read, name))
    for name in ("answer_days", "unconfirmed_days", "contact_days", "original_days", "letter_days", "warn_days",
                 "escalate_days"):  # fmt: skip
        if getattr(read, name) < 1:
            problems.add(f"{name} is te kort", file=path, expected="ten minste 1 dag", got=str(getattr(read, name)))
    root.finish()
    problems.raise_if_any()
    return read


def _reasons(root: Section) -> tuple[Reason, ...]:
    read = []
    for item in root.tables("reason"):
        read.append(Reason(item.text("title"), item.text("text")))
        item.finish()
    return tuple(read) or tuple(Reason(*reason) for reason in _REASONS)


def _contacts() -> tuple[Contact, ...]:
    contact = municipality().contact
    label, phone = contact.get("label", ""), contact.get("phone", "")
    return (Contact(label, noted("Al uw vragen over een idee"), phone, ()),) if label else ()
