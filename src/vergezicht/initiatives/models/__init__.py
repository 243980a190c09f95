"""Meeting places, funding schemes, initiatives and support."""

from vergezicht.initiatives.models.place import Access, MeetingPlace, PlaceKind, PlaceState, Shelter

__all__ = ["Access", "MeetingPlace", "PlaceKind", "PlaceState", "Shelter"]
