"""Meeting places, funding schemes, initiatives and support."""

from vergezicht.initiatives.models.contact import Attempt, Contact, Support, SupportKind, SupportRequest
from vergezicht.initiatives.models.initiative import (
    Agreement,
    Initiative,
    InitiativePicture,
    NameMode,
    Need,
    OfficialResponse,
    Origin,
    Outcome,
    Precision,
    StateChange,
    Term,
    due_from,
)
from vergezicht.initiatives.models.place import Access, MeetingPlace, PlaceKind, PlaceState, Shelter
from vergezicht.initiatives.models.scheme import Applicant, FundingScheme, InitiativeKind
from vergezicht.initiatives.states import InitiativeState

__all__ = [
    "Access", "Agreement", "Applicant", "Attempt", "Contact", "FundingScheme", "Initiative", "InitiativeKind",
    "InitiativePicture", "InitiativeState", "MeetingPlace", "NameMode", "Need", "OfficialResponse", "Origin", "Outcome",
    "PlaceKind", "PlaceState", "Precision", "Shelter", "StateChange", "Support", "SupportKind", "SupportRequest",
    "Term", "due_from",
]  # fmt: skip
