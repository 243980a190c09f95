"""Citation: how to name a release, or one indicator of it, as a source."""

from __future__ import annotations

from vergezicht.figures.days import written_day
from vergezicht.figures.release import ReleaseFacts
from vergezicht.languages import say


def citation(facts: ReleaseFacts, *, publisher: str = "", subject: str = "", address: str = "") -> str:
    """Publisher (that of the release unless told), subject, release with its day, licence and where it stands."""
    told = say("{title}, stand op {day}.", title=facts.title, day=written_day(facts.date))
    if subject:
        told = say("‘{subject}’, in: {release}", subject=subject, release=told)
    parts = (f"{publisher or facts.publisher}.", told, say("Licentie: {licence}.", licence=facts.licence), address)
    return " ".join(part for part in parts if part)
