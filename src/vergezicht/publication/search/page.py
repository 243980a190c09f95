"""The answer to a search, put into the baked page: plain HTML that works without a script."""

from __future__ import annotations

from html import escape
from urllib.parse import quote_plus

from vergezicht.languages import SOURCE, say, say_count, speaking, spoken
from vergezicht.publication.search.query import SHOWN, Found, Hit
from vergezicht.publication.search.words import found_in

MARK = "<!--resultaten-->"
FIELD = 'value=""'


def fill_in(page: str, found: Found, language: str = SOURCE) -> str:
    """The search page, which is in ``language`` (its code), with the query in its field and the hits below it."""
    with speaking(language):
        filled = page.replace(FIELD, f'value="{escape(found.query)}"', 1)
        title = f"<title>{say('Zoeken')}"
        filled = filled.replace(title, f"<title>{escape(found.query)} · {say('Zoeken')}", 1)
        return filled.replace(MARK, results(found), 1)


def results(found: Found) -> str:
    """The hits by group, or what to do when there are none."""
    if not found.query:
        return ""
    root = spoken().root
    if not found.count:
        return (
            f'<p role="status" class="lead">'
            f"{say('Niets gevonden voor “{query}”.', query=escape(found.query))}</p><p>"
            + say(
                'Probeer een ander woord, of kijk bij <a href="{root}/gebieden/">mijn buurt</a>, de '
                '<a href="{root}/opgaven/">wijkopgaven</a> of de <a href="{root}/cijfers/">cijfers</a>.',
                root=root,
            )
            + "</p>"
        )
    what = say_count("{count} resultaat", "{count} resultaten", found.count, count=found.count)
    meant = ""
    if found.meant:
        link = f'<a href="{root}/zoeken/?q={quote_plus(found.meant)}">{escape(found.meant)}</a>'
        given = escape(found.query)
        meant = " " + say("Er was niets voor “{query}”; dit zijn de resultaten voor {link}.", query=given, link=link)
    parts = [f'<p role="status" class="lead">{what}.{meant}</p>']
    for number, (name, hits) in enumerate(found.groups):
        parts.append(
            f'<section aria-labelledby="groep-{number}"><h2 id="groep-{number}">{escape(say(name))} ({len(hits)})</h2>'
        )
        parts.append(_list(hits[:SHOWN], found.words))
        if len(hits) > SHOWN:
            more = len(hits) - SHOWN
            rest = say_count("Nog {count} resultaat", "Nog {count} resultaten", more, count=more)
            parts.append(f"<details><summary>{rest}</summary>{_list(hits[SHOWN:], found.words)}</details>")
        parts.append("</section>")
    return "\n".join(parts)


def _list(hits: tuple[Hit, ...], asked: tuple[str, ...]) -> str:
    items = "".join(
        f'<li><a href="{escape(hit.path)}">{escape(hit.title)}</a><br>'
        f'<span class="source">{_marked(hit.summary, asked)}</span></li>'
        for hit in hits
    )
    return f'<ul class="results">{items}</ul>'


def _marked(text: str, asked: tuple[str, ...]) -> str:
    parts, at = [], 0
    for start, end in found_in(text, asked, spoken().code):
        parts += [escape(text[at:start]), f"<mark>{escape(text[start:end])}</mark>"]
        at = end
    return "".join([*parts, escape(text[at:])])
