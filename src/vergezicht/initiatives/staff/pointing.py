"""Where staff put something on the map: in the municipality or near it, and not with its two numbers the wrong way."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from vergezicht.initiatives.points import MapPoint, misplaced


class PointForm(WagtailAdminModelForm):
    """A form with a latitude and a longitude."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is None or longitude is None:
            return cleaned
        if told := misplaced(MapPoint(latitude, longitude)):
            self.instance.latitude = latitude  # there is one: the model need not ask for it as well
            self.add_error("latitude", " ".join(filter(None, told)))
        return cleaned
