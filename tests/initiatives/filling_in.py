"""Filling in the open forms, as a browser without a script does."""

from __future__ import annotations

import itertools
import re
from typing import Any

from django.core import mail
from django.test import Client

from vergezicht.areas import AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.initiatives.models import Initiative
from vergezicht.initiatives.open_forms.codes import is_worked
from vergezicht.initiatives.rules import rules

ADDRESS = "kanarie7391@example.org"


def token(client: Client, path: str = "/meedoen/idee/") -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get(path).content.decode())
    assert found
    return found[1]


def work_for(given: str) -> str:
    """The small sum of a form, as the script in the page does it."""
    return next(str(n) for n in itertools.count() if is_worked(given, str(n)))


def worked(client: Client, path: str, **fields: Any) -> dict[str, Any]:
    """A form of the page at ``path`` with its token and its sum."""
    given = token(client, path)
    return {"token": given, "work": work_for(given), "website": "", **fields}


def answers(client: Client, **changed: Any) -> dict[str, Any]:
    area = municipality().geography.at(AreaLevel.WIJK)[0].code
    return {
        **worked(client, "/meedoen/idee/"), "title": "Een bank bij de vijver", "summary": "Om te zitten.",
        "body": "", "kind": "fysiek", "category": rules().categories[0].code, "area": area, "street": "bij de vijver",
        "precision": "straat", "needs": ["handen"], "challenge": "", "name_mode": "alias", "public_name": "",
        "address": ADDRESS, "action": "verstuur", **changed,
    }  # fmt: skip


def mailed_code() -> str:
    found = re.search(r"^\s+([2-9A-Z]{4}-[2-9A-Z]{4})$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found[1]


def handed_in(client: Client, *, root: str = "", **changed: Any) -> tuple[Initiative, str]:
    """An idea on the pages of one language, which begin with ``root``; returns it with its code."""
    answer = client.post(f"{root}/meedoen/idee/", answers(client, **changed))
    assert answer.status_code == 302, answer.content.decode()
    code = mailed_code()
    assert client.post(f"{root}/meedoen/code/", {"code": code}).status_code == 200
    return Initiative.objects.latest("pk"), code
