"""Reading boundary files: GeoJSON, GeoPackage and zipped shapefile as layers. The only module that speaks to GDAL."""

from __future__ import annotations

import gzip
import json
import warnings
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyogrio
import pyogrio.errors
import pyogrio.raw
import shapely
import shapely.errors
import shapely.geometry

from vergezicht.problems import Problems

_SUPPORTED = "GeoJSON (.geojson, .json, eventueel met .gz), GeoPackage (.gpkg) of een shapefile in een zip (.zip)"
_FORMATS = {
    ".geojson": "GeoJSON",
    ".json": "GeoJSON",
    ".geojson.gz": "ingepakte GeoJSON",
    ".json.gz": "ingepakte GeoJSON",
    ".gpkg": "GeoPackage",
    ".zip": "zip",
}
_SIGNATURES = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\x1f\x8b", "ingepakte GeoJSON"),
    (b"SQLite format 3\x00", "GeoPackage"),
    (b"\x00\x00\x27\x0a", "losse shapefile"),
    (b"%PDF", "PDF"),
    (b"<", "XML of een webpagina"),
    (b"{", "GeoJSON"),
)
_GEOPACKAGE_MARKS = (b"GPKG", b"GP10", b"GP11")


@dataclass(frozen=True)
class Layer:
    """One layer of a file: a geometry per row (None when it has none) and its columns.

    ``declared`` is the coordinate system that the file itself names; None when it names none.
    """

    file: Path
    name: str
    format: str
    declared: str | None
    columns: Mapping[str, Sequence[Any]]
    geometries: Sequence[Any]

    def __len__(self) -> int:
        return len(self.geometries)


def read_layers(path: Path, problems: Problems, *, layer: str | None = None) -> list[Layer]:
    """Every layer of a file (or only the one called ``layer``); empty after reporting what is wrong."""
    kind = _kind(path, problems)
    if kind is None:
        return []
    if kind in {"GeoJSON", "ingepakte GeoJSON"}:
        found = _geojson(path, kind, problems)
        layers = [found] if found is not None else []
    else:
        layers = _with_gdal(path, kind, layer, problems)
    for item in layers:
        if not len(item):
            problems.add(f"laag {item.name} is leeg" if item.name else "er staat geen enkel gebied in", file=path)
    return [item for item in layers if len(item)]


def _kind(path: Path, problems: Problems) -> str | None:
    if not path.is_file():
        problems.add("bestand niet gevonden", file=path, got=str(path))
        return None
    suffix = "".join(path.suffixes[-2:]).lower() if path.suffix.lower() == ".gz" else path.suffix.lower()
    said = _FORMATS.get(suffix)
    if said is None:
        hint = "stop .shp, .shx, .dbf en .prj samen in één zip" if suffix in {".shp", ".dbf", ".shx"} else None
        problems.add("dit soort bestand kan niet", file=path, expected=_SUPPORTED, got=suffix or path.name, hint=hint)
        return None
    with path.open("rb") as stream:
        head = stream.read(512)
    if not head.strip():
        problems.add("het bestand is leeg", file=path)
        return None
    found = next(
        (name for mark, name in _SIGNATURES if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(mark)), ""
    )
    if found == "GeoPackage" and head[68:72] not in _GEOPACKAGE_MARKS:
        found = "SQLite-database die geen GeoPackage is"
    if found != said:
        problems.add(
            "het bestand is niet wat de naam zegt",
            file=path,
            expected=f"{said} ({suffix})",
            got=found or "iets anders",
            hint="kijk of de download is gelukt, of geef het bestand de naam die erbij hoort",
        )
        return None
    return said


def _geojson(path: Path, kind: str, problems: Problems) -> Layer | None:
    try:
        raw = gzip.decompress(path.read_bytes()) if kind != "GeoJSON" else path.read_bytes()
        document = json.loads(raw.decode("utf-8-sig"))
    except (OSError, EOFError):
        problems.add("het ingepakte bestand is beschadigd of niet af", file=path, hint="download het opnieuw")
        return None
    except UnicodeDecodeError:
        problems.add("geen UTF-8-tekst", file=path, hint="sla de GeoJSON op als UTF-8")
        return None
    except json.JSONDecodeError as error:
        problems.add(
            "geen geldige JSON",
            file=path,
            row=error.lineno,
            got=f"fout bij teken {error.colno}: {error.msg}",
            hint="het bestand is misschien niet helemaal gedownload",
        )
        return None
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        got = document.get("type", "JSON zonder type") if isinstance(document, dict) else "JSON zonder type"
        hint = "zet TopoJSON eerst om naar GeoJSON" if got == "Topology" else None
        problems.add("geen GeoJSON met gebieden", file=path, expected="een FeatureCollection", got=str(got), hint=hint)
        return None
    rows = [feature if isinstance(feature, dict) else {} for feature in features]
    properties = [row.get("properties") or {} for row in rows]
    names = list(dict.fromkeys(name for values in properties for name in values))
    return Layer(
        file=path,
        name="",
        format=kind,
        declared=_legacy_crs(document),
        columns={name: [values.get(name) for values in properties] for name in names},
        geometries=[_geometry(row.get("geometry"), number, path, problems) for number, row in enumerate(rows, 1)],
    )


def _geometry(value: Any, number: int, path: Path, problems: Problems) -> Any:
    if value is None:
        return None
    try:
        return shapely.geometry.shape(value)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, shapely.errors.ShapelyError) as error:
        problems.add("onleesbare geometrie", file=path, row=number, got=str(error)[:120])
        return None


def _legacy_crs(document: Mapping[str, Any]) -> str | None:
    """The ``crs`` member of GeoJSON from before RFC 7946."""
    member = document.get("crs")
    properties = member.get("properties") if isinstance(member, dict) else None
    name = properties.get("name") if isinstance(properties, dict) else None
    return name if isinstance(name, str) else None


def _with_gdal(path: Path, kind: str, wanted: str | None, problems: Problems) -> list[Layer]:
    sources = _zip_members(path, problems) if kind == "zip" else _geopackage_layers(path, problems)
    if sources and wanted is not None:
        if wanted not in sources:
            problems.add("laag niet gevonden", file=path, expected=", ".join(sources), got=wanted)
            return []
        sources = {wanted: sources[wanted]}
    layers = []
    for name, source in sources.items():
        try:
            with warnings.catch_warnings():
                # What GDAL warns of (a ring wound the wrong way, an odd date) does not touch the shapes.
                warnings.simplefilter("ignore")
                meta, _, shapes, fields = pyogrio.raw.read(source, layer=None if kind == "zip" else name)
                geometries = list(shapely.from_wkb(shapes)) if shapes is not None else []
        except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError, shapely.errors.ShapelyError) as error:
            problems.add(f"laag {name} is niet te lezen", file=path, got=str(error).replace(str(path), path.name)[:200])
            continue
        columns = {str(column): list(values) for column, values in zip(meta["fields"], fields, strict=True)}
        readable = "shapefile in zip" if kind == "zip" else kind
        layers.append(Layer(path, name, readable, meta["crs"], columns, geometries))
    return layers


def _geopackage_layers(path: Path, problems: Problems) -> dict[str, str]:
    try:
        listed = pyogrio.list_layers(path)
    except pyogrio.errors.DataSourceError as error:
        problems.add("de GeoPackage is niet te openen", file=path, got=str(error).replace(str(path), path.name)[:200])
        return {}
    names = [str(name) for name, geometry_type in listed if geometry_type is not None]
    if not names:
        problems.add("de GeoPackage heeft geen laag met vlakken", file=path)
    return {name: str(path) for name in names}


def _zip_members(path: Path, problems: Problems) -> dict[str, str]:
    """Layer name to GDAL path of every shapefile in a zip that has all its parts."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            damaged = archive.testzip()
    except (zipfile.BadZipFile, OSError, RuntimeError):
        names, damaged = [], "de zip zelf"
    if damaged is not None:
        problems.add("de zip is beschadigd of niet af", file=path, got=damaged, hint="download het bestand opnieuw")
        return {}
    by_lower = {name.lower(): name for name in names}
    sources = {}
    for lower, name in sorted(by_lower.items()):
        if not lower.endswith(".shp") or lower.startswith("__macosx/"):
            continue
        lacking = [end for end in (".shx", ".dbf") if lower[:-4] + end not in by_lower]
        if lacking:
            problems.add("de shapefile mist een deel", file=path, got=f"{name} zonder {' en '.join(lacking)}")
            continue
        sources[Path(name).stem] = f"/vsizip/{path.resolve()}/{name}"
    if not sources and not any(lower.endswith(".shp") for lower in by_lower):
        problems.add(
            "er zit geen shapefile in de zip",
            file=path,
            expected="een .shp met .shx en .dbf",
            got=", ".join(names)[:200] or "een lege zip",
            hint="pak een GeoPackage of GeoJSON eerst uit en geef dat bestand",
        )
    return sources
