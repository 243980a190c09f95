"""Doors: what a reader comes to do, which no baked page says in the reader's words. A form is never baked, so that it
gives its document here; a page is found by more words than it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from vergezicht.languages import noted, say
from vergezicht.publication.search.documents import GROUPS, Document

FORMS = (
    (
        "/meedoen/idee/",
        noted("Vertel uw idee"),
        noted("Wilt u iets beginnen in uw buurt? Vertel het hier. U hoort wat ermee gebeurt."),
        noted("plan voorstel initiatief buurtinitiatief indienen insturen aanmelden starten opzetten organiseren"),
    ),
    (
        "/meedoen/code/",
        noted("Vul uw code in"),
        noted("Hier ziet u hoe het met uw idee gaat. U kunt het wijzigen, intrekken of bezwaar maken."),
        noted("mijn initiatief aanpassen verwijderen wissen stand bezwaar oneens afgewezen beroep"),
    ),
    (
        "/meedoen/volgen/",
        noted("Volg uw buurt"),
        noted("U krijgt bericht als er iets nieuws is over een gebied, een thema of een initiatief."),
        noted("nieuwsbrief aanmelden afmelden e-mail bericht abonneren op de hoogte blijven"),
    ),
    (
        "/meedoen/melden/",
        noted("Meld een pagina"),
        noted("Staat er iets wat niet klopt of niet mag? Zeg het hier. Wij kijken ernaar."),
        noted("fout klacht klagen melding onjuist ongepast privacy foto weghalen"),
    ),
)
ALSO = {
    "/gebieden/": noted("postcode adres straat waar woon ik"),
    "/initiatieven/": noted("buurtinitiatief bewonersinitiatief plan voorstel beginnen starten"),
    "/methode/": noted("onderzoek enquête vragenlijst steekproef respons betrouwbaar marge foutmarge"),
    "/ontmoetingsplekken/": noted("buurthuis buurtkamer buurtcentrum wijkcentrum zaal huren koffie"),
    "/open-data/": noted("downloaden dataset bestand spreadsheet excel csv api"),
    "/opgaven/": noted("plannen beleid aanpak doelen wijkagenda gebiedsplan"),
    "/raad/": noted("gemeenteraad raadslid raadsleden politiek motie toezegging verantwoording controle"),
    "/toegankelijkheid/": noted("blind slechtziend doof schermlezer beperking wcag"),
}


def with_doors(documents: Iterable[Document], *, root: str = "") -> Iterator[Document]:
    """The documents of a language, with the words by which they are found too, and those of its forms.

    ``root`` is that of the language, which is spoken now.
    """
    for document in documents:
        also = ALSO.get(document.path.removeprefix(root))
        yield replace(document, also=say(also)) if also else document
    group = next(name for name, prefixes in GROUPS if "/meedoen/" in prefixes)
    for path, title, told, also in FORMS:
        yield Document(f"{root}{path}", group, say(title), say(told), say(told), also=say(also))
