"""What a reader can read and already has: encodings and conditions (RFC 9110)."""

from __future__ import annotations

from collections.abc import Collection


def encoding_for(accepted: str, available: Collection[str]) -> str:
    """The best encoding that both sides know: "br", "gz" or "" for none."""
    wanted = {}
    for part in accepted.lower().split(","):
        token, _, parameters = part.strip().partition(";")
        wanted[token.strip()] = "q=0" not in parameters.replace(" ", "") or "q=0." in parameters.replace(" ", "")
    for suffix, token in (("br", "br"), ("gz", "gzip")):
        if suffix in available and wanted.get(token, False):
            return suffix
    return ""


def already_has(condition: str, etag: str) -> bool:
    """Whether If-None-Match names this ETag; compared weakly, as it must be."""
    candidates = [item.strip().removeprefix("W/") for item in condition.split(",")]
    return etag.removeprefix("W/") in candidates or "*" in candidates
