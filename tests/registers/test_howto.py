"""The page for people names every field, and its example is a mapping that can be read."""

from __future__ import annotations

import re
from pathlib import Path

from vergezicht.registers import read_mapping

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs/howto/registers.md").read_text("utf-8")


def test_the_example_is_a_mapping(tmp_path: Path) -> None:
    example, online = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    path = tmp_path / "voorbeeld.toml"
    path.write_text(example.replace('themes = "../themes.toml"', ""), "utf-8")
    mapping = read_mapping(path)
    assert [value.per for value in mapping.tables[0].values] == ["", "AantalInwoners_5"]
    path.write_text(path.read_text("utf-8").replace("[table.layout]", f"{online}\n[table.layout]", 1), "utf-8")
    assert read_mapping(path).tables[0].online is not None


def test_every_field_of_the_format_is_on_the_page() -> None:
    package = ROOT / "src/vergezicht/registers"
    code = "".join((package / name).read_text("utf-8") for name in ("mapping_file.py", "indicator_section.py"))
    fields = set(re.findall(r'\.(?:text|texts|integer|number|numbers|boolean|day|choice|tables?)\(\s*"(\w+)"', code))
    assert len(fields) > 40
    assert not {field for field in fields if not re.search(rf"\b{field}\b", PAGE)}
