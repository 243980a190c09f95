"""The data dictionary: every column of the open data in words, for people, for Data Package v2 and for CSVW.

Sources: Data Package v2 (https://datapackage.org), CSV on the Web (W3C, https://www.w3.org/TR/tabular-metadata/).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from vergezicht.figures.release import ReleaseFacts
from vergezicht.languages import noted


@dataclass(frozen=True)
class Column:
    """What is in a column; ``kind`` is a type of Data Package and, but for one name, of CSVW."""

    kind: str
    description: str
    required: bool = False


# A file by its name, or by what comes before the first hyphen when there is one for every wave.
FILES: Mapping[str, str] = {
    "figures.csv": noted("Alle cijfers met hun marge, per indicator, gebied en meting"),
    "comparisons.csv": noted("Verschillen met de gemeente en met de vorige meting, en wat daarvan gezegd mag worden"),
    "group_comparisons.csv": noted("Verschillen van groepen met de andere bewoners van hetzelfde gebied"),
    "answers.csv": noted("Hoe de antwoorden op een vraag verdeeld zijn"),
    "indicators.csv": noted("Wat er is gemeten: naam, vraag, eenheid en bron"),
    "areas.csv": noted("De gebieden en waar ze bij horen"),
    "areas.geojson": noted("De grenzen van de gebieden, voor op een kaart"),
    "release.sqlite": noted("Alle tabellen samen in één database (SQLite)"),
    "csvw.json": noted("Beschrijving van de kolommen, volgens CSV on the Web"),
    "datapackage.json": noted("Beschrijving van alle bestanden, met bron, methode en controlegetallen"),
    "codebook": noted("Codeboek van een meting: de vragen en de codes van de antwoorden"),
}


def file_description(name: str) -> str:
    """What is in a file of a release, in Dutch; empty for a file that only this release has."""
    return FILES.get(name) or FILES.get(name.partition("-")[0], "")


COLUMNS: Mapping[str, Column] = {
    "indicator": Column("string", noted("Code van de indicator"), required=True),
    "gebiedscode": Column(
        "string", noted("Code van het gebied: van het CBS, stadsdelen van de gemeente zelf"), required=True
    ),
    "niveau": Column("string", noted("gemeente, stadsdeel, wijk of buurt"), required=True),
    "gebied": Column("string", noted("Naam van het gebied"), required=True),
    "onderdeel_van": Column("string", noted("Codes van de gebieden waar het direct bij hoort, met spaties ertussen")),
    "periode": Column("string", noted("Meting of jaar"), required=True),
    "groep": Column("string", noted("Groep bewoners, of iedereen"), required=True),
    "waarde": Column("number", noted("Het cijfer, in de eenheid van de indicator; leeg als het is weggelaten")),
    "ondergrens": Column("number", noted("Ondergrens van de marge van 95 procent")),
    "bovengrens": Column("number", noted("Bovengrens van de marge van 95 procent")),
    "eenheid": Column("string", noted("Eenheid van het cijfer")),
    "n": Column("integer", noted("Aantal geldige antwoorden, afgerond; leeg als het om privacy is weggelaten")),
    "status": Column("string", noted("gepubliceerd, indicatief of onderdrukt"), required=True),
    "reden": Column("string", noted("Waarom een cijfer is weggelaten")),
    "grens": Column("string", noted("< of > als alleen een grens wordt gegeven")),
    "vergeleken_met": Column("string", noted("gemeente (de rest ervan) of vorige meting"), required=True),
    "vergeleken_periode": Column("string", noted("Meting waarmee is vergeleken"), required=True),
    "verschil": Column(
        "number", noted("Cijfer min het cijfer waarmee is vergeleken; van een groep min dat van anderen")
    ),
    "p": Column("number", noted("Tweezijdige overschrijdingskans")),
    "p_gecorrigeerd": Column("number", noted("p na correctie voor het aantal vergelijkingen (Benjamini-Hochberg)")),
    "oordeel": Column("string", noted("Wat van het verschil gezegd mag worden"), required=True),
    "positie": Column("integer", noted("Volgorde van het antwoord in de vragenlijst"), required=True),
    "antwoord": Column("string", noted("Tekst van het antwoord"), required=True),
    "titel": Column("string", noted("Naam van de indicator"), required=True),
    "vraag": Column("string", noted("De vraag zoals zij is gesteld")),
    "soort": Column("string", noted("aandeel, rapportcijfer, schaalscore, saldo, aantal of index"), required=True),
    "decimalen": Column("integer", noted("Aantal decimalen waarop is afgerond"), required=True),
    "beter_is": Column("string", noted("hoger, lager of geen"), required=True),
    "thema": Column("string", noted("Code van het thema")),
    "bron": Column("string", noted("Bron van het cijfer"), required=True),
    "vanaf_niveau": Column("string", noted("Kleinste gebied waarvoor het cijfer wordt gegeven")),
    "toelichting": Column("string", noted("Wat het cijfer wel en niet zegt")),
    "licentie": Column("string", noted("Licentie van het cijfer, als die anders is dan van de release")),
    "brondatum": Column("string", noted("Datum van de bron")),
    "gebiedsindeling": Column("integer", noted("Jaar van de gebiedsindeling van de bron")),
}

# Columns that together say which row it is.
KEYS: Mapping[str, tuple[str, ...]] = {
    "figures": ("indicator", "gebiedscode", "periode", "groep"),
    "comparisons": ("indicator", "gebiedscode", "periode", "vergeleken_met", "vergeleken_periode"),
    "group_comparisons": ("indicator", "gebiedscode", "periode", "groep"),
    "answers": ("indicator", "gebiedscode", "periode", "positie"),
    "indicators": ("indicator",),
    "areas": ("gebiedscode",),
}
_POINTS_TO = {"indicator": "indicators", "gebiedscode": "areas"}


def package_schema(table: str, columns: Sequence[str]) -> dict[str, Any]:
    """The table schema of a Data Package (v2) resource."""
    fields = [
        {
            "name": name,
            "type": COLUMNS[name].kind,
            "description": COLUMNS[name].description,
            **({"constraints": {"required": True}} if COLUMNS[name].required else {}),
        }
        for name in columns
    ]
    return {
        "fields": fields,
        "missingValues": [""],
        "primaryKey": list(KEYS[table]),
        "foreignKeys": [
            {"fields": [name], "reference": {"resource": target, "fields": [name]}}
            for name, target in _POINTS_TO.items()
            if name in columns and target != table
        ],
    }


def csvw(facts: ReleaseFacts, tables: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The CSV files of a release as a CSVW table group."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "nl"}],
        "dc:title": facts.title,
        "dc:publisher": facts.publisher,
        "dc:source": facts.source,
        "dc:license": facts.licence,
        "dc:date": facts.date,
        "dialect": {"lineTerminators": ["\r\n"]},
        "tables": [
            {"url": f"{name}.csv", "tableSchema": _csvw_schema(name, columns)} for name, columns in tables.items()
        ],
    }


def _csvw_schema(table: str, columns: Sequence[str]) -> dict[str, Any]:
    return {
        "columns": [
            {
                "name": name,
                "titles": name,
                "datatype": COLUMNS[name].kind,
                "dc:description": COLUMNS[name].description,
                "required": COLUMNS[name].required,
                **({"separator": " "} if name == "onderdeel_van" else {}),
            }
            for name in columns
        ],
        "primaryKey": list(KEYS[table]),
        "foreignKeys": [
            {"columnReference": name, "reference": {"resource": f"{target}.csv", "columnReference": name}}
            for name, target in _POINTS_TO.items()
            if name in columns and target != table
        ],
    }
