"""Meeting places, funding schemes, initiatives and support."""

from vergezicht.initiatives.models.campaign import Activity, Campaign, CampaignKind
from vergezicht.initiatives.models.contact import (
    Attempt,
    Contact,
    HandOver,
    Support,
    SupportKind,
    SupportRequest,
    Trust,
    Turnstile,
)
from vergezicht.initiatives.models.following import Consent, ConsentEvent, Frequency, Subscriber, Subscription, Topic
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
)
from vergezicht.initiatives.models.letter import Letter, LetterKind, LetterState, NoticeReason, Original
from vergezicht.initiatives.models.place import Access, MeetingPlace, PlaceChange, PlaceKind, PlaceState, Shelter
from vergezicht.initiatives.models.scheme import Applicant, FundingScheme, InitiativeKind
from vergezicht.initiatives.states import InitiativeState

__all__ = [
    "Access", "Activity", "Agreement", "Applicant", "Attempt", "Campaign", "CampaignKind", "Consent", "ConsentEvent",
    "Contact", "Frequency", "FundingScheme", "HandOver", "Initiative", "InitiativeKind", "InitiativePicture",
    "InitiativeState", "Letter", "LetterKind", "LetterState", "MeetingPlace", "NameMode", "Need", "NoticeReason",
    "OfficialResponse", "Origin", "Original", "Outcome", "PlaceChange", "PlaceKind", "PlaceState", "Precision",
    "Shelter", "StateChange", "Subscriber", "Subscription", "Support", "SupportKind", "SupportRequest", "Term",
    "Topic", "Trust", "Turnstile",
]  # fmt: skip
