"""`python -m bench.search`: how long one question takes in an index of as many documents as asked, and how large it is;
on the server and in a copy without one.

The documents are those of the demo, and more with invented text: words of the demo as often as they occur there, one
in ten joined to another as Dutch does, so that the vocabulary grows with the number of documents.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from bench import copied_search
from bench.material import ROOT
from bench.site import build_demo
from vergezicht.publication.search.documents import Document, documents_of
from vergezicht.publication.search.index import build_index
from vergezicht.publication.search.query import search
from vergezicht.publication.search.synonyms import read_synonyms
from vergezicht.publication.search.words import words

RESULT = ROOT / "bench" / "results" / "search.md"
# What people type: a word, two words, other forms, part of a compound, typing errors, an accent, a synonym, nothing.
QUERIES = ("veiligheid", "groen in assendorp", "buurten", "gevoel", "veilgheid", "eenzamheid holtenbroek", "café",
           "openbaar vervoer", "de", "x", "qwrtzpl", "wonen werken leven samen buurt veilig groen verkeer")  # fmt: skip
CHOICES: dict[str, dict[str, str]] = {"": {}, "in noord": {"stadsdeel": "noord"}}  # the same without and with a choice


def main() -> int:
    """Build an index per size and ask every question many times; a connection is opened for each, as on the server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--site", type=Path, help="a baked site; without it the demo is built")
    parser.add_argument("--documents", type=int, nargs="+", default=[1_000, 10_000, 50_000])
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="vergezicht-bench-") as name:
        site = options.site or build_demo(Path(name) / "var")
        real = list(_documents(site))
        sizes = {size: [*real, *_invented(real, max(0, size - len(real)))][:size] for size in options.documents}
        rows = [_row(documents, options.runs, Path(name)) for documents in sizes.values()]
        copied = [copied_search.row(site, documents, QUERIES, options.runs) for documents in sizes.values()]
    report = "\n".join(
        [
            "# Zoeken",
            "",
            f"Gemeten op {datetime.now().astimezone():%Y-%m-%d}, {os.cpu_count()} kernen, {options.runs} keer "
            f"{len(QUERIES)} vragen, elk met een eigen verbinding. "
            f"De {len(real)} documenten van de demo, aangevuld met verzonnen tekst.",
            "",
            "| documenten | woorden | index maken, s | index, MB | mediaan, ms | met een keuze, ms "
            "| traagste, ms | welke |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            "## In een kopie zonder server",
            "",
            "In Chromium op volle snelheid: van een ingelezen index tot getoonde resultaten.",
            "",
            "| documenten | index over de lijn, MB | index inlezen, ms | mediaan, ms | traagste, ms | welke |",
            "|---|---|---|---|---|---|",
            *copied,
            "",
        ]
    )
    print(report)
    RESULT.write_text(report, "utf-8")
    return 0


def _documents(site: Path) -> Iterator[Document]:
    for page in sorted(site.rglob("index.html")):
        path = "/" + page.parent.relative_to(site).as_posix().removeprefix(".")
        yield from documents_of(path.rstrip("/") + "/", page.read_text("utf-8"))


def _invented(real: list[Document], size: int) -> Iterator[Document]:
    chance = random.Random(8)  # noqa: S311  # text to measure with, no secret
    counts = Counter(word for item in real for word in words(item.text))
    vocabulary, often = list(counts), list(counts.values())
    lengths = [len(words(item.text)) for item in real]
    for number in range(size):
        drawn = chance.choices(vocabulary, often, k=max(chance.choice(lengths), 5))
        for place in range(0, len(drawn) - 1, 10):
            drawn[place] += drawn[place + 1]
        text = " ".join(drawn)
        like = chance.choice(real)
        yield Document(f"/initiatieven/verzonnen-{number}/", like.group, text[:40], text[:180], text, like.subjects)


def _row(documents: list[Document], runs: int, folder: Path) -> str:
    index = folder / f"{len(documents)}.sqlite"
    start = time.perf_counter()
    build_index(index, documents, read_synonyms(ROOT / "municipalities" / "zwolle"))
    built = time.perf_counter() - start
    seconds: dict[tuple[str, str], list[float]] = {(query, name): [] for query in QUERIES for name in CHOICES}
    for _ in range(runs):
        for (query, name), times in seconds.items():
            start = time.perf_counter()
            search(index, query, asked_for=CHOICES[name])
            times.append(time.perf_counter() - start)
    medians = {asked: 1000 * statistics.median(times) for asked, times in seconds.items()}
    slowest = max(medians, key=lambda asked: medians[asked])
    plain, narrowed = (statistics.median(medians[query, name] for query in QUERIES) for name in CHOICES)
    vocabulary = len({word for item in documents for word in words(item.text)})
    return (
        f"| {len(documents)} | {vocabulary} | {built:.1f} | {(index.stat().st_size) / 1e6:.0f} | "
        f"{plain:.1f} | {narrowed:.1f} | {medians[slowest]:.1f} | {' '.join(filter(None, slowest))} |"
    )


if __name__ == "__main__":
    raise SystemExit(main())
