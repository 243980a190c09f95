"""Papers for a meeting: one or two pages per area, and a note for the council; each says of which day it is.

The day is that of the last change in what is told, so that the same content gives the same bytes.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, QuerySet
from django.utils import timezone
from django.utils.formats import date_format

from vergezicht.areas import Area
from vergezicht.challenges.evidence import is_stale
from vergezicht.challenges.models import Action, Challenge, CouncilItem, Course, Cycle
from vergezicht.challenges.queries import challenges_for, district_of, public_challenges
from vergezicht.paper.codes import qr
from vergezicht.paper.printing import as_pdf
from vergezicht.stories.overview import top_level
from vergezicht.stories.paths import area_path

_HERE = Path(__file__).resolve().parent
_SHORT = 260  # signs of a story on paper; the whole of it is on the site
_IN_FULL = 5  # challenges told with their actions; with more a table keeps it within two pages


def area_sheet(area: Area) -> bytes:
    """The challenges of an area on one or two pages."""
    told = _complete(challenges_for(area=area.code))
    challenges = [_told(item, in_full=len(told) <= _IN_FULL) for item in told]
    data = {
        "title": f"Wijkopgaven in {area.name}",
        "lead": _counted(told),
        "challenges": challenges,
        "in_full": len(told) <= _IN_FULL,
        "address": f"{settings.SITE_URL}{area_path(area)}",
    }
    return _print("area.typ", data, last_change(told))


def council_note(items: Iterable[CouncilItem]) -> bytes:
    """The state of everything for the council: per area, per cycle, and its motions and promises."""
    listed = list(items)
    told = _complete(challenges_for())
    data = {
        "title": "Wijkopgaven: stand voor de raad",
        "lead": _counted(told),
        "areas": [{"name": name, "challenges": [_told(item, in_full=False) for item in group]}
                  for name, group in _by_district(told)],
        "cycles": [_cycle(cycle) for cycle in Cycle.objects.order_by("-starts")],
        "items": [{"name": str(item), "state": str(item.state.label), "text": _latest(item)} for item in listed],
        "address": f"{settings.SITE_URL}/raad/",
    }  # fmt: skip
    days = [step.date for item in listed for step in item.steps.all()]
    return _print("council.typ", data, max([last_change(told), *days]))


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


def _told(challenge: Challenge, *, in_full: bool) -> dict[str, Any]:
    check = challenge.latest_check
    actions = list(challenge.actions.all())
    return {
        "code": challenge.code,
        "title": challenge.title,
        "goal": challenge.goal,
        "course": str(challenge.course.label),
        "checked": _day(check.date) if check else "",
        "story": _short(check.story) if check else "",
        "promised": [item.text for item in check.adjustments.all() if not item.is_answered] if check else [],
        "actions": [_action(item) for item in actions] if in_full else [],
        "done": sum(item.status == Course.FINISHED for item in actions),
        "count": len(actions),
        "quiet": _quiet(challenge, actions),
    }


def _action(action: Action) -> dict[str, str]:
    last = action.last_update
    return {"title": action.title, "who": action.who, "course": str(action.course.label),
            "last": _day(last.date) if last else "nog geen bericht"}  # fmt: skip


def _quiet(challenge: Challenge, actions: list[Action]) -> int:
    """Actions of which nothing was heard in time, while the cycle runs."""
    today = timezone.localdate()
    if not challenge.is_running or challenge.cycle.ends < today:
        return 0
    return sum(is_stale(item, today=today) for item in actions)


def _counted(challenges: list[Challenge]) -> str:
    counts = Counter(str(item.course.label).lower() for item in challenges)
    words = ", ".join(f"{count} {label}" for label, count in counts.most_common())
    noun = "wijkopgave" if len(challenges) == 1 else "wijkopgaven"
    return f"{len(challenges)} {noun}: {words}." if challenges else "Er is hier nu geen wijkopgave."


def _by_district(challenges: list[Challenge]) -> list[tuple[str, list[Challenge]]]:
    groups: dict[str, list[Challenge]] = {}
    for item in challenges:
        district = district_of(item)
        groups.setdefault(district.name if district else "Hele gemeente", []).append(item)
    return sorted(groups.items())


def _cycle(cycle: Cycle) -> dict[str, Any]:
    """Promised and done of a cycle, by the actions of its challenges as they are now."""
    actions = Action.objects.filter(challenge__in=public_challenges().filter(cycle=cycle))
    states = Counter(actions.values_list("status", flat=True))
    return {"name": cycle.name, "promised": sum(states.values()), "done": states[Course.FINISHED.value],
            "stopped": states[Course.STOPPED.value]}  # fmt: skip


def _latest(item: CouncilItem) -> str:
    step = item.latest
    return f"{_day(step.date)}: {step.text}" if step else "Nog geen bericht."


def _short(text: str) -> str:
    return text if len(text) <= _SHORT else text[:_SHORT].rsplit(" ", 1)[0] + " …"


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))


def _print(name: str, data: dict[str, Any], day: date) -> bytes:
    return _printed(name, json.dumps(data, ensure_ascii=False, sort_keys=True), day)


@lru_cache(maxsize=64)
def _printed(name: str, data: str, day: date) -> bytes:
    """Printed once as long as nothing changes: the worker bakes many editions."""
    values = json.loads(data)
    return as_pdf(_HERE / "papers" / name, data=values, day=day, pictures={"code.svg": qr(values["address"]).encode()})


def sheet_path(area: Area) -> str:
    """/stadsdelen/noord/wijkopgaven.pdf."""
    return f"{area_path(area)}wijkopgaven.pdf"


COUNCIL_NOTE = "/raad/wijkopgaven.pdf"


def has_sheet(area: Area) -> bool:
    return area.level == top_level()
