"""Sound, film and captions that an editor uploaded: what may be played on every phone, and how large it may be."""

from __future__ import annotations

from typing import Any

SOUND = ("mp3", "m4a", "ogg", "wav")
FILM = ("mp4", "webm")
CAPTIONS = ("vtt",)
MOST_BYTES = 60_000_000  # every edition keeps a copy, and a reader may pay for each megabyte


def told_of(extensions: tuple[str, ...]) -> str:
    """What a file may be and how large, for who is about to choose it."""
    return f"Een bestand dat eindigt op .{' of .'.join(extensions)}, van hoogstens {MOST_BYTES // 1_000_000} MB."


def wrong_file(document: Any, extensions: tuple[str, ...]) -> str:
    """What is wrong with an uploaded file, in Dutch; "" when it will do, or when a draft has none yet."""
    if document is None:
        return ""
    if document.file_extension.lower() not in extensions:
        return f"Dit is een bestand .{document.file_extension}; kies er een dat eindigt op .{', .'.join(extensions)}."
    size = document.get_file_size() or 0
    if size > MOST_BYTES:
        return f"Dit bestand is {size // 1_000_000} MB; hoogstens {MOST_BYTES // 1_000_000} MB. Maak het kleiner."
    return ""


def wrong_captions(document: Any) -> str:
    """WebVTT starts with its own name; a browser shows nothing of a file that does not. "" when there is none yet."""
    if document is None:
        return ""
    with document.open_file() as stream:
        start = stream.read(9)
    if not start.removeprefix(b"\xef\xbb\xbf").startswith(b"WEBVTT"):
        return "Dit is geen WebVTT: de eerste regel is WEBVTT, daarna volgen de ondertitels met hun tijden."
    return ""
