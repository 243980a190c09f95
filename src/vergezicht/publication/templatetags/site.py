"""Tags for the base template: the stylesheet and the addresses of scripts and fonts."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from vergezicht.areas import Area
from vergezicht.languages import say, spoken
from vergezicht.publication.assets import asset_path, icon_address
from vergezicht.publication.pages import structured_data
from vergezicht.publication.papers.cards import card_path, has_card
from vergezicht.publication.papers.sheets import document_path, has_sheet, sheet_path
from vergezicht.publication.stylesheet import COMMON, LAST, stylesheet

register = template.Library()


@register.simple_tag
def styles(*sheets: str) -> SafeString:
    """The sheets of a page, exactly as their hashes in the security policy say."""
    inlined = (f"<style>{stylesheet(sheet)}</style>" for sheet in (COMMON, *sheets, LAST))
    return mark_safe("".join(inlined))  # noqa: S308  # our own files


@register.simple_tag
def asset(name: str) -> str:
    return asset_path(name)


@register.simple_tag
def icon() -> SafeString:
    """The sign in the tab of a browser."""
    return format_html('<link rel="icon" href="{}">', SafeString(icon_address()))


@register.simple_tag
def page_files(names: Iterable[str], kind: str) -> SafeString:
    """The stylesheets ("css") or scripts ("js") that the blocks of a page need, and no other page carries."""
    pattern = {"css": '<link rel="stylesheet" href="{}">', "js": '<script type="module" src="{}"></script>'}[kind]
    return format_html_join("\n", pattern, ((asset_path(name),) for name in names if name.endswith(f".{kind}")))


@register.simple_tag
def initiatives_style() -> SafeString:
    """The stylesheet of the pages about places, schemes and initiatives, which no other page carries."""
    return format_html('<link rel="stylesheet" href="{}">', asset_path("initiatives.css"))


@register.simple_tag
def cycle_styles() -> SafeString:
    """What only the pages of the cycle need, in a file of its own: a story carries none of it."""
    return format_html('<link rel="stylesheet" href="{}">', asset_path("cycle.css"))


@register.simple_tag(takes_context=True)
def card(context: Context) -> SafeString:
    """The picture that a message with the address of this page shows; nothing for a page that has none."""
    page = context.get("card_page") or context["request"].path.removeprefix(spoken().root)
    if "card_page" not in context and not has_card(page):
        return SafeString("")
    return format_html(
        '<meta property="og:image" content="{}{}{}"><meta name="twitter:card" content="summary_large_image">',
        settings.SITE_URL, spoken().root, card_path(page),
    )  # fmt: skip


@register.simple_tag(takes_context=True)
def told_to_programs(context: Context) -> SafeString:
    """What the view says that its page is about, for programs; nothing for most pages."""
    return format_html_join("", "{}", ((structured_data.data_block(one),) for one in context.get("structured", ())))


@register.simple_tag
def told_of_site() -> SafeString:
    """The same of the first page: what the site is, and how it is searched."""
    return structured_data.data_block(structured_data.website())


@register.simple_block_tag(takes_context=True)
def crumbs(context: Context, content: str, title: str) -> SafeString:
    """The way to a page with this title, as a list of links, and the same for programs."""
    lead = getattr(context["request"], "lead", str)  # to the pages in the language of this one
    block = structured_data.data_block(structured_data.breadcrumbs(lead(content), title))
    name = say("Kruimelpad")
    return format_html('<nav class="crumbs" aria-label="{}"><ol>{}</ol>{}</nav>', name, mark_safe(content), block)  # noqa: S308


@register.simple_tag
def papers(area: Area) -> tuple[str, ...]:
    """The addresses of the challenges of an area on paper, to print and to edit; empty for an area that has none."""
    return (sheet_path(area), document_path(area)) if has_sheet(area) else ()
