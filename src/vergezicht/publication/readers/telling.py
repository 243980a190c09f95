"""What the page of a story tells its readers of how often it is read, where the municipality wants that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Min, QuerySet, Sum
from django.utils import timezone
from django.utils.formats import date_format

from vergezicht.challenges.ground import municipality
from vergezicht.languages import known_languages, say
from vergezicht.pictures.notation import number
from vergezicht.publication.models import PageRead
from vergezicht.publication.pages.depths import Depth

FEWEST = 100  # times opened: under that a share says little, and a number tells of a few people


def reads_told(path: str, chapters: Iterable[str]) -> str:
    """How often the story at ``path`` was opened and how often its end was reached, with the period, as one sentence.

    Counted is every depth and language together, in whole months: at most the twelve before this one. ``chapters`` are
    the anchors of the story in their order. Empty when the municipality does not tell, or opened less than ``FEWEST``.
    """
    last = (list(chapters) or [""])[-1]
    if not municipality().shows_reads or not last:
        return ""
    until = timezone.localdate().replace(day=1) - timedelta(days=1)
    paths = [f"{language.root}{depth.path(path)}" for language in known_languages().values() for depth in Depth]
    since = date(until.year - 1 + until.month // 12, until.month % 12 + 1, 1)
    counted = PageRead.objects.filter(path__in=paths, day__range=(since, until))
    opened = _sum(counted, "")
    if opened < FEWEST:
        return ""
    began = counted.aggregate(first=Min("day"))["first"]
    words = {"first": _day(began), "last": _day(until), "count": number(_rounded(opened))}
    tenths = min(round(10 * _sum(counted, last) / opened), 10)
    if tenths == 0:
        return say(
            "Van {first} tot en met {last} is dit verhaal ongeveer {count} keer geopend; minder dan 1 van de 10 keer "
            "kwam een lezer tot het laatste hoofdstuk.", **words
        )  # fmt: skip
    if tenths == 10:
        return say(
            "Van {first} tot en met {last} is dit verhaal ongeveer {count} keer geopend; bijna altijd kwam een lezer "
            "tot het laatste hoofdstuk.", **words
        )  # fmt: skip
    return say(
        "Van {first} tot en met {last} is dit verhaal ongeveer {count} keer geopend; ongeveer {tenths} van de 10 keer "
        "kwam een lezer tot het laatste hoofdstuk.", tenths=tenths, **words
    )  # fmt: skip


def _sum(counted: QuerySet[PageRead], part: str) -> int:
    return counted.filter(part=part).aggregate(total=Sum("count"))["total"] or 0


def _rounded(count: int) -> int:
    """Two digits that count: 1234 becomes 1200."""
    return round(count, 2 - len(str(count)))


def _day(day: date) -> str:
    return str(date_format(day, "j F Y"))
