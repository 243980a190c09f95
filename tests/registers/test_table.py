"""The table is found among titles, units, legends and footnotes."""

from __future__ import annotations

from vergezicht.problems import Problems
from vergezicht.registers.table import Row, find_table, take_apart


def rows(*lines: tuple[str, ...]) -> tuple[Row, ...]:
    return tuple(Row(number, cells) for number, cells in enumerate(lines, 1))


EXPORT = rows(
    ("Thema's - 2024 - Buurten",),
    ("", "woningen [woonruimten]", "inwoners [personen] (1)", "inkomen [euro]"),
    ("Noord", "10", "25", "30"),
    ("Zuid", "11", "26", "31"),
    (),
    ("Bron", "BAG"),
    ("Voetnoot",),
    ("(1)", "Cijfers zijn voorlopig."),
    (),
    ("Datum export", "maandag"),
)


def test_title_heading_data_legend_and_footnote_are_told_apart() -> None:
    problems = Problems("export.xlsx")
    table = find_table(EXPORT, ("woningen", "inwoners"), "export.xlsx", problems)
    assert not list(problems) and table is not None
    assert [row.number for row in table.rows] == [3, 4]
    assert table.cell(table.rows[1], "inwoners") == "26"
    assert table.headings["inwoners"] == take_apart("inwoners [personen] (1)")
    assert table.footnotes == {"(1)": "Cijfers zijn voorlopig."}


def test_every_missing_column_is_reported_with_the_one_that_is_near() -> None:
    problems = Problems("export.xlsx")
    assert find_table(EXPORT, ("woningen", "inwoner", "huishoudens"), "export.xlsx", problems) is None
    found = list(problems)
    assert [(problem.row, problem.column) for problem in found] == [(2, "inwoner"), (2, "huishoudens")]
    assert found[0].hint == "bedoelt u inwoners?"


def test_a_heading_that_stands_twice_is_not_guessed() -> None:
    problems = Problems()
    twice = rows(("gebied", "aantal [x]", "aantal [y]"), ("A", "1", "2"))
    assert find_table(twice, ("gebied", "aantal"), "t.csv", problems) is None
    assert next(iter(problems)).got == "kolom 2, 3"
    assert find_table(twice, ("gebied", "aantal [y]"), "t.csv", Problems()) is not None


def test_a_heading_without_data_and_a_row_that_is_not_there() -> None:
    problems = Problems()
    assert find_table(rows(("gebied", "aantal")), ("gebied",), "t.csv", problems) is None
    assert find_table(EXPORT, ("woningen",), "t.csv", problems, header=50) is None
    assert len(problems) == 2


def test_the_row_of_the_headings_can_be_told() -> None:
    two = rows(("gebied", "aantal"), ("gebied", "aantal"), ("A", "1"))
    table = find_table(two, ("gebied", "aantal"), "t.csv", Problems(), header=2)
    assert table is not None and [row.number for row in table.rows] == [3]
