"""A place as people write it: two numbers in degrees or in metres."""

from __future__ import annotations

import re

from vergezicht.areas.projection import area_of_use, rd_to_wgs84
from vergezicht.languages import noted, say

EXAMPLE = noted("Bijvoorbeeld 52,51234 en 6,09123.")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


def read_coordinates(text: str) -> tuple[float, float]:
    """Longitude and latitude in degrees from two numbers in any usual way: degrees in either order, with a comma or a
    point, or metres in RD New.

    Raises ``ValueError`` with the reason in Dutch for anything else, and for a place where RD New is not meant for.
    """
    numbers = [float(found.replace(",", ".")) for found in _NUMBER.findall(text)]
    if len(numbers) != 2:
        raise ValueError(say("Geef twee getallen: breedte- en lengtegraad. {example}", example=say(EXAMPLE)))
    longitude, latitude = sorted(numbers)  # in degrees, here, north is always more than east
    if longitude > 180:
        longitude, latitude = rd_to_wgs84(*numbers)
    west, south, east, north = area_of_use()
    if not (west <= longitude <= east and south <= latitude <= north):
        raise ValueError(say("Deze plek ligt niet in Nederland. {example}", example=say(EXAMPLE)))
    return longitude, latitude
