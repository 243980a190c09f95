"""The text of a StoryMap: its emphasis, lists and links; no colours, no scripts, no braces that mean something here."""

from __future__ import annotations

import re
from html import escape, unescape

import nh3

from vergezicht.stories.moving.looking import may_link

_TAGS = {"b", "strong", "i", "em", "a", "li", "br"}
_SCHEMES = {"http", "https", "mailto", "tel"}
_STARTS = tuple(f"{scheme}:" for scheme in _SCHEMES)
_LINK = re.compile(r'<a(?: href="([^"]*)")?>(.*?)</a>', re.DOTALL)
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def plain(text: str, most: int = 0) -> str:
    """Words alone, on one line, at most so many characters."""
    words = " ".join(unescape(re.sub(r"<[^>]*>", " ", _harmless(text))).split())
    words = _harmless(words)
    return words if not most or len(words) <= most else words[: most - 1].rstrip() + "…"


def rich(text: str) -> str:
    """What our rich text keeps of a piece of text, without the paragraph around it."""
    kept = nh3.clean(_harmless(text), tags=_TAGS, attributes={"a": {"href"}}, url_schemes=_SCHEMES, link_rel=None)
    return _LINK.sub(_safe_link, _harmless(kept)).strip()


def paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""


def as_html(kind: str, words: str) -> str:
    """The element for a text of this kind: a smaller heading, a list or a paragraph."""
    if kind in {"h3", "h4"}:
        return f"<h3>{escape(plain(words))}</h3>"
    if kind in {"bullet-list", "numbered-list"}:
        tag = "ul" if kind == "bullet-list" else "ol"
        return f"<{tag}>{words if '<li>' in words else f'<li>{words}</li>'}</{tag}>"
    return paragraph(words.replace("<li>", "").replace("</li>", " "))


def _safe_link(found: re.Match[str]) -> str:
    address = unescape(found[1] or "")
    return found[0] if address.startswith(_STARTS) and may_link(address) else found[2]


def _harmless(text: str) -> str:
    """A brace begins a living number here; what cannot be seen is no text."""
    return _UNSEEN.sub("", text).replace("{", "(").replace("}", ")")
