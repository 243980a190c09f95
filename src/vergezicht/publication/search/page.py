"""The answer to a search, put into the baked page: plain HTML that works without a script."""

from __future__ import annotations

from html import escape
from urllib.parse import quote_plus

from vergezicht.publication.search.query import Found, Hit

MARK = "<!--resultaten-->"
FIELD = 'value=""'
_SHOWN = 8  # per group; the rest folds open


def fill_in(page: str, found: Found) -> str:
    """The search page with the query in its field and the hits below it."""
    filled = page.replace(FIELD, f'value="{escape(found.query)}"', 1)
    title = f"{escape(found.query)} · Zoeken"
    return filled.replace("<title>Zoeken", f"<title>{title}", 1).replace(MARK, results(found), 1)


def results(found: Found) -> str:
    """The hits by group, or what to do when there are none."""
    if not found.query:
        return ""
    if not found.count:
        return (
            f'<p role="status" class="lead">Niets gevonden voor “{escape(found.query)}”.</p>'
            '<p>Probeer een ander woord, of kijk bij <a href="/gebieden/">mijn buurt</a>, de '
            '<a href="/opgaven/">wijkopgaven</a> of de <a href="/cijfers/">cijfers</a>.</p>'
        )
    what = "1 resultaat" if found.count == 1 else f"{found.count} resultaten"
    meant = ""
    if found.meant:
        link = f'<a href="/zoeken/?q={quote_plus(found.meant)}">{escape(found.meant)}</a>'
        meant = f" Er was niets voor “{escape(found.query)}”; dit zijn de resultaten voor {link}."
    parts = [f'<p role="status" class="lead">{what}.{meant}</p>']
    for number, (name, hits) in enumerate(found.groups):
        parts.append(
            f'<section aria-labelledby="groep-{number}"><h2 id="groep-{number}">{escape(name)} ({len(hits)})</h2>'
        )
        parts.append(_list(hits[:_SHOWN]))
        if len(hits) > _SHOWN:
            parts.append(
                f"<details><summary>Nog {len(hits) - _SHOWN} resultaten</summary>{_list(hits[_SHOWN:])}</details>"
            )
        parts.append("</section>")
    return "\n".join(parts)


def _list(hits: tuple[Hit, ...]) -> str:
    items = "".join(
        f'<li><a href="{escape(hit.path)}">{escape(hit.title)}</a><br>'
        f'<span class="source">{escape(hit.summary)}</span></li>'
        for hit in hits
    )
    return f'<ul class="results">{items}</ul>'
