"""Tags and filters for the public templates (built in, so that no template loads them)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.images.models import AbstractImage
from wagtail.rich_text import expand_db_html

from vergezicht.areas import Area
from vergezicht.challenges.models import Challenge, ChallengeVersion, Conversation, Course, Cycle, Partner
from vergezicht.figures import Indicator, Theme
from vergezicht.languages import say, spoken
from vergezicht.languages.marks import in_dutch_html, kept, own_words
from vergezicht.pictures import Picture
from vergezicht.stories.headings import under_the_title
from vergezicht.stories.living.living_numbers import fill_in
from vergezicht.stories.paths import (
    area_path,
    challenge_path,
    conversation_path,
    course_path,
    cycle_path,
    indicator_path,
    partner_path,
    theme_path,
    version_path,
)
from vergezicht.stories.present import areas_named
from vergezicht.stories.story_block import files_of

register = template.Library()

# A phone of 360 to 412 px has 720 to 750 or 1080 to 1100 pixels of its own; a little less would make it fetch the next.
WIDTHS = (480, 750, 1100, 1600)


@register.filter
def living(text: str) -> SafeString:
    """Plain text with its living numbers filled in."""
    return fill_in(conditional_escape(text))


@register.filter
def dutch(text: Any) -> Any:
    """What people wrote and nobody translates: on a page in another language it says that it is Dutch."""
    if isinstance(text, SafeString):
        return text if spoken().is_source else mark_safe(in_dutch_html(text))  # noqa: S308  # it was safe
    return kept(str(text or ""))


@register.filter
def said(text: str) -> str:
    """A label of the software in the language of now."""
    return say(str(text))


@register.filter
def own(text: str) -> str:
    """A word of the municipality in the language of now."""
    return own_words(text)


@register.filter
def living_html(value: Any) -> SafeString:
    """Rich text with its links and living numbers filled in."""
    return fill_in(expand_db_html(value.source))


_PATHS: tuple[tuple[type, Any], ...] = (
    (Area, area_path),
    (Challenge, challenge_path),
    (ChallengeVersion, version_path),
    (Conversation, conversation_path),
    (Course, course_path),
    (Cycle, cycle_path),
    (Indicator, indicator_path),
    (Partner, partner_path),
    (Theme, theme_path),
)


@register.filter
def path(value: Any) -> str:
    """The address of anything that has a page or a place on one."""
    found: str = next(make for kind, make in _PATHS if isinstance(value, kind))(value)
    return found


@register.filter
def areas_of(challenge: Challenge) -> list[Area]:
    return areas_named(challenge.areas)


@register.filter
def theme_for(code: str, themes: Iterable[Theme]) -> Theme | None:
    return next((theme for theme in themes if theme.code == code), None)


@register.filter
def files_needed(bound: Any) -> list[str]:
    """The assets that one block needs, for its sample in the editor."""
    return files_of([bound])


@register.simple_tag
def rendition_url(value: AbstractImage, filter_spec: str) -> str:
    """The address of one rendition, for where an image is an attribute."""
    return str(value.get_rendition(filter_spec).url)


@register.simple_tag(takes_context=True)
def picture(context: Context, value: Picture | None, heading: str = "h3", told: str = "", **options: Any) -> str:
    """A picture with its sentence beyond what was ``told``, legend and table; a plain sentence when there is none."""
    options |= {"picture": value, "heading": heading, "with_figures": context.get("with_figures")}
    if value and told:
        options["sentence"] = value.beyond(told)
    return render_to_string("stories/parts/picture.html", options)


@register.simple_tag
def image(
    value: AbstractImage, alt: str = "", sizes: str = "100vw", *, eager: bool = False, follows: bool = False
) -> SafeString:
    """An image as AVIF and WebP in several widths up to its own, with its size.

    It loads first of all when it is on the first screen (``eager``), at once when it comes right after (``follows``),
    else when a reader comes near.
    """
    *smaller, largest = WIDTHS
    widths = [width for width in smaller if width < value.width * 0.95] + [min(value.width, largest)]
    source_sets = {
        kind: [(value.get_rendition(f"width-{width}|format-{kind}"), width) for width in widths]
        for kind in ("avif", "webp")
    }
    last = source_sets["webp"][-1][0]
    loading = 'fetchpriority="high"' if eager else 'decoding="async"' if follows else 'loading="lazy" decoding="async"'
    return format_html(
        '<picture><source type="image/avif" srcset="{}" sizes="{}">'
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}" {}></picture>',
        _source_set(source_sets["avif"]),
        sizes,
        last.url,
        _source_set(source_sets["webp"]),
        sizes,
        last.width,
        last.height,
        alt,
        mark_safe(loading),  # noqa: S308  # one of our own three literals
    )


def _source_set(renditions: list[tuple[Any, int]]) -> str:
    return ", ".join(f"{rendition.url} {width}w" for rendition, width in renditions)


@register.simple_tag(takes_context=True)
def comment_button(context: Context, block: str) -> SafeString:
    """For a guest who reads a draft along: the way to a comment on this block. Readers of the site get nothing."""
    places = getattr(context.get("request"), "reads_along", {})
    if str(block) not in places:
        return SafeString("")
    return format_html(
        '<p class="no-print"><button class="button" form="meelezen" name="blok" value="{0}" id="bij-{0}"'
        ' aria-label="Opmerking hierbij: {1}">Opmerking hierbij</button></p>',
        block, places[str(block)],
    )  # fmt: skip


@register.simple_block_tag
def opening_block(content: str) -> SafeString:
    """A block before the first chapter, with headings that follow the title of the page."""
    return mark_safe(under_the_title(content))  # noqa: S308  # what was rendered
