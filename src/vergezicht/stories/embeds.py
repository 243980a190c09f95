"""Other sites that may be shown inside a story, from ``embeds.toml`` in the municipality's folder; without it none."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems

FILE = "embeds.toml"


@dataclass(frozen=True)
class Provider:
    """A site by its host; ``note`` tells the reader what that site gets to know once something of it is loaded."""

    name: str
    host: str
    note: str


@cache
def providers() -> tuple[Provider, ...]:
    """The allowed sites of this municipality, read once per process."""
    path = Path(settings.MUNICIPALITY_FOLDER) / FILE
    return read_providers(path) if path.is_file() else ()


def read_providers(path: Path) -> tuple[Provider, ...]:
    """Raises ``BadInput`` with every problem in the file."""
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    found = []
    for section in root.tables("embed", required=True):
        provider = Provider(section.text("name"), section.text("host").lower(), section.text("note"))
        if provider.host and urlsplit(f"//{provider.host}").hostname != provider.host:
            problems.add(
                "geen naam van een site", file=path, column=f"{section.where}host", expected="www.voorbeeld.nl",
                got=provider.host, hint="zonder https:// en zonder pad",
            )  # fmt: skip
        section.finish()
        found.append(provider)
    root.finish()
    problems.raise_if_any()
    return tuple(found)


def provider_of(address: str) -> Provider | None:
    """Who is asked for this address; None when that site is not allowed, or not over https."""
    parts = urlsplit(address)
    if parts.scheme != "https" or parts.port not in {None, 443} or parts.username is not None:
        return None
    return next((provider for provider in providers() if provider.host == parts.hostname), None)
