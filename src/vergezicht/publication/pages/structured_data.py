"""What a page is about, for search engines and other programs: schema.org (https://schema.org) as JSON-LD.

Nothing stands here that the page itself does not say, and nobody: no contact, no mail address, no submitter.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time
from html import unescape
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from vergezicht.areas import Area, AreaLevel
from vergezicht.challenges.ground import municipality
from vergezicht.figures import FigureSource, Indicator, Release, ReleaseFacts
from vergezicht.initiatives.models import Activity, Campaign, CampaignKind, MeetingPlace
from vergezicht.initiatives.places.export import place_list
from vergezicht.languages import SOURCE, say, spoken
from vergezicht.languages.marks import own_words, unmarked
from vergezicht.publication.assets import data_path
from vergezicht.publication.open_data.dcat import SIMULATED, identifier_of, licence_address
from vergezicht.spreadsheets import XLSX
from vergezicht.stories.models import StoryPage
from vergezicht.stories.paths import PLACES, area_path, indicator_path

Thing = dict[str, Any]
CATALOGUE = "/open-data/"
_GOVERNMENT = "GovernmentOrganization"
_REGISTER = (("csv", "text/csv"), ("geojson", "application/geo+json"), ("json", "application/ld+json"))
_LONGEST = 5000  # signs of a description, by Google's rules for a dataset
_ESCAPED = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}
_LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_YEAR = re.compile(r"(?:19|20)\d\d")


def data_block(thing: Mapping[str, Any]) -> SafeString:
    """The thing as a data block, which no browser runs; no text in it can end the block, as in Django's json_script."""
    whole = {"@context": "https://schema.org", **thing}
    told = json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(  # noqa: S308  # escaped just here
        f'<script type="application/ld+json">{unmarked(told).translate(_ESCAPED)}</script>'
    )


def website() -> Thing:
    """The site, with the address of its search."""
    place = municipality()
    return {
        "@type": "WebSite",
        "name": own_words(place.site_title),
        **({"description": own_words(place.tagline)} if place.tagline else {}),
        "url": _address("/"),
        "inLanguage": spoken().code,
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{_address('/zoeken/')}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def story(page: StoryPage) -> Thing:
    """A story, and no more than counts: its page has the tightest budget of all."""
    return {
        "@type": "Article",
        "headline": page.title,
        "inLanguage": spoken().code,
        **_day("datePublished", page.first_published_at),
        **_day("dateModified", page.last_published_at),
        "publisher": {"@type": _GOVERNMENT, "name": municipality().publisher},
    }


def area(which: Area) -> Thing:
    """An area with its code, in the municipality."""
    url = _address(area_path(which))
    if which.level == AreaLevel.GEMEENTE:
        return {**_whole(), "url": url}
    return {
        "@type": "Place",
        "name": which.name,
        "identifier": which.code,
        "containedInPlace": _whole(),
        "url": url,
    }


def indicator(which: Indicator, release: FigureSource, sentence: str) -> Thing:
    """The figures of one indicator as a dataset; ``sentence`` says what they come to."""
    facts, path = release.facts_of(which.code), indicator_path(which)
    file = f"{path}{which.slug}"
    workbook = {**_download(XLSX, f"{spoken().root}{file}.xlsx"), "inLanguage": spoken().code}
    return {
        **_dataset(path, which.title, [sentence, which.question, which.explanation], facts),
        "includedInDataCatalog": {"@type": "DataCatalog", "name": _catalogue_name(), "url": _address(CATALOGUE)},
        **_licence(which.licence or facts.licence),
        "dateModified": which.source_date or facts.date,
        **_covered(release.periods_of(which.code)),
        "variableMeasured": {"@type": "PropertyValue", "name": which.title, "unitText": which.unit},
        "distribution": [_download("text/csv", f"{file}.csv"), workbook],
    }


def catalogue(releases: Sequence[Release]) -> Thing:
    """The releases as datasets, each with its files."""
    return {
        "@type": "DataCatalog",
        "name": _catalogue_name(),
        "url": _address(CATALOGUE),
        "inLanguage": spoken().code,
        "publisher": _publisher(),
        "dataset": [_release(one) for one in releases],
    }


def _catalogue_name() -> str:
    return f"Open data · {municipality().name}"


def _release(release: Release) -> Thing:
    facts = release.facts
    package = json.loads((release.folder / "datapackage.json").read_text("utf-8"))
    told = say("Cijfers over de buurten van {place}. Bron: {source}.", place=municipality().name, source=facts.source)
    return {
        **_dataset(f"{CATALOGUE}#{release.name}", facts.title, [told], facts),
        **_licence(facts.licence),
        "dateModified": facts.date,
        **_covered(wave.period for wave in facts.waves),
        "distribution": [
            _download(resource["mediatype"], data_path(release, resource["path"])) for resource in package["resources"]
        ],
    }


def places() -> Thing:
    """The register of meeting places as a dataset; the places themselves stand on the pages of their areas."""
    place = municipality()
    told = say(
        "Plekken in {place} waar buren elkaar ontmoeten, met adres en openingstijden waar die bekend zijn.",
        place=place.name,
    )
    return {
        "@type": "Dataset",
        "@id": f"{settings.SITE_URL}{PLACES}",
        "url": _address(PLACES),
        "name": f"{say('Ontmoetingsplekken')}, {place.name}",
        "description": told,
        "inLanguage": spoken().code,
        "isAccessibleForFree": True,
        "creator": _publisher(),
        "spatialCoverage": _whole(),
        "distribution": [_download(kind, f"{PLACES}ontmoetingsplekken.{end}") for end, kind in _REGISTER],
    }


def meeting_places(found: Iterable[MeetingPlace]) -> Iterator[Thing]:
    """A list of those where somebody can go, as the file of the register has them; nothing when there are none."""
    if there := [place for place in found if place.exists_now]:
        yield place_list(there)


def campaign(which: Campaign, activities: Iterable[Activity]) -> Iterator[Thing]:
    """A day with what neighbours do on it; nothing of a survey, nor of a day that was made up as an example."""
    if which.kind == CampaignKind.DAY and not which.is_example:
        yield {
            "@type": "Event",
            "name": which.title,
            "description": which.summary,
            "url": _address(f"/campagnes/{which.slug}/"),
            "startDate": which.date.isoformat(),
            "location": _venue("", municipality().geography.gemeente.code),
            "subEvent": [_activity(one, which.date) for one in activities],
        }


def _activity(which: Activity, day: date) -> Thing:
    return {
        "@type": "Event",
        "name": which.title,
        "startDate": _moment(day, which.starts),
        **({"endDate": _moment(day, which.ends)} if which.starts and which.ends else {}),
        "location": _venue(which.place, which.area),
    }


def breadcrumbs(html: str, title: str) -> Thing:
    """The crumbs as the page shows them, with the page itself at the end."""
    steps: list[Thing] = [
        {"name": unescape(strip_tags(words)), "item": f"{settings.SITE_URL}{unescape(path)}"}
        for path, words in _LINK.findall(html)
    ]
    steps.append({"name": title})
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, **step} for place, step in enumerate(steps, start=1)
        ],
    }


def _dataset(path: str, name: str, told: Iterable[str], facts: ReleaseFacts) -> Thing:
    """What every dataset of a release says. Invented figures are not the municipality's, and say so first."""
    place = municipality()
    own = facts.publisher == place.publisher
    lines = [say(SIMULATED) if facts.simulated else "", *told]
    return {
        "@type": "Dataset",
        "@id": f"{settings.SITE_URL}{path}",  # one dataset, whatever the language of the page
        "url": _address(path),
        "name": f"{name}, {place.name}",
        "description": " ".join(line for line in lines if line)[:_LONGEST],
        "inLanguage": spoken().code,
        "isAccessibleForFree": True,
        "creator": _publisher() if own else {"@type": "Organization", "name": facts.publisher},
        "publisher": _publisher(),
        "spatialCoverage": _whole(),
    }


def _download(kind: str, path: str) -> Thing:
    """A file; its columns are in Dutch on a page in any language."""
    return {
        "@type": "DataDownload",
        "contentUrl": f"{settings.SITE_URL}{path}",
        "encodingFormat": kind,
        "inLanguage": SOURCE,
    }


def _licence(name: str) -> Thing:
    """The licence by its address; as a name it would be none to a program."""
    found = licence_address(name)
    return {"license": found} if found else {}


def _covered(periods: Iterable[str]) -> Thing:
    """From the first to the last year in the names of the waves."""
    years = sorted({year for period in periods for year in _YEAR.findall(period)})
    return {"temporalCoverage": "/".join(dict.fromkeys((years[0], years[-1])))} if years else {}


def _venue(name: str, code: str) -> Thing:
    """Where it is, as the municipality said it: a place that has a name, in an area."""
    geography = municipality().geography
    where = geography.get(code) or geography.gemeente
    return {
        "@type": "Place",
        "name": name or where.name,
        "address": {"@type": "PostalAddress", "addressLocality": municipality().name, "addressCountry": "NL"},
        "containedInPlace": {"@type": "Place", "name": where.name, "identifier": where.code},
    }


def _publisher() -> Thing:
    place = municipality()
    return {"@type": _GOVERNMENT, "@id": identifier_of(place), "name": place.publisher}


def _whole() -> Thing:
    """The municipality as an area."""
    whole = municipality().geography.gemeente
    return {"@type": "AdministrativeArea", "name": whole.name, "identifier": whole.code}


def _address(path: str) -> str:
    """In the language of now: every page that is told about here has one."""
    return f"{settings.SITE_URL}{spoken().root}{path}"


def _day(name: str, moment: datetime | None) -> Thing:
    return {name: timezone.localtime(moment).date().isoformat()} if moment else {}


def _moment(day: date, at: time | None) -> str:
    """With the difference to UTC when the hour is known, else the day alone."""
    if at is None:
        return day.isoformat()
    return timezone.make_aware(datetime.combine(day, at)).isoformat(timespec="minutes")
