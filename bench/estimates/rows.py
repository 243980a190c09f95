"""The rows to measure with: the sample of the shared survey, and a large file drawn from it."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pc_csv
import pyarrow.parquet as pq

from bench.material import require_shared

GROWTH = 20  # the population of the large file, so that a million is still a sample


def make_files(folder: Path, rows: int) -> tuple[int, int]:
    """Write everything the tools read into ``folder``; returns the numbers of rows of the small and the large file."""
    survey = require_shared() / "survey"
    codebook = json.loads((survey / "codeboek_2022.json").read_text("utf-8"))
    (folder / "codebook.json").write_text(json.dumps(codebook), "utf-8")
    questions = [item["naam"] for item in codebook if item["type"] != "getal"]
    (folder / "questions.txt").write_text("\n".join(questions) + "\n", "utf-8")
    _write_areas(survey, folder)
    table = pc_csv.read_csv(survey / "respondenten_2022.csv")
    table = table.filter(pc.equal(table["werving"], 1))
    missing = {item["naam"]: item["ontbrekend"] for item in codebook}
    columns: dict[str, Any] = {}
    for name in ("buurt_code", "wijk_code", "stadsdeel_code"):
        columns[name] = table[name].combine_chunks()
    for name in ("leeftijd", "geslacht", "herkomst", "eigendom"):
        columns[name] = table[name].combine_chunks().cast(pa.int8())
    columns["lg"] = pa.array(
        [f"{age}x{sex}" for age, sex in zip(table["leeftijd"].to_pylist(), table["geslacht"].to_pylist(), strict=True)]
    )
    columns["city"] = pa.array(["GM0193"] * table.num_rows)
    for name in questions:
        values = table[name].combine_chunks().cast(pa.int8())
        valid = pc.invert(pc.is_in(values, value_set=pa.array(missing[name], pa.int8())))
        columns[name] = pc.if_else(valid, values, pa.scalar(None, pa.int8()))
    small = pa.table(columns)
    margins = list(csv.DictReader((survey / "populatiemarges.csv").open(encoding="utf-8")))
    for data, growth in ((small, 1), (_grow(small, rows), GROWTH)):
        _write(folder, data, margins, growth, with_csv=growth == 1)
    return small.num_rows, rows


def _grow(table: pa.Table, rows: int) -> pa.Table:
    """Every row once, the rest drawn at random, seeded."""
    drawn = np.random.default_rng(193).integers(0, table.num_rows, rows - table.num_rows)
    return table.take(pa.array(np.concatenate([np.arange(table.num_rows), drawn])))


def _write(folder: Path, table: pa.Table, margins: list[dict[str, str]], growth: int, *, with_csv: bool) -> None:
    rows = table.num_rows
    people = {
        row["gebiedscode"]: growth * float(row["aantal"])
        for row in margins
        if row["niveau"] == "buurt" and row["variabele"] == "totaal"
    }
    codes, counts = np.unique(table["buurt_code"].to_numpy(zero_copy_only=False), return_counts=True)
    size = dict(zip(codes.tolist(), counts.tolist(), strict=True))
    buurten = table["buurt_code"].to_pylist()
    population = pa.array([people[code] for code in buurten])
    start = pa.array([people[code] / size[code] for code in buurten])
    table = table.append_column("N", population).append_column("start", start).append_column("weight", start)
    pq.write_table(table, folder / f"{rows}.parquet", compression="none")
    if with_csv:
        pc_csv.write_csv(table, folder / f"{rows}.csv")
    with (folder / f"margins-{rows}.csv").open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, margins[0].keys())
        writer.writeheader()
        writer.writerows([{**row, "aantal": growth * float(row["aantal"])} for row in margins])
    totals = {
        name: {row["categorie"]: growth * float(row["aantal"]) for row in margins
               if row["niveau"] == "gemeente" and row["variabele"] == name}
        for name in ("leeftijdxgeslacht", "herkomst", "eigendom")
    }  # fmt: skip
    city = sum(people.values())
    shares = {"buurt_code": people, "lg": totals["leeftijdxgeslacht"], "herkomst": totals["herkomst"],
              "eigendom": totals["eigendom"]}  # fmt: skip
    (folder / f"shares-{rows}.json").write_text(
        json.dumps(
            {
                name: {key: 100 * count / sum(part.values()) for key, count in part.items()}
                for name, part in shares.items()
            }
        ),
        "utf-8",
    )
    if with_csv:
        lines = [("(Intercept)", city)]
        lines += [(f"buurt_code{code}", count) for code, count in people.items()]
        for name, prefix in (("leeftijdxgeslacht", "lg"), ("herkomst", "herkomst"), ("eigendom", "eigendom")):
            scale = city / sum(totals[name].values())
            lines += [(f"{prefix}{code}", count * scale) for code, count in totals[name].items()]
        with (folder / "population.csv").open("w", encoding="utf-8", newline="") as stream:
            writer_rows = csv.writer(stream)
            writer_rows.writerow(("name", "people"))
            writer_rows.writerows(lines)


def _write_areas(survey: Path, folder: Path) -> None:
    rows = list(csv.DictReader((survey / "gebieden.csv").open(encoding="utf-8")))
    lines = {"GM0193": "GM0193,gemeente,Zwolle,"}
    for row in rows:
        lines[row["stadsdeel_code"]] = f"{row['stadsdeel_code']},stadsdeel,{row['stadsdeel_naam']},GM0193"
        lines[row["wijk_code"]] = f"{row['wijk_code']},wijk,{row['wijk_naam']},GM0193"
    for row in rows:
        parents = f"{row['wijk_code']} {row['stadsdeel_code']}"
        lines[row["buurt_code"]] = f"{row['buurt_code']},buurt,{row['buurt_naam']},{parents}"
    (folder / "areas.csv").write_text("code,niveau,naam,onderdeel_van\n" + "\n".join(lines.values()) + "\n", "utf-8")


if __name__ == "__main__":
    print(*make_files(Path(sys.argv[1]), int(sys.argv[2])))
