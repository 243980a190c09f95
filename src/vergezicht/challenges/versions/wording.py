"""Values of a proposal as people read them: names for codes and keys, dates in Dutch, a target as a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import models
from django.utils.formats import date_format

from vergezicht.challenges.ground import current_release, municipality, themes
from vergezicht.challenges.models import Target
from vergezicht.challenges.models.challenge import TargetKind
from vergezicht.challenges.references import area_of, parse_reference
from vergezicht.pictures.notation import amount

_HIDDEN = {"pk", "id", "sort_order", "challenge", "action", "conversation"}
# What is decided about, before how it is arranged.
_FIRST = ("title", "goal", "criteria", "indicators", "targets", "reason", "figures", "areas", "themes", "involvements")


def word_for(model: type[models.Model], name: str) -> str:
    """The Dutch name of a field or of what hangs under it."""
    field = model._meta.get_field(name)
    if name == "slug":
        return "adres op de site"
    if isinstance(field, models.Field):
        return str(field.verbose_name)
    return str(field.related_model._meta.verbose_name_plural)  # type: ignore[union-attr]


def in_words(model: type[models.Model], name: str, value: Any) -> str:
    """A value of a field, one line each where there are several; "" for nothing."""
    field = model._meta.get_field(name)
    if not isinstance(field, models.Field):
        return "\n".join(_row(field.related_model, row) for row in value or [])  # type: ignore[arg-type]
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return "\n".join(_named(field.related_model, value))
    if name in _CODES and isinstance(value, list):
        return "\n".join(_CODES[name](code) for code in value)
    if isinstance(field, models.DateField) and value:
        return str(date_format(date.fromisoformat(str(value)[:10]), "j F Y"))
    if isinstance(value, bool):
        return "ja" if value else "nee"
    return "" if value is None else str(dict(field.choices or ()).get(value, value))


def whole(
    model: type[models.Model], values: Mapping[str, Any], *, without: Iterable[str] = ()
) -> list[tuple[str, str]]:
    """Everything that is filled in: its name and its words, what is decided about first."""
    hidden = _HIDDEN | set(without)
    names = [name for name, value in values.items() if value is not False and name not in hidden]
    names.sort(key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST))
    told = ((word_for(model, name), in_words(model, name, values[name])) for name in names)
    return [(word, text) for word, text in told if text]


def changes(
    model: type[models.Model], before: Mapping[str, Any], after: Mapping[str, Any], names: Iterable[str]
) -> list[tuple[str, str, str]]:
    """What changes, in words: name, as it is, as it would be. What was nothing and stays nothing is left out."""
    told = (
        (word_for(model, name), in_words(model, name, before.get(name)), in_words(model, name, after[name]))
        for name in names
        if name not in _HIDDEN - {"challenge"}
    )
    return [(word, was, becomes) for word, was, becomes in told if was or becomes]


def _row(model: type[models.Model], row: Mapping[str, Any]) -> str:
    if model is Target:
        return _target(row)
    parts = (in_words(model, name, value).replace("\n", ", ") for name, value in row.items() if name not in _HIDDEN)
    return " · ".join(part for part in parts if part)


def _target(row: Mapping[str, Any]) -> str:
    """ "Groen in de buurt, Noord: 76% in 2024, vanaf de meting van 2020. Want ..."."""
    release, code, value = current_release(), row["indicator"], row.get("value")
    if value is None:
        aim = str(TargetKind(row["kind"]).label).lower()
    else:
        aim = amount(release.indicator(code), value) if release and release.has_indicator(code) else f"{value:g}"
    words = f"{_indicator(code)}, {_area(row['area'])}: {aim} in {row['year']}"
    return f"{words}, vanaf de meting van {row['baseline_period']}. {row.get('because') or ''}".strip()


def _named(model: Any, value: Any) -> list[str]:
    keys = value if isinstance(value, list) else [] if value is None else [value]
    known = model._default_manager.in_bulk(keys)
    return [str(known.get(key, key)) for key in keys]


def _indicator(code: str) -> str:
    release = current_release()
    return release.indicator(code).title if release is not None and release.has_indicator(code) else code


def _area(code: str) -> str:
    area = municipality().geography.get(code)
    return area.name if area is not None else code


def _theme(code: str) -> str:
    return next((theme.title for theme in themes() if theme.code == code), code)


def _figure(text: str) -> str:
    """ "Eenzaamheid, Noord (2020)"."""
    reference = parse_reference(text)
    area = area_of(reference, municipality().geography) if reference is not None else None
    if reference is None or area is None:
        return text
    return f"{_indicator(reference.indicator)}, {area.name} ({reference.period or 'de nieuwste meting'})"


_CODES = {"areas": _area, "themes": _theme, "indicators": _indicator, "figures": _figure}
