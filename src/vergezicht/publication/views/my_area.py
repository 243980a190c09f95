"""From a postcode to the page of a buurt. The postcode comes by POST, so that it stands in no address and no log."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from vergezicht.areas.postcodes import normal
from vergezicht.challenges.ground import municipality, postcodes
from vergezicht.initiatives.open_form import open_form
from vergezicht.languages import say
from vergezicht.stories.paths import area_path

MY_AREA = "/meedoen/mijn-buurt/"


@open_form
def my_area(request: HttpRequest) -> HttpResponse:
    """Straight to the buurt, or a choice when the addresses of the postcode lie in more than one."""
    table = postcodes()
    if table is None:
        raise Http404
    if request.method != "POST":
        return render(request, "publication/my_area.html", {})
    written = request.POST.get("postcode", "")[:12]
    found = [municipality().geography[code] for code in table.find(written)]
    if len(found) == 1:
        response = HttpResponseRedirect(area_path(found[0]))
        response.status_code = 303
        return response
    wrong = ""
    if not found:
        wrong = (
            say("Deze postcode kennen we niet in deze gemeente.")
            if normal(written)
            else say("Dat is geen postcode. Schrijf vier cijfers en twee letters.")
        )
    context = {"choices": [(area, area_path(area)) for area in found], "wrong": wrong}
    return render(request, "publication/my_area.html", context, status=200 if found else 422)
