"""Papers for a meeting: one or two pages per area, and a note for the council; each says of which day it is.

The day is that of the last change in what is told, so that the same content gives the same bytes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from vergezicht.areas import Area
from vergezicht.challenges.judging.evidence import is_stale
from vergezicht.challenges.models import Action, Challenge, CouncilItem, Course, Cycle
from vergezicht.challenges.queries import challenges_for, district_of, public_challenges
from vergezicht.languages import say, say_count
from vergezicht.languages.marks import kept
from vergezicht.publication.papers.editable import editable, paragraph, table
from vergezicht.publication.papers.prints import of_day, printed, written
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path

_SHORT = 260  # signs of a story on paper; the whole of it is on the site
_IN_FULL = 5  # challenges told with their actions; with more a table keeps it within two pages


def area_sheet(area: Area) -> bytes:
    """The challenges of an area on one or two pages."""
    data, day = _of_area(area)
    return printed("area.typ", data, day=day)


def area_document(area: Area) -> bytes:
    """The same as a document that can be edited."""
    data, day = _of_area(area)
    parts = [
        paragraph(data["title"], kind="title"),
        paragraph(data["state"], quiet=True),
        paragraph(data["lead"]),
        *(part for item in data["challenges"] for part in _parts(item)),
    ]
    if data["list"]["rows"]:
        parts.append(table(**data["list"]))
    parts.append(paragraph(data["note"], quiet=True))
    return editable(data["title"], parts, footer=data["state"], day=day, pictures={})


def _of_area(area: Area) -> tuple[dict[str, Any], date]:
    told = _complete(challenges_for(area=area.code))
    in_full = len(told) <= _IN_FULL
    title, day = say("Wijkopgaven in {area}", area=area.name), last_change(told)
    work = say("De stand van een actie gaat over ons eigen werk, niet over de cijfers van de hele buurt.")
    data = {
        "lead": _counted(told),
        "challenges": [_told(item) for item in told] if in_full else [],
        "list": {"headings": _headings(), "rows": [] if in_full else [_row(item) for item in told]},
        **of_day(title, day, area_path(area), work),
    }
    return data, day


def _parts(told: dict[str, Any]) -> list[dict[str, Any]]:
    """A challenge in full, in the order of its paper."""
    state, goal = paragraph(told["state"], strong=True), paragraph(f" {told['goal']}")
    parts = [paragraph(told["title"], kind="heading", level=1), {**state, "runs": state["runs"] + goal["runs"]}]
    parts += [paragraph(told[name]) for name in ("story", "promised") if told[name]]
    if told["actions"]["rows"]:
        parts.append(table(**told["actions"]))
    return parts + ([paragraph(told["quiet"], quiet=True)] if told["quiet"] else [])


def council_note(items: Iterable[CouncilItem]) -> bytes:
    """The state of everything for the council: per area, per cycle, and its motions and promises."""
    listed = list(items)
    told = _complete(challenges_for())
    day = max([last_change(told), *(step.date for item in listed for step in item.steps.all())])
    areas = {
        "title": say("Per gebied"),
        "headings": _headings(),
        "rows": [row for name, group in _by_district(told) for row in ([name], *map(_row, group))],
        "none": say("Er zijn er geen."),
    }
    cycles = {
        "title": say("Beloofd en gedaan"),
        "headings": [say("Cyclus"), say("Acties"), say("Gedaan"), say("Gestopt")],
        "rows": [_cycle(cycle) for cycle in Cycle.objects.order_by("-starts")],
        "none": say("Er zijn er geen."),
    }
    asked = {
        "title": say("Moties en toezeggingen"),
        "headings": [say("Motie of toezegging"), say("Stand"), say("Laatste stap")],
        "rows": [[named(item), say(item.state.label), _latest(item)] for item in listed],
        "none": say("Er zijn er geen."),
    }
    title = say("Wijkopgaven: stand voor de raad")
    data = {"lead": _counted(told), "parts": [areas, cycles, asked], **of_day(title, day, "/raad/")}
    return printed("council.typ", data, day=day)


def named(item: CouncilItem) -> str:
    """What the council calls it, and what it is: Motie M13: Praat met ons."""
    return f"{say(item.get_kind_display())} {item.code}: {kept(item.title)}"


def last_change(challenges: Iterable[Challenge]) -> date:
    """The day of the last version, course check or report; without any of these the first day of the calendar."""
    days = [date(1970, 1, 1)]
    for item in challenges:
        days += [timezone.localdate(version.recorded_at) for version in item.versions.all()]
        days += [check.date for check in item.checks.all()]
        days += [update.date for action in item.actions.all() for update in action.updates.all()]
    return max(days)


def _complete(challenges: Iterable[Challenge]) -> list[Challenge]:
    keys = [item.pk for item in challenges]
    actions = Action.objects.prefetch_related("updates", "milestones")
    found: QuerySet[Challenge] = public_challenges().filter(pk__in=keys).select_related("cycle")
    return list(found.prefetch_related(Prefetch("actions", actions), "checks__adjustments__answer", "versions"))


def _told(challenge: Challenge) -> dict[str, Any]:
    """A challenge in full, with its last course check and its actions."""
    check = challenge.latest_check
    actions = list(challenge.actions.all())
    course = _stand(challenge)
    promised = [item.text for item in check.adjustments.all() if not item.is_answered] if check else []
    quiet = _quiet(challenge, actions)
    return {
        "title": kept(challenge.title),
        "state": say("{course} (koerscheck van {day}).", course=course, day=written(check.date))
        if check
        else f"{course}.",
        "goal": kept(challenge.goal),
        "story": kept(_short(check.story)) if check else "",
        "promised": say("Afgesproken: {what}", what=kept("; ".join(promised))) if promised else "",
        "actions": {
            "headings": [say("Actie"), say("Wie"), say("Stand"), say("Laatste bericht")],
            "rows": [_action(item) for item in actions],
        },
        "quiet": say("Van {count} van deze acties is te lang niets gehoord.", count=quiet) if quiet else "",
    }


def _stand(challenge: Challenge) -> str:
    """How it stands, and what the figures say where people judged otherwise."""
    course, figures = say(challenge.course.label), challenge.figures_say
    return f"{course}; {say('de cijfers: {signal}', signal=say(figures).lower())}" if figures else course


def _action(action: Action) -> list[str]:
    last = action.last_update
    return [kept(action.title), kept(action.who), say(action.course.label),
            written(last.date) if last else say("nog geen bericht")]  # fmt: skip


def _headings() -> list[str]:
    return [say("Nummer"), say("Opgave"), say("Stand"), say("Koerscheck"), say("Acties gedaan")]


def _row(challenge: Challenge) -> list[str]:
    """A challenge as one line, under ``_headings``."""
    check, actions = challenge.latest_check, list(challenge.actions.all())
    done = sum(item.status == Course.FINISHED for item in actions)
    quiet = _quiet(challenge, actions)
    counted = (
        say("{done} van {count} ({quiet} stil)", done=done, count=len(actions), quiet=quiet)
        if quiet
        else say("{done} van {count}", done=done, count=len(actions))
    )
    checked = written(check.date) if check else ""
    return [challenge.code, kept(challenge.title), _stand(challenge), checked, counted]


def _quiet(challenge: Challenge, actions: list[Action]) -> int:
    """Actions of which nothing was heard in time, while the cycle runs."""
    today = timezone.localdate()
    if not challenge.is_running or challenge.cycle.ends < today:
        return 0
    return sum(is_stale(item, today=today) for item in actions)


def _counted(challenges: list[Challenge]) -> str:
    if not challenges:
        return say("Er is hier nu geen wijkopgave.")
    counts = Counter(say(item.course.label).lower() for item in challenges)
    words = ", ".join(f"{count} {label}" for label, count in counts.most_common())
    count = len(challenges)
    return say_count("{count} wijkopgave: {words}.", "{count} wijkopgaven: {words}.", count, count=count, words=words)


def _by_district(challenges: list[Challenge]) -> list[tuple[str, list[Challenge]]]:
    groups: dict[str, list[Challenge]] = {}
    for item in challenges:
        district = district_of(item)
        groups.setdefault(district.name if district else "Hele gemeente", []).append(item)
    return sorted(groups.items())


def _cycle(cycle: Cycle) -> list[str]:
    """Promised, done and stopped of a cycle, by the actions of its challenges as they are now."""
    actions = Action.objects.filter(challenge__in=public_challenges().filter(cycle=cycle))
    states = Counter(actions.values_list("status", flat=True))
    counts = [sum(states.values()), states[Course.FINISHED.value], states[Course.STOPPED.value]]
    return [kept(cycle.name), *map(str, counts)]


def _latest(item: CouncilItem) -> str:
    step = item.latest
    return f"{written(step.date)}: {kept(step.text)}" if step else say("Nog geen bericht.")


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"


def sheet_path(area: Area) -> str:
    """/stadsdelen/noord/wijkopgaven.pdf."""
    return f"{area_path(area)}wijkopgaven.pdf"


def document_path(area: Area) -> str:
    """/stadsdelen/noord/wijkopgaven.odt."""
    return f"{area_path(area)}wijkopgaven.odt"


COUNCIL_NOTE = "/raad/wijkopgaven.pdf"


def has_sheet(area: Area) -> bool:
    return area.level == top_level()
