"""Python peers on the same rows: `svy` estimates with fixed weights, `weightipy` rakes.

Arguments: folder, file, svy | weightipy.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def main() -> None:
    folder, file, which = Path(sys.argv[1]), sys.argv[2], sys.argv[3]
    print(json.dumps(table(folder, file) if which == "svy" else rake(folder, file)))


def table(folder: Path, file: str) -> dict[str, object]:
    import polars as pl
    import svy

    data = pl.read_parquet(folder / file)
    questions = (folder / "questions.txt").read_text("utf-8").split()
    design = svy.Design(stratum="buurt_code", wgt="weight", pop_size="N", singleton="skip")
    sample = svy.Sample(data=data, design=design)
    shares = 0
    for by in ("city", "stadsdeel_code", "wijk_code", "buurt_code"):
        for question in questions:
            found = sample.estimation.prop(question, by=by, drop_nulls=True)
            shares += len(found.to_polars()) if hasattr(found, "to_polars") else 1
    return {"shares": shares}


def rake(folder: Path, file: str) -> dict[str, object]:
    import pandas as pd  # noqa: TID251  # weightipy takes nothing else
    import weightipy

    columns = ["buurt_code", "lg", "herkomst", "eigendom"]
    data = pd.read_parquet(folder / file, columns=columns)
    goals = json.loads((folder / f"shares-{Path(file).stem}.json").read_text("utf-8"))
    targets = {
        name: {(key if name in {"buurt_code", "lg"} else int(key)): share for key, share in shares.items()}
        for name, shares in goals.items()
    }
    scheme = weightipy.scheme_from_dict(targets)
    start = time.perf_counter()
    weighted = weightipy.weight_dataframe(data, scheme, weight_column="w")
    return {"rake": time.perf_counter() - start, "n": len(weighted)}


if __name__ == "__main__":
    main()
