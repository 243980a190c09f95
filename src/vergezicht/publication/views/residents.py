"""What residents started, for the council: on a page and on paper."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from vergezicht.publication.residents import ACCOUNT_PDF, account, account_paper


def page(request: HttpRequest) -> HttpResponse:
    return render(request, "publication/council_residents.html", {"account": account(), "pdf": ACCOUNT_PDF})


def paper(request: HttpRequest) -> HttpResponse:
    return HttpResponse(account_paper(), content_type="application/pdf")
