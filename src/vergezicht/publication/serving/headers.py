"""The headers of the public site: a strict content security policy, no cookies, no third parties."""

from __future__ import annotations

from collections.abc import Sequence


def content_security_policy(style_hashes: Sequence[str], frame_hosts: Sequence[str] = ()) -> str:
    """Only our own scripts, workers, fonts, images, recordings and style files, and the inlined sheets.

    ``frame_hosts`` are sites that a story may show in a frame once the reader asks for it (``embeds.toml``).
    """
    frames = [f"frame-src {' '.join(f'https://{host}' for host in frame_hosts)}"] if frame_hosts else []
    return "; ".join(
        (
            "default-src 'none'",
            "script-src 'self'",
            "worker-src 'self'",
            " ".join(("style-src 'self'", *(f"'{one}'" for one in style_hashes))),
            "img-src 'self' data:",
            "font-src 'self'",
            "media-src 'self'",
            *frames,
            "connect-src 'self'",
            "manifest-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
            "frame-ancestors 'none'",
        )
    )


def security_headers(
    style_hashes: Sequence[str], *, https: bool, locates: bool = False, frame_hosts: Sequence[str] = ()
) -> list[tuple[str, str]]:
    """Headers for every answer of the public site; ``locates``: a page may ask a telephone where it is."""
    where = "geolocation=(self)" if locates else "geolocation=()"
    headers = [
        ("Content-Security-Policy", content_security_policy(style_hashes, frame_hosts)),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "same-origin"),
        (
            "Permissions-Policy",
            f"camera=(), {where}, microphone=(), payment=(), usb=()",
        ),
        ("Cross-Origin-Opener-Policy", "same-origin"),
        ("Cross-Origin-Resource-Policy", "same-origin"),
        ("X-Frame-Options", "DENY"),
    ]
    if https:
        headers.append(("Strict-Transport-Security", "max-age=31536000; includeSubDomains"))
    return headers


def framed(headers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same headers for what may stand in a frame on another site, or be shown there as a picture."""
    kept = [(name, value.replace("frame-ancestors 'none'", "frame-ancestors *")) for name, value in headers
            if name not in {"X-Frame-Options", "Cross-Origin-Resource-Policy"}]  # fmt: skip
    return [*kept, ("Cross-Origin-Resource-Policy", "cross-origin")]


def cache_control(path: str) -> str:
    """Hashed names may be kept for ever; everything else is asked for again, and answered with 304 when unchanged."""
    if path.startswith(("assets/", "beeld/")):
        return "public, max-age=31536000, immutable"
    return "public, no-cache"
