"""Pictures from strangers: bounded, decoded and written anew, so that nothing but the picture itself comes through."""

from __future__ import annotations

import io
import secrets
import warnings
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image, ImageOps

from vergezicht.languages import say

MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
LONGEST_SIDE = 1600
_FORMATS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Photo:
    """A picture as we keep it: WebP without metadata, under a name that says nothing."""

    file: ContentFile[bytes]
    width: int
    height: int


def reencode(upload: Any) -> Photo:
    """A picture decoded and encoded anew, turned upright, at most 1600 pixels wide or high, without EXIF or colour
    profile. Raises ``ValidationError`` for what is too large or no picture."""
    if upload.size > MOST_BYTES:
        raise ValidationError(say("De foto is te groot: hoogstens 8 MB."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(upload, formats=_FORMATS) as opened:
                if opened.width * opened.height > MOST_PIXELS:
                    raise ValidationError(say("De foto heeft te veel pixels: hoogstens 40 miljoen."))
                opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
                upright = ImageOps.exif_transpose(opened).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(say("Dit is geen foto die we kunnen lezen. Kies een JPEG, PNG of WebP.")) from error
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    clean = Image.new("RGB", upright.size)
    clean.paste(upright)  # a new image has no metadata to inherit
    buffer = io.BytesIO()
    clean.save(buffer, "WEBP", quality=78, method=4)
    return Photo(ContentFile(buffer.getvalue(), name=f"{secrets.token_hex(12)}.webp"), clean.width, clean.height)
