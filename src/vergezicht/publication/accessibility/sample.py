"""Which pages are tried: one of every kind, every story, text page and start page, and the forms they lead to."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import quote

from django.conf import settings
from django.test import Client
from wagtail.models import Page

from vergezicht.challenges.ground import municipality
from vergezicht.languages import known_languages
from vergezicht.problems import BadInput, Problem
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.baking.bake import CURRENT, MANIFEST
from vergezicht.publication.search.index import SEARCH
from vergezicht.publication.translated import OPEN_FORMS, has_open_form, told_to, view_behind
from vergezicht.stories.models import HomePage, TextPage
from vergezicht.stories.saving.own_address import OWN

_FORM = re.compile(r'(?:href|action)="((?:/[a-z]{2,3})?/meedoen/[^"#]*)"')


@dataclass(frozen=True)
class Chosen:
    """A page to try. ``answer`` is that of Django for what is no file of an edition: status, headers, content."""

    path: str
    kind: str
    answer: tuple[str, list[tuple[str, str]], bytes] | None = None


def edition_folder(number: int | None) -> Path:
    """The folder of an edition, of the current one without a number; raises ``BadInput`` when it is not there."""
    editions = Path(settings.EDITIONS_FOLDER)
    folder = editions / (CURRENT if number is None else f"{number:04d}")
    if (folder / MANIFEST).is_file():
        return folder.resolve()
    known = ", ".join(str(int(path.parent.name)) for path in sorted(editions.glob(f"[0-9]*/{MANIFEST}")))
    what = "er is nog geen editie" if number is None else f"editie {number} is er niet"
    hint = f"kies een van deze edities: {known}" if known else "maak er eerst een: vergezicht bake"
    raise BadInput([Problem(what, hint=hint)])


def sample(folder: Path, per_kind: int) -> list[Chosen]:
    """The pages of the edition in ``folder`` to try, of every kind the ``per_kind`` with the most in them."""
    files = json.loads((folder / MANIFEST).read_text("utf-8"))["files"]
    kinds: dict[str, list[tuple[int, str]]] = {}
    always: dict[str, set[str]] = {}
    for address in public_addresses():
        name = _file_of(address.path)
        if name not in files or not files[name]["type"].startswith("text/html"):
            continue
        kind = kind_of(address)
        kinds.setdefault(kind, []).append(((folder / "site" / name).stat().st_size, address.path))
        if isinstance(told_to(address.view).get("page"), Page) and not _is_beside(address):
            always.setdefault(kind, set()).add(address.path)
    found = []
    for kind, sized in kinds.items():
        largest = [path for _, path in sorted(sized, key=lambda one: (-one[0], one[1]))]
        wanted = always.get(kind) or set(largest[:per_kind])
        found += [Chosen(path, kind) for path in largest if path in wanted and not _leads_on(folder, path)]
    if not found:
        raise BadInput([Problem("in deze editie staat geen pagina die de site nu kent", hint="maak een nieuwe editie")])
    return [*found, *_answered(found), *_forms(folder, found)]


def _file_of(path: str) -> str:
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")


def _html(folder: Path, path: str) -> str:
    return (folder / "site" / _file_of(path)).read_text("utf-8")


def _leads_on(folder: Path, path: str) -> bool:
    """Whether it sends a reader on at once: then nobody looks at it."""
    return 'http-equiv="refresh"' in _html(folder, path)


def _is_beside(address: Address) -> bool:
    """Whether it only belongs to a page: its slides, its share page, a part of it for another site."""
    return view_behind(address.view).__module__.rpartition(".")[2] in {"presenting", "sharing"}


def kind_of(address: Address) -> str:
    """What is alike in its code: the view, and where it stands or what it shows; for example "areas.detail buurten"."""
    view, told = view_behind(address.view), told_to(address.view)
    root = known_languages()[address.language].root
    first = address.path.removeprefix(root).split("/")[1]
    name = f"{view.__module__.rpartition('.')[2]}.{view.__name__}"
    kind = [type(told["page"]).__name__ if isinstance(told.get("page"), HomePage | TextPage) else name]
    kind += [told["depth"].value] if "depth" in told else [first] if first in OWN else []
    return " ".join([*kind, *([address.language] if root else [])])


def _answered(found: Iterable[Chosen]) -> Iterator[Chosen]:
    """The page of search with an answer in it."""
    word = quote(municipality().name)
    for one in found:
        if one.path.endswith(SEARCH):
            yield Chosen(f"{one.path}?q={word}", f"{one.kind} met antwoord")


def _forms(folder: Path, found: Iterable[Chosen]) -> Iterator[Chosen]:
    """One of every open form to which these pages lead, as Django answers it to somebody without a cookie."""
    https = settings.SITE_URL.startswith("https://")
    client = Client(SERVER_NAME=settings.SITE_URL.partition("://")[2].partition(":")[0], raise_request_exception=False)
    known: set[str] = set()
    for one in found:
        for link in sorted(set(_FORM.findall(_html(folder, one.path)))):
            root, _, rest = link.partition(OPEN_FORMS)
            kind = f"meedoen {re.split('[/?]', rest)[0]} {root.strip('/')}".strip()
            path = unescape(link)
            if kind in known or not has_open_form(path.removeprefix(root)):
                continue
            response = client.get(path, secure=https)
            if response.status_code == 200 and response.headers.get("Content-Type", "").startswith("text/html"):
                known.add(kind)
                yield Chosen(path, kind, ("200 OK", list(response.items()), response.content))
