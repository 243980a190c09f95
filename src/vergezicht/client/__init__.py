"""FROM OUTSIDE: reading what a site publishes, from a program or a notebook; the standard library alone.

>>> from vergezicht.client import open_site                                  # doctest: +SKIP
>>> site = open_site("https://buurten.voorbeeld.nl")                          # doctest: +SKIP
>>> site.releases[0].figures(indicator="liveability_mark", level="wijk")      # doctest: +SKIP
"""

from vergezicht.client.figures import Figure, as_arrays
from vergezicht.client.site import PublishedRelease, Site, open_site

__all__ = ["Figure", "PublishedRelease", "Site", "as_arrays", "open_site"]
