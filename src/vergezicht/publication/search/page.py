"""The answer to a search, put into the baked page: plain HTML that works without a script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from html import escape
from urllib.parse import urlencode

from vergezicht.challenges.ground import municipality
from vergezicht.languages import SOURCE, in_words, say, say_count, speaking, spoken
from vergezicht.publication.search.facets import FACETS, KIND, Facet, Subject
from vergezicht.publication.search.hits import SHOWN, Hit
from vergezicht.publication.search.query import MOST, Found
from vergezicht.publication.search.words import found_in, words

MARK, END = "<!--resultaten-->", "<!--einde-->"
FIELD = 'value=""'
KEPT = "<!--keuzes-->"  # in the form, so that another question keeps what was chosen


def fill_in(page: str, found: Found, language: str = SOURCE) -> str:
    """The search page, which is in ``language`` (its code), with the query in its field and the hits below it."""
    with speaking(language):
        filled = page.replace(FIELD, f'value="{escape(found.query)}"', 1)
        told = " · ".join(filter(None, (found.query, *map(_title, found.chosen))))
        title = f"<title>{say('Zoeken')}"
        filled = filled.replace(title, f"<title>{escape(told)} · {say('Zoeken')}", 1)
        kept = (f'<input type="hidden" name="{item.facet}" value="{escape(item.code)}">' for item in found.chosen)
        return _with_answer(filled.replace(KEPT, "".join(kept), 1), results(found))


def offer(page: str, facets: Iterable[Facet], language: str = SOURCE) -> str:
    """The search page before anything is asked: with all that there is to choose."""
    with speaking(language):
        parts = [f'<h2 id="bladeren">{say("Of blader")}</h2><div class="facets">']
        for facet in facets:
            name = f"bladeren-{facet.name}"
            parts.append(f'<div><h3 id="{name}">{say(FACETS[facet.name])}</h3>{_values(facet, "", (), name)}</div>')
        told = f'<section class="browse" aria-labelledby="bladeren">{"".join(parts)}</div></section>'
        return _with_answer(page, f"{MARK}{told}{END}")


def _with_answer(page: str, told: str) -> str:
    """The page with something else between its marks; an edition of before has the first of them alone."""
    before, mark, after = page.partition(MARK)
    return f"{before}{told}{after.partition(END)[2] if END in after else after}" if mark else page


def results(found: Found) -> str:
    """What was chosen and can be chosen, and the hits by group; or what to do when there are none."""
    if not found.is_asked:
        return ""
    query, root = escape(found.query), spoken().root
    chosen = _chosen(found)
    if not found.count and (found.before or not query):
        without = say_count("{count} resultaat", "{count} resultaten", found.before, count=found.before)
        link = f'<a href="{escape(_address(found.query, ()))}">{without}</a>'
        said = say("Niets gevonden voor “{query}” met deze keuzes.", query=query) if query else say(
            "Niets gevonden met deze keuzes."
        )  # fmt: skip
        told = f"<p>{say('Zonder keuzes: {link}.', link=link)}</p>" if query else ""
        return f'<p role="status" class="lead">{said}</p>{chosen}{_facets(found)}{told}'
    if not found.count:
        return (
            f'<p role="status" class="lead">'
            f"{say('Niets gevonden voor “{query}”.', query=query)}</p>{chosen}<p>"
            + say(
                'Probeer een ander woord, of kijk bij <a href="{root}/gebieden/">mijn buurt</a>, de '
                '<a href="{root}/opgaven/">wijkopgaven</a> of de <a href="{root}/cijfers/">cijfers</a>.',
                root=root,
            )
            + f"</p>{_desk()}"
        )
    what = say_count("{count} resultaat", "{count} resultaten", found.count, count=found.count)
    notes = []
    if found.meant:
        link = f'<a href="{escape(_address(found.meant, found.chosen))}">{escape(found.meant)}</a>'
        notes.append(say("Er was niets voor “{query}”; dit zijn de resultaten voor {link}.", query=query, link=link))
    if found.count > MOST:
        notes.append(say("Hieronder staan de eerste {most}.", most=MOST))
    parts = [f'<p role="status" class="lead">{" ".join((f"{what}.", *notes))}</p>', chosen, _facets(found)]
    for number, (name, hits) in enumerate(found.groups):
        size = found.sizes.get(name, len(hits))
        parts.append(
            f'<section aria-labelledby="groep-{number}"><h2 id="groep-{number}">{escape(say(name))} ({size})</h2>'
        )
        parts.append(_list(hits[:SHOWN], found.words))
        if len(hits) > SHOWN:
            more = len(hits) - SHOWN
            rest = say_count("Nog {count} resultaat", "Nog {count} resultaten", more, count=more)
            parts.append(f"<details><summary>{rest}</summary>{_list(hits[SHOWN:], found.words)}</details>")
        parts.append("</section>")
    return "\n".join(filter(None, parts))


def _desk() -> str:
    """Who can be called, for what this site does not hold."""
    contact = municipality().contact
    if not contact.get("phone"):
        return ""
    phone = f'<a href="tel:{escape(contact["phone"].replace(" ", ""))}">{escape(contact["phone"])}</a>'
    label = escape(in_words(contact.get("label", "")))
    return f"<p>{say('Wilt u iets melden of vragen? {label}, telefoon {phone}.', label=label, phone=phone)}</p>"


def _chosen(found: Found) -> str:
    """What the hits were narrowed to, each with the way to take it away."""
    if not found.chosen:
        return ""
    items = []
    for subject in found.chosen:
        rest = tuple(item for item in found.chosen if item != subject)
        what = f"{say(FACETS[subject.facet])}: {_title(subject)}"
        takes = escape(say("{what}, haal deze keuze weg", what=what))
        address = escape(_address(found.query, rest))
        items.append(f'<li><a class="chosen__item" href="{address}" aria-label="{takes}">{escape(what)}</a></li>')
    items.append(f'<li><a href="{escape(_address(found.query, ()))}">{say("Alles wissen")}</a></li>')
    return f'<ul class="chosen" aria-label="{say("Gekozen")}">{"".join(items)}</ul>'


def _facets(found: Found) -> str:
    """The facets, each folded: they may not stand before the hits on a phone."""
    parts = []
    for facet in found.facets:
        said, name = say(FACETS[facet.name]), f"facet-{facet.name}"
        values = _values(facet, found.query, found.chosen, name)
        parts.append(f'<details class="facet" name="facet"><summary id="{name}">{said}</summary>{values}</details>')
    if not parts:
        return ""
    return f'<div class="facets" role="group" aria-label="{say("Verfijnen")}">{"".join(parts)}</div>'


def _values(facet: Facet, query: str, chosen: tuple[Subject, ...], name: str) -> str:
    others = tuple(item for item in chosen if item.facet != facet.name)
    items = []
    for subject, count in facet.counted:
        if subject == facet.chosen:
            items.append(f'<li><strong aria-current="true">{_named(subject)}</strong> ({count})</li>')
        else:
            address = escape(_address(query, (*others, subject)))
            items.append(f'<li><a href="{address}">{_named(subject)}</a> ({count})</li>')
    return f'<ul aria-labelledby="{name}">{"".join(items)}</ul>'


def _address(query: str, chosen: Iterable[Subject]) -> str:
    """The search page with this question and these choices, always in the same order."""
    picked: Mapping[str, str] = {item.facet: item.code for item in chosen}
    given = [("q", query)] if query else []
    given += [(facet, picked[facet]) for facet in FACETS if facet in picked]
    return f"{spoken().root}/zoeken/" + (f"?{urlencode(given)}" if given else "")


def _title(subject: Subject) -> str:
    """What a subject is called: kinds are words of the software, everything else is as its pages say it."""
    return say(subject.title) if subject.facet == KIND else subject.title


def _named(subject: Subject) -> str:
    title = escape(_title(subject))
    return f'<span lang="{escape(subject.language)}">{title}</span>' if subject.language else title


def _list(hits: tuple[Hit, ...], asked: tuple[str, ...]) -> str:
    return f'<ul class="results">{"".join(_item(hit, asked) for hit in hits)}</ul>'


def _item(hit: Hit, asked: tuple[str, ...]) -> str:
    why = f"{say('Gevonden via “{word}”.', word=escape(hit.via))} " if hit.via else ""
    told = _marked(hit.summary, (*asked, *words(hit.via)))
    return f'<li><h3><a href="{escape(hit.path)}">{escape(hit.title)}</a></h3><p class="source">{why}{told}</p></li>'


def _marked(text: str, asked: tuple[str, ...]) -> str:
    parts, at = [], 0
    for start, end in found_in(text, asked, spoken().code):
        parts += [escape(text[at:start]), f"<b>{escape(text[start:end])}</b>"]
        at = end
    return "".join([*parts, escape(text[at:])])
