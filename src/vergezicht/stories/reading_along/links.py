"""Reading along before a page is public: a link that expires and can be withdrawn, and what guests say about it.

The secret stands behind the ``#`` of the link, which no browser sends: a script of the page, or the guest, puts it in a
form. So it is in no log (docs/decisions/0011).
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta
from html import unescape
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.text import Truncator
from wagtail.models import Page

from vergezicht.challenges.attention.reminders import address_for
from vergezicht.challenges.roles import roles_of
from vergezicht.initiatives.open_forms.codes import hashed
from vergezicht.mailing.outbox import post
from vergezicht.stories.living.living_numbers import fill_in_words
from vergezicht.stories.models.preview import GuestComment, PreviewLink
from vergezicht.stories.reading import by_chapter, called, texts_in

PREVIEW = "/meedoen/voorproef/"
DAYS = (3, 14, 30)
NAMES_KEPT = timedelta(days=90)
WHOLE_PAGE = "De hele pagina"
_PURPOSE = "meelezen"
_QUOTED = 240  # signs


def make_link(page: Page, *, label: str, days: int, user: Any) -> tuple[PreviewLink, str]:
    """A link and the one time that its address is known; it is kept nowhere.

    Raises ``ValueError`` for a number of days that is not offered.
    """
    if days not in DAYS:
        raise ValueError(f"een link werkt {', '.join(map(str, DAYS))} dagen")
    secret = secrets.token_urlsafe(32)
    link = PreviewLink.objects.create(
        page_id=page.pk, label=label, hashed=hashed(_PURPOSE, secret), made_by=user,
        made_by_role=next(iter(roles_of(user)), ""), expires_at=timezone.now() + timedelta(days=days),
    )  # fmt: skip
    return link, f"{settings.SITE_URL}{PREVIEW}#{secret}"


def find_link(given: str) -> PreviewLink | None:
    """The link behind an address or its secret as somebody pasted it; None when it does not work (any more)."""
    secret = re.sub(r"\s", "", given.rpartition("#")[2])
    link = PreviewLink.objects.select_related("page").filter(hashed=hashed(_PURPOSE, secret)).first()
    return link if link is not None and link.works else None


def revoke(link: PreviewLink) -> None:
    """From now on it opens nothing."""
    PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=timezone.now())


def draft_of(link: PreviewLink) -> Any:
    """The page as it was saved last."""
    return link.page.get_latest_revision_as_object()


def places_in(page: Any) -> dict[str, str]:
    """What a guest may comment on: the id of a block and how it is called, in the order of the page."""
    found = {}
    for chapter, block in by_chapter(page.body):
        name = called(block.block, block.value)
        found[str(block.id)] = name if chapter in {"", name} else f"{chapter}, {name[0].lower()}{name[1:]}"
    return found


def words_at(page: Any, block_id: str) -> str:
    """How what a block says begins, as readers get it, for who comments on it elsewhere; "" when it has no sentence."""
    texts = (text for block in page.body if str(block.id) == block_id for text in texts_in(block.value))
    plain = (" ".join(unescape(strip_tags(re.sub(r"</(p|h\d|li)>", " ", text))).split()) for text in texts)
    told = " ".join(fill_in_words(text) for text in plain if " " in text)  # one word is a choice, not a sentence
    return Truncator(told).chars(_QUOTED)


def comment(link: PreviewLink, *, block: str, where: str, name: str, text: str) -> GuestComment:
    """Keep a comment and tell the maker of the link, in one mail about everything of this hour."""
    made = GuestComment.objects.create(link=link, block=block, where=where[:250], name=name, text=text)
    if address := address_for(link.made_by, link.made_by_role):
        hour = made.at.replace(minute=0, second=0, microsecond=0)
        post(
            f"opmerkingen:{link.pk}:{hour:%Y-%m-%dT%H}",
            to=address,
            subject="Nieuwe opmerkingen van een meelezer",
            body=_BODY.format(label=link.label, title=draft_of(link).title, path=_edit_path(link)),
            not_before=hour + timedelta(hours=1),
        )
    return made


def is_kept(link: PreviewLink, **said: str) -> bool:
    """Whether these very words were sent in the last hour: a guest loaded the thanks again."""
    return GuestComment.objects.filter(link=link, at__gte=timezone.now() - timedelta(hours=1), **said).exists()


def _edit_path(link: PreviewLink) -> str:
    return f"{settings.SITE_URL}{reverse('reading_along', args=[link.page_id])}"


def handle(comment: GuestComment) -> None:
    """Done with; it stays readable."""
    GuestComment.objects.filter(pk=comment.pk, handled_at=None).update(handled_at=timezone.now())


def grouped(comments: Iterable[GuestComment], page: Any) -> list[tuple[str, str, list[GuestComment]]]:
    """Comments by block, in the order of the page; block id (empty when it is gone), its name, the comments."""
    present = {"": WHOLE_PAGE, **places_in(page)}
    order = {block: number for number, block in enumerate(present)}
    groups: dict[tuple[int, str, str], list[GuestComment]] = {}
    for item in comments:
        there = item.block in present
        key = (order.get(item.block, len(order)), item.block if there else "",
               present[item.block] if there else f"{item.where} (staat er niet meer)")  # fmt: skip
        groups.setdefault(key, []).append(item)
    return [(block, where, items) for (_, block, where), items in sorted(groups.items(), key=lambda one: one[0])]


def forget_names(now: datetime | None = None) -> int:
    """Wipe the names of guests 90 days after their link stopped; returns how many."""
    before = (now or timezone.now()) - NAMES_KEPT
    stopped = Q(link__expires_at__lte=before) | Q(link__revoked_at__lte=before)
    return GuestComment.objects.filter(stopped).exclude(name="").update(name="")


_BODY = """Bij ‘{title}’ staan nieuwe opmerkingen van een meelezer ({label}).

Lees ze in het beheer:

{path}

U krijgt hierover hoogstens één mail per uur. Dit bericht is automatisch verstuurd.
"""
