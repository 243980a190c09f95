"""What the scripts of public pages say: Dutch as written, in another language from an attribute of the page."""

from __future__ import annotations

import json

from vergezicht.languages import noted, say, spoken
from vergezicht.publication.search.documents import GROUPS
from vergezicht.publication.search.facets import FACETS

SCRIPT_WORDS = (
    noted("Zonder beweging"),
    noted("Voorlezen"),
    noted("Pauze"),
    noted("Verder"),
    noted("Stop"),
    noted("Vorige"),
    noted("Volgende"),
    noted("Per stap lezen"),
    noted("Notities"),
    noted("Nu: {0}"),
    noted("Straks: {0}"),
    noted("Dit is de laatste dia."),
    noted("Geen notities bij deze dia."),
    noted("Volledig scherm"),
    noted("{0} van {1}"),
    noted("Kaart verkennen"),
    noted("Hele kaart"),
    noted("Alleen links"),
    noted("Half om half"),
    noted("Alleen rechts"),
    noted("Schuif tussen {0} en {1}"),
    noted("{0} procent {1}"),
    noted("Laad het hier"),
    noted("1 gebied gevonden"),
    noted("{0} gebieden gevonden"),
    noted("Geen gebied heet zo. Met de knop “{0}” zoekt u ook op {1}."),
    noted("Zoek op een woord in de hele site"),
    noted("Sluit alle thema’s"),
    noted("Nog {0} tekens."),
    noted("Nog 1 teken."),
    noted("Vol: er past niets meer bij."),
    noted("1 resultaat."),
    noted("{0} resultaten."),
    noted("{0} resultaten voor “{1}”."),
    noted("Geen resultaten voor “{0}”."),
    noted("Geen resultaten met deze keuzes."),
    noted("Hieronder staan de eerste {0}."),
    noted("Gevonden via “{0}”."),
    noted("Nog 1 resultaat"),
    noted("Nog {0} resultaten"),
    noted("Gekozen"),
    noted("{0}, haal deze keuze weg"),
    noted("Alles wissen"),
    noted("Verfijnen"),
    noted("Laat ook zien"),
    noted("Zoek een gebied"),
    noted("Zoek een gebied of postcode"),
    noted("Zoek een gebied of straat"),
    noted("Zoek een gebied, straat of postcode"),
    noted("Sluit de kaart"),
    noted("De kaart wordt geladen…"),
    noted("Dit gebied staat niet op deze kaart."),
    noted("Niet gevonden. Kijk of u het goed typte, of kies uit alle gebieden."),
    noted("Bedoelt u:"),
    noted("{0} ligt in {1}."),
    noted("Laat op de kaart zien"),
    noted("Alle gebieden"),
    noted("De kaart toont {0} van de {1} gebieden."),
    noted("Ook op de kaart: {0}."),
    noted("Typ de naam van een gebied, of kies het op de kaart."),
    noted("De kaart kan nu niet worden geladen. Alle cijfers staan ook op de pagina."),
    noted("geen cijfer"),
    noted("weinig antwoorden"),
    noted("De andere gebieden hebben geen kleur."),
    noted("Kleur ook de {0} andere gebieden"),
    noted("Inzoomen"),
    noted("Uitzoomen"),
    noted("Kaart; de lijst ernaast zegt hetzelfde"),
    noted("Neem de plek waar ik nu ben"),
    noted("Even zoeken…"),
    noted("Ingevuld, op ongeveer {0} meter nauwkeurig. Wij bewaren dit pas als u verstuurt."),
    noted("Uw telefoon geeft de plek niet. Tik op de kaart, of vul de straat in."),
)


def script_words() -> str:
    """The words of the scripts in the language of now, as JSON by their Dutch; "" when that is Dutch."""
    if spoken().is_source:
        return ""
    told = {text: say(text) for text in (*SCRIPT_WORDS, *(name for name, _ in GROUPS), *FACETS.values())}
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))
