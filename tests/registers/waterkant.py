"""A small register of the invented municipality Waterkant: a table, its mapping, and both damaged in one place."""

from __future__ import annotations

from pathlib import Path

WATERKANT = Path(__file__).parents[1] / "municipalities" / "waterkant"

TABLE = """\
gebied;inwoners;mannen;vrouwen;inkomen
GM9999;1.050;520;530;25,5
WK999901;650;320;330;26,1
WK999902;400;200;200;24,0
BU99990101;300;150;150;27,0
BU99990102;250;120;130;26,5
BU99990103;100;50;50;.
BU99990201;200;100;100;24,4
BU99990202;195;98;97;23,9
BU99990203;5;2;3;99,9
"""

MAPPING = """\
[areas]
file = "AREAS"
version = 2024

[release]
name = "register-v1"
title = "Inwoners van Waterkant"
publisher = "Gemeente Waterkant"
source = "Register"
licence = "CC0-1.0"
date = 2024-06-01

[[indicator]]
code = "inhabitants"
title = "Inwoners"
kind = "aantal"
unit = "personen"
direction = "geen"
theme = "wonen"
adds_up = true

[[indicator]]
code = "income"
title = "Inkomen"
kind = "index"
unit = "duizend euro"
decimals = 1
direction = "geen"
theme = "wonen"

[[indicator]]
code = "men"
title = "Mannen"
kind = "aantal"
unit = "personen"
direction = "geen"
theme = "wonen"

[[indicator]]
code = "women"
title = "Vrouwen"
kind = "aantal"
unit = "personen"
direction = "geen"
theme = "wonen"

[[table]]
file = "tabel.csv"
source = "Register van Waterkant"
licence = "CC0-1.0"
date = 2024-05-01
area_version = 2024

[table.layout]
thousands = "."

[table.area]
column = "gebied"

[table.period]
fixed = "2024"

[table.missing]
"." = "onbekend"

[table.values]
inhabitants = "inwoners"
men = "mannen"
women = "vrouwen"
income = "inkomen"

[table.minimum]
column = "inwoners"
n = 10
indicators = ["income"]

[[check]]
whole = "inhabitants"
parts = ["men", "women"]
"""


def write_register(folder: Path, *changes: tuple[str, str], table: str = TABLE, mapping: str = MAPPING) -> Path:
    """Write mapping and table, each (old, new) of ``changes`` applied to whichever of the two holds it."""
    for old, new in changes:
        assert old in table or old in mapping, old
        if old in mapping:
            mapping = mapping.replace(old, new, 1)
        else:
            table = table.replace(old, new, 1)
    (folder / "tabel.csv").write_text(table, "utf-8")
    path = folder / "register.toml"
    path.write_text(mapping.replace("AREAS", (WATERKANT / "areas.csv").as_posix()), "utf-8")
    return path
