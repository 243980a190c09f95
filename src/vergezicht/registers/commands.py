"""Commands: ``vergezicht registers import`` and ``vergezicht registers fetch table | boundaries | postcodes``."""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from vergezicht.registers.snapshot import Snapshot
    from vergezicht.registers.transport import Transport


def add_commands(subparsers: Any) -> None:
    """Add ``registers`` with its subcommands; each sets ``run``, which returns an exit code."""
    registers = subparsers.add_parser("registers", help="cijfers uit registraties: CBS, RIVM, politie, eigen bestanden")
    actions = registers.add_subparsers(dest="action", required=True, metavar="{import,fetch}")

    bring = actions.add_parser("import", help="van tabellen naar een release met cijfers")
    bring.add_argument("mapping", type=Path, metavar="MAPPING", help="het bestand dat de tabellen beschrijft (.toml)")
    bring.add_argument("--out", type=Path, required=True, metavar="MAP", help="de map van de release")
    bring.add_argument("--folder", type=Path, metavar="MAP", help="waar de tabellen staan (de map van de mapping)")
    bring.add_argument("--replace", action="store_true", help="een release die er al staat vervangen")
    bring.set_defaults(run=_import)

    fetch = actions.add_parser("fetch", help="tabellen, grenzen of postcodes ophalen en bewaren")
    kinds = fetch.add_subparsers(dest="kind", required=True, metavar="{table,boundaries,postcodes}")

    table = kinds.add_parser("table", help="de tabellen van een mapping uit StatLine")
    table.add_argument("mapping", type=Path, metavar="MAPPING", help="het bestand dat de tabellen beschrijft (.toml)")
    _add_online(table)
    table.set_defaults(run=_fetch_table)

    boundaries = kinds.add_parser("boundaries", help="grenzen van PDOK, voor vergezicht areas import")
    boundaries.add_argument("--year", required=True, metavar="JAAR", help="het jaar van de gebiedsindeling")
    boundaries.add_argument("--collection", default="buurten", metavar="NAAM", help="standaard: buurten")
    boundaries.add_argument("--bbox", metavar="X1,Y1,X2,Y2", help="alleen in deze rechthoek (RD, meters)")
    boundaries.add_argument(
        "--query", action="append", default=[], metavar="NAAM=WAARDE", help="beperking van de vraag"
    )
    boundaries.add_argument("--service", default="pdok-boundaries", metavar="DIENST")
    boundaries.add_argument("--geojson", type=Path, metavar="BESTAND", help="standaard: grenzen.geojson in de map")
    _add_online(boundaries)
    boundaries.set_defaults(run=_fetch_boundaries)

    postcodes = kinds.add_parser("postcodes", help="in welke buurt een postcode ligt, van de Locatieserver")
    postcodes.add_argument("municipality", type=Path, metavar="GEMEENTE", help="de map van de gemeente")
    postcodes.add_argument("--kind", choices=("postcode", "adres"), default="postcode")
    postcodes.add_argument("--service", default="pdok-locatieserver", metavar="DIENST")
    postcodes.add_argument("--csv", type=Path, metavar="BESTAND", help="standaard: postcodes.csv in de map")
    _add_online(postcodes)
    postcodes.set_defaults(run=_fetch_postcodes)


def _add_online(command: argparse.ArgumentParser) -> None:
    command.add_argument("--out", type=Path, required=True, metavar="MAP", help="waar de antwoorden bewaard worden")
    command.add_argument("--services", type=Path, metavar="BESTAND", help="andere adressen van diensten (.toml)")
    command.add_argument("--tries", type=_positive, default=5, metavar="N", help="hoe vaak proberen (5)")
    command.add_argument("--wait", type=float, default=1.0, metavar="SECONDEN", help="eerste wachttijd (1), verdubbelt")


def _import(options: argparse.Namespace) -> int:
    from vergezicht.registers.pipeline import build_register_release, snapshot_beside

    folder = build_register_release(
        options.mapping, options.out, folder=options.folder, replace=options.replace, progress=_say
    )
    print(f"Klaar: {folder}")
    print(f"De tabellen zelf staan in {snapshot_beside(folder)}; bewaar die erbij, maar publiceer ze niet.")
    return 0


def _fetch_table(options: argparse.Namespace) -> int:
    from vergezicht.areas import read_geography
    from vergezicht.problems import BadInput, Problem
    from vergezicht.registers.mapping_file import read_mapping
    from vergezicht.registers.services import read_services
    from vergezicht.registers.snapshot import Snapshot
    from vergezicht.registers.statline import fetch_tables

    mapping = read_mapping(options.mapping)
    if all(plan.online is None for plan in mapping.tables):
        raise BadInput([Problem("deze mapping haalt niets op", file=options.mapping, expected="[table.online]")])
    services = read_services(options.services)
    snapshot = Snapshot(options.out)
    geography = read_geography(mapping.areas)
    n = fetch_tables(_transport(options), services, mapping, geography, snapshot)
    return _done(snapshot, f"{n} tabel{'' if n == 1 else 'len'}")


def _fetch_boundaries(options: argparse.Namespace) -> int:
    from vergezicht.problems import BadInput, Problem, Problems
    from vergezicht.registers.features import feature_collection, fetch_features, write_features
    from vergezicht.registers.services import find_service, read_services
    from vergezicht.registers.snapshot import Snapshot

    query = {}
    for item in options.query:
        name, equals, value = item.partition("=")
        if not name or not equals:
            raise BadInput([Problem("--query kan zo niet", expected="NAAM=WAARDE", got=item)])
        query[name] = value
    if options.bbox:
        query |= {"bbox": options.bbox, "bbox-crs": "http://www.opengis.net/def/crs/EPSG/0/28992"}
    service = find_service(read_services(options.services), options.service, ("features",)).at(options.year)
    snapshot = Snapshot(options.out)
    snapshot.begin()
    fetch_features(_transport(options), service, options.collection, snapshot, query=query)
    snapshot.finish()
    problems = Problems(options.out)
    document = feature_collection(snapshot, options.collection, problems)
    problems.raise_if_any()
    target = options.geojson or options.out / "grenzen.geojson"
    write_features(target, document)
    print(f"Geschreven: {target}; lees het in met vergezicht areas import.")
    return _done(snapshot, f"{len(document['features'])} gebieden")


def _fetch_postcodes(options: argparse.Namespace) -> int:
    from vergezicht.areas import postcodes, read_municipality, streets
    from vergezicht.problems import Problems
    from vergezicht.registers.locatieserver import fetch_places, read_addresses
    from vergezicht.registers.services import find_service, read_services
    from vergezicht.registers.snapshot import Snapshot

    municipality = read_municipality(options.municipality)
    service = find_service(read_services(options.services), options.service, ("locatieserver",))
    snapshot = Snapshot(options.out)
    snapshot.begin()
    fetch_places(_transport(options), service, municipality.code, snapshot, kind=options.kind)
    snapshot.finish()
    problems = Problems(options.out)
    found = read_addresses(snapshot, municipality.geography, problems)
    problems.raise_if_any()
    counted = Counter((address.postcode, address.buurt) for address in found)
    tables = {options.csv or options.out / postcodes.FILE: postcodes.postcode_table(counted)}
    if options.kind == "adres":
        doors = [
            streets.Door(item.street, item.buurt, *item.point, item.number)
            for item in found
            if item.street and item.point
        ]
        tables[options.out / streets.FILE] = streets.street_table(doors)
        if len(doors) < len(found):
            print(f"{len(found) - len(doors)} adressen hebben geen straat of punt: die staan niet in {streets.FILE}.")
    for target, text in tables.items():
        target.write_text(text, "utf-8")
        print(f"Geschreven: {target}")
    return _done(snapshot, f"{len({postcode for postcode, _ in counted})} postcodes")


def _transport(options: argparse.Namespace) -> Transport:
    from vergezicht.registers.transport import Transport

    return Transport(tries=options.tries, first_wait=options.wait, progress=_say)


def _done(snapshot: Snapshot, what: str) -> int:
    size = sum(kept.size for kept in snapshot)
    print(f"Klaar: {what}, {len(list(snapshot))} antwoorden ({size / 1000:.0f} kB) in {snapshot.folder}")
    return 0


def _positive(text: str) -> int:
    if not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"geen aantal vanaf 1: {text}")
    return int(text)


def _say(message: str) -> None:
    print(message, flush=True)
