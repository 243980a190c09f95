"""``vergezicht areas import | postcodes | check``: real borders and postcodes in, and which map a municipality has."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_commands(subparsers: Any) -> None:
    """Add ``areas`` with its subcommands."""
    areas = subparsers.add_parser("areas", help="gebieden en hun grenzen")
    actions = areas.add_subparsers(dest="action", required=True)

    bring = actions.add_parser("import", help="echte grenzen uit GeoJSON, GeoPackage of gezipte shapefile")
    bring.add_argument("files", metavar="BESTAND", nargs="+", type=Path, help="een of meer bestanden met grenzen")
    bring.add_argument("--municipality", metavar="MAP", type=Path, required=True, help="de map van de gemeente")
    bring.add_argument("--layer", metavar="LAAG", help="de laag in een GeoPackage of zip")
    bring.add_argument("--code-column", metavar="KOLOM", help="de kolom met gebiedscodes")
    bring.add_argument("--code-pattern", metavar="PATROON", help="maakt van een waarde een code: 'BU9999{}0'")
    bring.add_argument("--name-column", metavar="KOLOM", help="koppel op naam in plaats van op code")
    bring.add_argument("--crs", metavar="STELSEL", help="het coördinatenstelsel, als het bestand het verkeerd zegt")
    bring.add_argument("--tolerance", metavar="METER", type=_metres, default=40.0, help="vereenvoudiging (40)")
    bring.add_argument(
        "--repair", metavar="METER", type=_metres, default=5.0, help="dicht kieren en overlap tot zo breed (5)"
    )
    bring.add_argument("--allow-holes", action="store_true", help="gaten tussen gebieden zijn echt (water, enclave)")
    bring.add_argument("--dry-run", action="store_true", help="alles controleren, niets schrijven")
    bring.add_argument("--out", metavar="BESTAND", type=Path, help="waarheen (boundaries.geojson van de gemeente)")
    bring.add_argument("--picture", metavar="BESTAND", type=Path, help="teken voor en na als SVG")
    bring.set_defaults(run=run_import)

    postcodes = actions.add_parser("postcodes", help="in welke buurt elke postcode ligt, uit het bestand van het CBS")
    postcodes.add_argument("file", metavar="BESTAND", type=Path, help="pc6hnr…_gwb.csv: postcode, huisnummer, buurt")
    postcodes.add_argument("--municipality", metavar="MAP", type=Path, required=True, help="de map van de gemeente")
    postcodes.set_defaults(run=run_postcodes)

    check = actions.add_parser("check", help="welke gebieden en welke kaart een gemeente heeft")
    check.add_argument("municipality", metavar="MAP", type=Path, help="de map van de gemeente")
    check.set_defaults(run=run_check)


def run_import(options: argparse.Namespace) -> int:
    """Import, report, and write only when all is well."""
    from vergezicht.areas.folder import read_geography
    from vergezicht.areas.importing import Settings, import_boundaries
    from vergezicht.areas.matching import Columns
    from vergezicht.areas.report import report
    from vergezicht.areas.writing import picture, text_of, write

    geography = read_geography(options.municipality / "areas.csv")
    settings = Settings(
        layer=options.layer,
        columns=Columns(options.code_column, options.name_column, options.code_pattern),
        crs=options.crs,
        tolerance=options.tolerance,
        repair=options.repair,
        allow_holes=options.allow_holes,
    )
    imported = import_boundaries(options.files, geography, settings)
    text = text_of(imported, geography, options.tolerance)
    for line in report(imported, geography, text, settings):
        print(line)
    target = options.out or options.municipality / "boundaries.geojson"
    if options.dry_run:
        print("Niets geschreven (--dry-run).")
        return 0
    drawing = picture(imported, geography) if options.picture is not None else ""
    print(f"{'Vervangen' if target.exists() else 'Geschreven'}: {target}")
    write(target, text)
    if options.picture is not None:
        write(options.picture, drawing)
        print(f"Tekening: {options.picture}")
    return 0


def run_postcodes(options: argparse.Namespace) -> int:
    """Make ``postcodes.csv`` of the municipality from the file of CBS."""
    from vergezicht.areas.folder import read_geography
    from vergezicht.areas.postcodes import FILE, count_addresses, postcode_table
    from vergezicht.areas.writing import write

    counted = count_addresses(options.file, read_geography(options.municipality / "areas.csv"))
    target = options.municipality / FILE
    write(target, postcode_table(counted))
    postcodes = {postcode for postcode, _ in counted}
    split = len(counted) - len(postcodes)
    print(f"Geschreven: {target}: {len(postcodes)} postcodes, {sum(counted.values())} adressen.")
    if split:
        print(f"{split} keer ligt een postcode in meer dan één buurt: de bezoeker kiest dan zelf.")
    return 0


def run_check(options: argparse.Namespace) -> int:
    """Read the folder and say what is in it."""
    from vergezicht.areas.checking import check_boundaries
    from vergezicht.areas.folder import read_municipality

    municipality = read_municipality(options.municipality)
    geography, boundaries = municipality.geography, municipality.boundaries
    print(f"{municipality.name} ({municipality.code})")
    for level in geography.levels:
        areas = geography.at(level)
        drawn = sum(area.code in boundaries for area in areas)
        print(f"  {len(areas)} {level.plural if len(areas) != 1 else level.value}, {drawn} op de kaart")
    check_boundaries(options.municipality / "boundaries.geojson", geography, boundaries)
    print(f"Kaart: {boundaries.kind.value}; alles sluit aan.")
    return 0


def _metres(text: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1000:
        raise argparse.ArgumentTypeError(f"geen afstand van 0 tot 1000 meter: {text}")
    return value
