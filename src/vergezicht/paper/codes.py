"""An address as a QR code, for paper; the only module that talks to segno."""

from __future__ import annotations

import io

import segno


def qr(address: str) -> str:
    """The QR code of ``address`` as SVG with the quiet zone of four modules that ISO/IEC 18004 asks for.

    Error correction is at least M (15 %), since a poster gets scratched. Raises ``ValueError`` when the address is too
    long for a code (about 2,300 characters).
    """
    drawn = io.BytesIO()
    segno.make_qr(address, error="m").save(
        drawn, kind="svg", border=4, scale=4, xmldecl=False, svgclass=None, lineclass=None
    )
    return drawn.getvalue().decode("utf-8").strip()
