"""Bake: render every public address into one folder, precompress it, and swap it in atomically."""

from __future__ import annotations

import gzip
import json
import mimetypes
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import override

from vergezicht.challenges.ground import current_release
from vergezicht.challenges.still import held_still
from vergezicht.challenges.versions.history import record_unseen_changes
from vergezicht.challenges.versions.text_history import record_unseen_texts
from vergezicht.languages import SOURCE, known_languages, say, speaking
from vergezicht.publication.addresses import Address, public_addresses
from vergezicht.publication.assets import asset_files, compact_script, data_path
from vergezicht.publication.basemap import basemap_file, basemap_path
from vergezicht.publication.features.made import make_service
from vergezicht.publication.models import SynonymGroup
from vergezicht.publication.papers.reprints import fingerprint, reprinting
from vergezicht.publication.search.documents import Document, documents_of
from vergezicht.publication.search.doors import with_doors
from vergezicht.publication.search.index import SEARCH, STATIC, build_index, index_file, static_index
from vergezicht.publication.search.page import offer
from vergezicht.publication.search.query import browse
from vergezicht.publication.search.synonyms import all_synonyms
from vergezicht.publication.stylesheet import stylesheet_hashes
from vergezicht.publication.views.system import site_map
from vergezicht.spreadsheets import XLSX
from vergezicht.stories.embeds import providers

# Stands on the page of editions only, and is replaced last: an edition that differs in its number alone is no new
# edition, and a page that did not change keeps its bytes, its ETag and its place in a reader's cache.
EDITION_MARK = "@@editie@@"
CURRENT = "current"
_LISTS_EDITIONS = "/edities/"  # it names the edition before, so it differs every time; alone it is no news
MANIFEST = "edition.json"
_ALSO_TEXT = {".json", ".jsonld", ".geojson", ".xml", ".atom", ".gpx", ".ttl"}  # by its media type it is an application
_COMPRESSIBLE = _ALSO_TEXT | {".html", ".css", ".js", ".mjs", ".csv", ".txt", ".svg", ".ics"}
_TOO_SMALL_TO_COMPRESS, _LARGE = 250, 300_000  # bytes
_MEDIA = re.compile(rb"/beheer/media/([A-Za-z0-9_./-]+)")

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("text/javascript", ".mjs")
mimetypes.add_type("application/geo+json", ".geojson")
mimetypes.add_type("application/atom+xml", ".atom")
mimetypes.add_type("application/gpx+xml", ".gpx")
mimetypes.add_type("application/ld+json", ".jsonld")
mimetypes.add_type("application/vnd.oasis.opendocument.text", ".odt")
mimetypes.add_type(XLSX, ".xlsx")
mimetypes.add_type("text/calendar", ".ics")
mimetypes.add_type("text/turtle", ".ttl")
mimetypes.add_type("image/avif", ".avif")
mimetypes.add_type("image/webp", ".webp")
mimetypes.add_type("text/vtt", ".vtt")
mimetypes.add_type("font/woff2", ".woff2")
mimetypes.add_type("application/vnd.sqlite3", ".sqlite")
mimetypes.add_type("application/vnd.pmtiles", ".pmtiles")


@dataclass(frozen=True)
class Baked:
    """What a bake made. ``folder`` is None when nothing differs from the current edition."""

    folder: Path | None
    pages: int
    changed: tuple[str, ...]


def bake(number: int, *, reason: str, progress: Callable[[str], None] = lambda text: None) -> Baked:
    """Make edition ``number``. Raises OSError (disk full, no rights) or a view's error; then nothing has changed."""
    editions = Path(settings.EDITIONS_FOLDER)
    editions.mkdir(parents=True, exist_ok=True)
    _sweep(editions)
    temporary = Path(tempfile.mkdtemp(prefix=".bezig-", dir=editions))
    try:
        with override(settings.LANGUAGE_CODE):
            documents: dict[str, list[Document]] = {}
            before = _manifest(editions)
            with reprinting(editions / CURRENT / "site", before) as press:
                pages, fingerprints = _write_pages(temporary / "site", progress, documents)
            fingerprints |= _copy_files(temporary / "site")
            added = SynonymGroup.objects.order_by("pk").values_list("words", flat=True)
            alike = all_synonyms(Path(settings.MUNICIPALITY_FOLDER), added)
            fingerprints[STATIC] = fingerprint(json.dumps(alike).encode())  # no page says which words are the same
            changed = _changed(before.get("fingerprints", {}), fingerprints)
            if all(_language_of(path)[1] == _LISTS_EDITIONS for path in changed):
                shutil.rmtree(temporary)
                return Baked(None, pages, ())
            progress("zoekindex, kaartdienst en comprimeren")
            _write_search(temporary, documents, alike)
            make_service(temporary)
            said = {"number": number, "reason": reason, "fingerprints": fingerprints,
                    "prints": press.prints(fingerprints)}  # fmt: skip
            _finish(temporary, said, before)
        folder = editions / f"{number:04d}"
        temporary.replace(folder)
        _swap(editions, folder)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return Baked(folder, pages, changed)


def _write_pages(
    site: Path, progress: Callable[[str], None], documents: dict[str, list[Document]]
) -> tuple[int, dict[str, str]]:
    record_unseen_texts()
    record_unseen_changes()  # what goes online is always a version, also after a change by SQL
    with held_still():
        return _render_pages(site, progress, documents)


def _render_pages(
    site: Path, progress: Callable[[str], None], documents: dict[str, list[Document]]
) -> tuple[int, dict[str, str]]:
    addresses = list(public_addresses())
    fingerprints: dict[str, str] = {}
    for count, address in enumerate(addresses, start=1):
        content = render_address(address)
        content = _MEDIA.sub(rb"/beeld/\1", _copy_media(site, content))
        fingerprints[address.path] = fingerprint(content)
        write(site, address.path, content)
        if address.listed:
            root = known_languages()[address.language].root
            found = documents_of(address.path, content.decode("utf-8"), root=root)
            documents.setdefault(address.language, []).extend(found)
        if count % 25 == 0 or count == len(addresses):
            progress(f"{count} van {len(addresses)} adressen")
    write(site, "/sitemap.xml", site_map(address.path for address in addresses if address.listed))
    return len(addresses), fingerprints


def _write_search(folder: Path, documents: Mapping[str, Sequence[Document]], alike: Sequence[Sequence[str]]) -> None:
    """Per language the index for who asks the server, and one for a reader of a copy of the site without a server; and
    on the page of search what there is to choose."""
    for code, pages in documents.items():
        index, root = folder / index_file(code), known_languages()[code].root
        with speaking(code):
            found = list(with_doors(pages, root=root))
        build_index(index, found, alike, code)
        write(folder / "site", f"{root}{STATIC}", static_index(found, alike, code))
        page = folder / "site" / f"{root}{SEARCH}".lstrip("/") / "index.html"
        if page.is_file():
            page.write_text(offer(page.read_text("utf-8"), browse(index), code), "utf-8")


def render_address(address: Address) -> bytes:
    """The answer of one address, as a reader without a cookie would get it."""
    request = anonymous_request(address.path)
    response = address.view(request)
    if hasattr(response, "render"):
        response = response.render()
    if response.status_code not in {200, 404}:
        raise RuntimeError(f"{address.path} antwoordt met {response.status_code}")
    return bytes(response.content)


def anonymous_request(path: str) -> HttpRequest:
    """A request of nobody in particular, on the site's own host."""
    scheme, _, host = settings.SITE_URL.partition("://")
    request = RequestFactory(SERVER_NAME=host.partition(":")[0]).get(path, secure=scheme == "https")
    request.edition_mark = EDITION_MARK  # type: ignore[attr-defined]  # read by the context processor
    return request


def write(site: Path, path: str, content: bytes) -> Path:
    """Write the file behind a path: /x/ is x/index.html."""
    target = site / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return target


def _copy_media(site: Path, content: bytes) -> bytes:
    for name in set(_MEDIA.findall(content)):
        relative = name.decode()
        target = site / "beeld" / relative
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(Path(settings.MEDIA_ROOT) / relative, target)
    return content


def _copy_files(site: Path) -> dict[str, str]:
    """Scripts, fonts and the release itself; returns path -> fingerprint."""
    copied = asset_files()
    release = current_release()
    for one in release.releases if release is not None else ():
        for path in sorted(one.folder.iterdir()):
            copied[data_path(one, path.name)] = path
    fingerprints = {}
    for address, source in copied.items():
        content = compact_script(source.read_bytes()) if source.suffix == ".js" else source.read_bytes()
        fingerprints[address] = fingerprint(write(site, address, content).read_bytes())
    below, address = basemap_file(), basemap_path()
    if below and address:
        _link_or_copy(below, site / address.lstrip("/"))
        fingerprints[address] = address  # its hash is in its name
    return fingerprints


def _link_or_copy(source: Path, target: Path) -> None:
    """A large file that never changes under its name takes its room once, where the disk allows it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(sorted(path for path in before.keys() | now.keys() if before.get(path) != now.get(path)))


def _manifest(editions: Path) -> dict[str, Any]:
    """What the current edition says about itself; empty when there is none."""
    path = editions / CURRENT / MANIFEST
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _finish(folder: Path, said: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    """Name the edition on its page, pack its files, and write what it says about itself."""
    now = timezone.localtime()
    site = folder / "site"
    paths = sorted(path for path in site.rglob("*") if path.is_file())
    for path in paths:
        if path.suffix == ".html":
            language, _ = _language_of(f"/{path.relative_to(site).as_posix()}")
            with override(language), speaking(language):
                label = say("Editie {number}, {day}", number=said["number"], day=date_format(now, "j F Y"))
            path.write_bytes(path.read_bytes().replace(EDITION_MARK.encode(), label.encode()))
    with ThreadPoolExecutor(max_workers=2) as pool:  # brotli and zlib release the interpreter lock
        files = dict(pool.map(lambda path: _describe(site, path, before, folder.parent / CURRENT / "site"), paths))
    manifest = {
        **said,
        "date": now.isoformat(timespec="seconds"),
        "style_hashes": stylesheet_hashes(),
        "frame_hosts": [provider.host for provider in providers()],
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=0), "utf-8")
    folder.chmod(0o755)


def _language_of(path: str) -> tuple[str, str]:
    """In which language a path of the site is, by its beginning, and the path without that."""
    for language in known_languages().values():
        if language.root and path.startswith(f"{language.root}/"):
            return language.code, path.removeprefix(language.root)
    return SOURCE, path


def _describe(site: Path, path: Path, before: Mapping[str, Any], earlier: Path) -> tuple[str, dict[str, Any]]:
    """One line of the manifest, after compressing the file; what did not change is linked to the earlier edition."""
    content = path.read_bytes()
    name = path.relative_to(site).as_posix()
    etag = fingerprint(content)[:32]
    known = before.get("files", {}).get(name)
    if known and known["etag"] == etag:
        for encoding in known["encodings"]:
            os.link(earlier / f"{name}.{encoding}", path.with_name(f"{path.name}.{encoding}"))
        return name, known
    encodings = []
    if path.suffix in _COMPRESSIBLE and len(content) > _TOO_SMALL_TO_COMPRESS:
        for suffix, packed in (
            ("br", brotli.compress(content, quality=settings.BROTLI_QUALITY if len(content) < _LARGE else 6)),
            ("gz", gzip.compress(content, compresslevel=9, mtime=0)),
        ):
            if len(packed) < len(content):
                path.with_name(f"{path.name}.{suffix}").write_bytes(packed)
                encodings.append(suffix)
    content_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if content_type.startswith("text/") or path.suffix in _ALSO_TEXT:
        content_type += "; charset=utf-8"
    return name, {"type": content_type, "etag": etag, "encodings": encodings}


def _swap(editions: Path, folder: Path) -> None:
    """Point ``current`` to the new edition in one step: a reader sees the old edition or the new, never a mixture."""
    link = editions / f".{CURRENT}-nieuw"
    link.unlink(missing_ok=True)
    link.symlink_to(folder.name)
    link.replace(editions / CURRENT)


def _sweep(editions: Path) -> None:
    """Remove what a killed bake left behind."""
    for path in _leftovers(editions.iterdir()):
        shutil.rmtree(path, ignore_errors=True)


def _leftovers(paths: Iterable[Path]) -> list[Path]:
    return [path for path in paths if path.name.startswith(".bezig-")]
