"""The fields of the open forms: what a stranger may write in a public text, and how a field says what it asks."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from vergezicht.initiatives.points import read_point
from vergezicht.languages import noted, say

_LINK = re.compile(r"https?:|www\.|\b[\w-]+\.(?:nl|com|org|net|eu|info|be|de|io|shop|ru)\b", re.IGNORECASE)
_OPTIONAL = noted("(mag leeg blijven)")
_PHONE = re.compile(r"(?:\+|0)(?:[\s().-]?\d){8,}")


def plain(text: str) -> None:
    """Refuse what does not belong in a public text: links, HTML, addresses and telephone numbers."""
    if re.search(r"<\s*/?\s*[a-zA-Z!]", text):
        raise ValidationError(say("Gewone tekst, zonder HTML."))
    if "@" in text or _PHONE.search(text):
        raise ValidationError(say("Zet hier geen mailadres of telefoonnummer: deze tekst komt op de site."))
    if _LINK.search(text):
        raise ValidationError(say("Zet hier geen links: deze tekst komt op de site."))


def without_links(text: str) -> None:
    """Refuse what would lead the one who reads it away: links and HTML. An address or a number may be given."""
    if re.search(r"<\s*/?\s*[a-zA-Z!]", text) or _LINK.search(re.sub(r"\S+@\S+", "", text)):
        raise ValidationError(say("Gewone tekst, zonder links of HTML."))


def clean_text(text: str) -> str:
    """Without control characters and needless white space."""
    clean = "".join(sign for sign in text if sign == "\n" or sign.isprintable())
    return re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+", " ", clean)).strip()


class PlainField(forms.CharField):
    """A public text of a stranger."""

    default_validators = [plain]

    def to_python(self, value: Any) -> str:
        return clean_text(super().to_python(value))


class AddressField(forms.EmailField):
    """A mail address, refused in the word that it is asked for."""

    widget = forms.EmailInput(attrs={"autocomplete": "email"})

    def run_validators(self, value: Any) -> None:
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise ValidationError(say("Dit is geen mailadres. Schrijf het als naam@voorbeeld.nl.")) from error


class PointField(forms.CharField):
    """A point as two numbers; gives a ``MapPoint``, or None when left empty."""

    def clean(self, value: Any) -> Any:
        text = clean_text(super().clean(value))
        return read_point(text) if text else None


class RoomyField(forms.BoundField):
    """A field that tells how much fits in it, before a browser stops taking what is typed."""

    @property
    def most(self) -> int | None:
        """The largest number of signs; None where a sentence would not end there, as in an address."""
        if not isinstance(self.field, forms.CharField) or isinstance(self.field, AddressField | PointField):
            return None
        return self.field.max_length

    @property
    def may_wait(self) -> str:
        """When it may be left empty, in words behind its label; nothing where an answer is always asked for."""
        return "" if self.field.required else say(self.form.NEEDED.get(self.name, _OPTIONAL))

    @property
    def aria_describedby(self) -> str | None:
        told = super().aria_describedby or ""
        return f"{told} {self.auto_id}_most".strip() if self.most else told or None


class Trapped(forms.Form):
    """A form with a field that people do not see and machines fill in."""

    NEEDED: ClassVar[dict[str, str]] = {}  # of fields that another answer makes necessary: which answer that is
    bound_field_class = RoomyField
    website = forms.CharField(required=False, label=noted("Laat dit leeg"))

    @property
    def sprung(self) -> bool:
        return bool(self.data.get("website"))
