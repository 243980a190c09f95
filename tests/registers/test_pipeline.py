"""From a table to a release: the figures are those of the table, and everything wrong is told at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.registers.waterkant import TABLE, write_register

from vergezicht.figures import FigureStatus, Reason, Release, open_release
from vergezicht.figures.integrity import check_release
from vergezicht.problems import BadInput, Problem
from vergezicht.registers import build_register_release, count


def built(mapping: Path, tmp_path: Path) -> Release:
    return open_release(build_register_release(mapping, tmp_path / "release"))


def problems_of(mapping: Path, tmp_path: Path) -> list[Problem]:
    with pytest.raises(BadInput) as caught:
        build_register_release(mapping, tmp_path / "release")
    assert not (tmp_path / "release").exists()
    assert not (tmp_path / "release-bron").exists()
    return list(caught.value.problems)


def test_the_figures_are_those_of_the_table(tmp_path: Path) -> None:
    release = built(write_register(tmp_path), tmp_path)
    assert check_release(release.folder) == []
    assert release.periods == ("2024",)
    assert (release.facts.waves[0].respondents, release.facts.simulated) == (None, False)
    assert [figure.value for figure in release.figures(indicator="inhabitants")] == [
        1050, 650, 400, 300, 250, 100, 200, 195, 5,
    ]  # fmt: skip
    for figure in release.figures():
        assert (figure.low, figure.high, figure.n) == (None, None, None)
    income = release.indicator("income")
    assert (income.unit, income.decimals, income.source_date) == ("duizend euro", 1, "2024-05-01")
    assert (income.source, income.licence, income.area_version) == ("Register van Waterkant", "CC0-1.0", 2024)


def test_unknown_at_the_source_and_too_few_are_two_things(tmp_path: Path) -> None:
    release = built(write_register(tmp_path), tmp_path)
    unknown, few = (release.figure("income", area) for area in ("BU99990103", "BU99990203"))
    assert unknown is not None and (unknown.status, unknown.reason) == (FigureStatus.SUPPRESSED, Reason.NOT_AVAILABLE)
    assert few is not None and (few.status, few.reason) == (FigureStatus.SUPPRESSED, Reason.PRIVACY)
    assert "1 cijfers ontbreken in de bron: onbekend." in release.facts.notes


@pytest.mark.parametrize(("n", "shown"), [("5", True), ("5.5", False), ("6", False)])
def test_the_minimum_itself_is_enough(tmp_path: Path, n: str, shown: bool) -> None:
    figure = built(write_register(tmp_path, ("n = 10", f"n = {n}")), tmp_path).figure("income", "BU99990203")
    assert figure is not None and figure.is_shown == shown


def test_a_value_that_only_a_few_answers_can_give_is_hidden(tmp_path: Path) -> None:
    change = ('income = "inkomen"', 'income = { column = "inkomen", hide = [24.0, 27] }')
    figures = {f.area: f for f in built(write_register(tmp_path, change), tmp_path).figures(indicator="income")}
    hidden = {area for area, figure in figures.items() if figure.reason == Reason.TOO_FEW_ANSWERS}
    assert hidden == {"WK999902", "BU99990101"}


def test_rows_of_another_level_do_not_count(tmp_path: Path) -> None:
    release = built(write_register(tmp_path, ('column = "gebied"', 'column = "gebied"\nlevel = "wijk"')), tmp_path)
    assert {figure.area for figure in release.figures()} == {"WK999901", "WK999902"}


def test_the_same_input_gives_the_same_bytes_and_the_raw_table_stays_outside(tmp_path: Path) -> None:
    mapping = write_register(tmp_path)
    one = build_register_release(mapping, tmp_path / "een")
    two = build_register_release(mapping, tmp_path / "twee")
    for path in sorted(one.iterdir()):
        assert path.read_bytes() == (two / path.name).read_bytes(), path.name
        assert "99,9" not in path.read_bytes().decode("utf-8", "replace")
    assert (tmp_path / "een-bron" / "tabel.csv").read_text("utf-8") == TABLE


def test_a_release_is_rebuilt_from_what_was_kept_beside_it(tmp_path: Path) -> None:
    mapping = write_register(tmp_path)
    release = build_register_release(mapping, tmp_path / "release")
    before = {path.name: path.read_bytes() for path in release.iterdir()}
    (tmp_path / "tabel.csv").unlink()
    build_register_release(mapping, release, folder=tmp_path / "release-bron", replace=True)
    assert {path.name: path.read_bytes() for path in release.iterdir()} == before
    elsewhere = build_register_release(mapping, tmp_path / "kopie", folder=tmp_path / "release-bron")
    assert (elsewhere / "figures.csv").read_bytes() == before["figures.csv"]
    assert (tmp_path / "kopie-bron" / "tabel.csv").is_file()


def test_a_snapshot_that_was_touched_is_not_used(tmp_path: Path) -> None:
    mapping = write_register(tmp_path)
    build_register_release(mapping, tmp_path / "eerst")
    (tmp_path / "eerst-bron" / "tabel.csv").write_text(TABLE.replace("195", "196"), "utf-8")
    with pytest.raises(BadInput, match="gewijzigd na het ophalen"):
        count(mapping, folder=tmp_path / "eerst-bron")


def test_a_failure_half_way_leaves_the_old_release_and_its_tables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapping = write_register(tmp_path)
    release = build_register_release(mapping, tmp_path / "release")
    write_register(tmp_path, ("195;98;97", "195;97;98"))

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    for broken in ("vergezicht.figures.export._datapackage", "vergezicht.registers.snapshot.Snapshot.finish"):
        monkeypatch.setattr(broken, full)
        with pytest.raises(OSError, match="No space"):
            build_register_release(mapping, release, replace=True)
        monkeypatch.undo()
        assert check_release(release) == []
        assert (tmp_path / "release-bron" / "tabel.csv").read_text("utf-8") == TABLE
        assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_an_existing_release_is_only_replaced_when_told(tmp_path: Path) -> None:
    mapping = write_register(tmp_path)
    release = build_register_release(mapping, tmp_path / "release")
    with pytest.raises(BadInput, match="bestaat al"):
        build_register_release(mapping, release)
    write_register(tmp_path, ("Register van Waterkant", "Nieuwe bron"))
    build_register_release(mapping, release, replace=True)
    assert open_release(release).indicator("men").source == "Nieuwe bron"


def test_everything_wrong_is_told_at_once_with_row_column_and_hint(tmp_path: Path) -> None:
    mapping = write_register(
        tmp_path,
        ("BU99990101;300;", "BU99990109;300;"),
        ("BU99990202;195;98;97;23,9", "BU99990201;195;98;97;23,9"),
        ("400;200;200;24,0", "400;200;200;24.0"),
        ("1.050;520;530", "10.50;520;530"),
        ("BU99990203;5;2;3;99,9", "BU99990203;-5;2;3;99,9"),
    )
    found = problems_of(mapping, tmp_path)
    told = {(problem.what.split(" (")[0], problem.row, problem.column) for problem in found}
    assert ("onbekend gebied", 5, "gebied") in told
    assert ("gebied BU99990201 staat er twee keer in voor 2024", 9, "gebied") in told
    assert ("geen getal", 4, "inkomen") in told
    assert ("geen getal", 2, "inwoners") in told
    assert ("dit kan niet", 10, "inwoners") in told
    assert ("2 gebieden ontbreken", None, None) in told
    assert len(found) == 6
    got = {problem.what: problem for problem in found}
    assert got["onbekend gebied"].hint and got["onbekend gebied"].hint.startswith("lijkt op BU9999010")
    assert got["2 gebieden ontbreken"].got == "BU99990101 Havenkwartier, BU99990202 Dijkzicht"


def test_a_missing_column_names_the_one_that_was_meant(tmp_path: Path) -> None:
    (found,) = problems_of(write_register(tmp_path, ('"mannen"', '"manen"')), tmp_path)
    assert (found.what, found.row, found.column, found.hint) == ("kolom ontbreekt", 1, "manen", "bedoelt u mannen?")


def test_the_wrong_decimal_sign_is_not_reported_a_thousand_times(tmp_path: Path) -> None:
    rows = "".join(f"X{number};a;b;c;d\n" for number in range(100))
    found = problems_of(write_register(tmp_path, table=TABLE + rows), tmp_path)
    assert len(found) == 21
    assert found[-1].what == "onbekend gebied: nog 80 keer"


def test_boundaries_of_another_year_do_not_fit_unless_declared(tmp_path: Path) -> None:
    change = ("area_version = 2024", "area_version = 2019")
    (found,) = problems_of(write_register(tmp_path, change), tmp_path)
    assert "gebiedsindeling past niet" in found.what and found.got == "2019"
    release = built(write_register(tmp_path, change, ("version = 2024", "version = 2024\nsame = [2019]")), tmp_path)
    assert release.indicator("men").area_version == 2019


def test_parts_that_do_not_make_the_whole(tmp_path: Path) -> None:
    found = problems_of(
        write_register(tmp_path, ("WK999901;650", "WK999901;660"), ("195;98;97", "195;98;98")), tmp_path
    )
    told = [(problem.what, problem.row, problem.expected, problem.got) for problem in found]
    assert ("Inwoners in Waterkant (2024) is niet de som van de wijken", 2, "1050, op hooguit 1e-06 na",
            "1060 in 2 van 2 wijken") in told  # fmt: skip
    assert any(what.startswith("Inwoners in Noordkade") and row == 3 for what, row, _, _ in told)
    assert any(what == "de delen zijn samen niet inwoners (WK999901, 2024)" for what, _, _, _ in told)
    assert any(what == "de delen zijn samen niet inwoners (BU99990202, 2024)" for what, _, _, _ in told)
    assert len(told) == 4


@pytest.mark.parametrize(("whole", "fits"), [("1.060", True), ("1.062", True), ("1.063", False)])
def test_rounding_explains_so_much_and_no_more(tmp_path: Path, whole: str, fits: bool) -> None:
    """Two wijken rounded to fives and a total: at most 2.5 x 3; six buurten: 2.5 x 7."""
    mapping = write_register(
        tmp_path,
        ("GM9999;1.050;520;530", f"GM9999;{whole};520;530"),
        ("adds_up = true", "adds_up = true\nrounding = 5"),
        ('parts = ["men", "women"]', 'parts = ["men", "women"]\nrounding = 50'),
    )
    mapping.write_text(mapping.read_text("utf-8"), "utf-8")
    table = tmp_path / "tabel.csv"
    table.write_text(table.read_text("utf-8").replace("WK999902;400", "WK999902;405"), "utf-8")
    if fits:
        assert built(mapping, tmp_path).figure("inhabitants", "GM9999") is not None
    else:
        assert [problem.row for problem in problems_of(mapping, tmp_path)] == [2]


def test_with_parts_unknown_the_sum_may_be_less_but_not_more(tmp_path: Path) -> None:
    change = ("BU99990103;100;50;50", "BU99990103;.;.;.")
    assert built(write_register(tmp_path, change), tmp_path).figure("inhabitants", "BU99990103") is not None
    shutil.rmtree(tmp_path / "release")
    shutil.rmtree(tmp_path / "release-bron")
    more = write_register(tmp_path, change, ("BU99990102;250;120;130", "BU99990102;450;220;230"))
    assert problems_of(more, tmp_path)[0].got == "1150 in 5 van 6 buurten"


def test_an_area_after_an_empty_row_is_not_lost_in_silence(tmp_path: Path) -> None:
    mapping = write_register(tmp_path, ("BU99990203;5", "\nBU99990203;5"))
    found = problems_of(mapping, tmp_path)
    assert any("na een lege rij" in problem.what and problem.row == 11 for problem in found)


def test_rows_about_elsewhere_are_skipped_but_not_all_of_them(tmp_path: Path) -> None:
    more = "NL00;17.000.000;1;1;1\nGM0001;9;4;5;1\nBU00010101;9;4;5;1\n"
    assert len(built(write_register(tmp_path, table=TABLE + more), tmp_path).figures(indicator="men")) == 9
    heading = TABLE.splitlines()[0]
    found = problems_of(write_register(tmp_path, table=f"{heading}\n{more}"), tmp_path / "anders")
    assert "geen enkel gebied van deze gemeente" in found[0].what
    assert found[0].got == "3 rijen over andere gemeenten"


def test_names_with_other_spellings_and_rows_that_are_no_area(tmp_path: Path) -> None:
    table = TABLE.splitlines()
    names = ("Havenkwartier", "Het Sluiseiland", "vuurtorenpunt", "Riet land", "Dijkzicht", "Boomgaard")
    rows = [f"{name};{line.split(';', 1)[1]}" for name, line in zip(names, table[4:], strict=True)]
    plan = (
        'column = "gebied"',
        'column = "gebied"\nby = "naam"\nlevel = "buurt"\nskip = ["Onbekend"]\n'
        'spellings = { "Het Sluiseiland" = "Sluiseiland" }',
    )
    text = "\n".join([table[0], *rows, "Onbekend;3;1;2;9,9"])
    (found,) = [p for p in problems_of(write_register(tmp_path, plan, table=text), tmp_path) if p.row]
    assert (found.what, found.row, found.got) == ("onbekend gebied", 5, "Riet land")
    assert found.hint == 'zet onder area.spellings: "Riet land" = "Rietland"'
    release = built(write_register(tmp_path, plan, table=text.replace("Riet land", "Rietland")), tmp_path)
    figure = release.figure("inhabitants", "BU99990102")
    assert figure is not None and figure.value == 250


def test_a_share_of_another_column_and_a_factor(tmp_path: Path) -> None:
    mapping = write_register(
        tmp_path,
        ('men = "mannen"', 'men = { column = "mannen", per = "inwoners", factor = 100 }'),
        ('title = "Mannen"\nkind = "aantal"\nunit = "personen"', 'title = "Mannen"\nkind = "aandeel"\ndecimals = 1'),
        ('\n[[check]]\nwhole = "inhabitants"\nparts = ["men", "women"]\n', ""),
    )
    release = built(mapping, tmp_path)
    assert [f.value for f in release.figures(indicator="men")][:4] == [49.5, 49.2, 50.0, 50.0]


def test_levels_the_source_lacks_are_the_sum_of_their_buurten(tmp_path: Path) -> None:
    buurten = "\n".join(line for line in TABLE.splitlines() if not line.startswith(("GM", "WK")))
    mapping = write_register(
        tmp_path, ("adds_up = true", 'adds_up = true\nsummed_to = ["gemeente", "wijk"]'), table=buurten
    )
    release = built(mapping, tmp_path)
    assert [f.value for f in release.figures(indicator="inhabitants")][:3] == [1050, 650, 400]
    assert release.figures(indicator="men")[0].area == "BU99990101"
    assert any("opgeteld: Inwoners" in line for line in release.facts.method)


def test_nothing_is_summed_over_a_buurt_that_is_hidden_or_unknown(tmp_path: Path) -> None:
    buurten = "\n".join(line for line in TABLE.splitlines() if not line.startswith(("GM", "WK")))
    mapping = write_register(
        tmp_path,
        ("adds_up = true", 'adds_up = true\nsummed_to = ["gemeente", "wijk"]'),
        ('indicators = ["income"]', 'indicators = ["inhabitants"]'),
        table=buurten,
    )
    release = built(mapping, tmp_path)
    assert {f.area for f in release.figures(indicator="inhabitants") if f.is_shown} == {
        "WK999901", "BU99990101", "BU99990102", "BU99990103", "BU99990201", "BU99990202",
    }  # fmt: skip


def test_a_hidden_part_does_not_follow_by_subtraction(tmp_path: Path) -> None:
    release = built(write_register(tmp_path, ('indicators = ["income"]', "")), tmp_path)
    hidden = {
        (f.indicator, f.area): f.reason
        for f in release.figures()
        if not f.is_shown and f.reason != Reason.NOT_AVAILABLE
    }
    few = {(code, "BU99990203"): Reason.PRIVACY for code in ("inhabitants", "men", "women", "income")}
    # The wijk minus its other buurten would tell; and the men and women of the buurt that hides it would tell that.
    beside = {("inhabitants", "BU99990202"): Reason.SECONDARY, ("women", "BU99990202"): Reason.SECONDARY}
    assert hidden == few | beside


def test_a_row_that_rests_on_a_few_answers_is_hidden_whole(tmp_path: Path) -> None:
    columns = 'columns = ["mannen", "vrouwen", "inwoners"]'
    tiny = f"[table.tiny]\n{columns}\nextremes = [2, 3, 100]\nat_least = 2\n\n[table.minimum]"
    release = built(write_register(tmp_path, ("[table.minimum]", tiny)), tmp_path)
    hidden = {f.indicator: f.reason for f in release.figures(area="BU99990203")}
    assert hidden == {"income": Reason.PRIVACY} | dict.fromkeys(("inhabitants", "men", "women"), Reason.TOO_FEW_ANSWERS)
    figure = release.figure("men", "BU99990103")
    assert figure is not None and figure.is_shown


def test_one_file_a_year(tmp_path: Path) -> None:
    mapping = write_register(tmp_path, ('file = "tabel.csv"', 'file = "tabel {period}.csv"'), ('fixed = "2024"', ""))
    (tmp_path / "tabel 2023.csv").write_text(TABLE.replace("195;98;97", "196;98;98"), "utf-8")
    found = problems_of(mapping, tmp_path)
    assert {problem.file for problem in found} == {"tabel 2023.csv"}
    (tmp_path / "tabel 2023.csv").write_text(TABLE, "utf-8")
    shutil.move(tmp_path / "tabel.csv", tmp_path / "tabel 2024.csv")
    (tmp_path / "tabel 2024 kopie.csv").write_text("iets anders", "utf-8")
    assert built(mapping, tmp_path).periods == ("2023", "2024")


def test_a_period_from_a_column(tmp_path: Path) -> None:
    lines = TABLE.splitlines()
    table = "\n".join([f"{lines[0]};jaar", *(f"{line};{y}JJ00" for y in (2022, 2023) for line in lines[1:])])
    plan = ('fixed = "2024"', "column = \"jaar\"\npattern = '(\\d{4})JJ00'")
    assert built(write_register(tmp_path, plan, table=table), tmp_path).periods == ("2022", "2023")
    wrong = table.replace("2023JJ00", "2023KW01", 1)
    (found,) = [p for p in problems_of(write_register(tmp_path, plan, table=wrong), tmp_path / "anders") if p.row]
    assert (found.what, found.column, found.got) == ("geen periode", "jaar", "2023KW01")


def test_a_row_of_units_and_a_closing_line_can_be_skipped(tmp_path: Path) -> None:
    lines = TABLE.splitlines()
    table = "\n".join([lines[0], ";aantal;aantal;aantal;x", *lines[1:], "Bron: register"])
    (unit, short) = problems_of(write_register(tmp_path, table=table), tmp_path)
    assert (unit.what, unit.row) == ("er staat geen gebied", 2)
    assert (short.what, short.row) == ("er ontbreken cellen in deze rij", 12)
    skip = ('column = "gebied"', 'column = "gebied"\nskip = ["", "Bron: register"]')
    assert len(built(write_register(tmp_path, skip, table=table), tmp_path).figures(indicator="men")) == 9


def test_a_number_of_which_a_spreadsheet_dropped_the_zeros(tmp_path: Path) -> None:
    buurten = "\n".join(line.replace("BU9999", "") for line in TABLE.splitlines() if not line.startswith(("GM", "WK")))
    table = buurten.replace("010", "10").replace("020", "20")
    plan = ('column = "gebied"', 'column = "gebied"\npattern = "BU9999{:04}"')
    release = built(write_register(tmp_path, plan, table=table), tmp_path)
    assert [f.value for f in release.figures(indicator="inhabitants")] == [300, 250, 100, 200, 195, 5]


def test_two_rows_for_an_area_hint_at_a_condition(tmp_path: Path) -> None:
    lines = TABLE.splitlines()
    table = "\n".join([f"{lines[0]};leeftijd", *(f"{line};{age}" for age in ("totaal", "65+") for line in lines[1:])])
    found = problems_of(write_register(tmp_path, table=table), tmp_path)
    assert len(found) == 9 and all("[table.where]" in str(problem) for problem in found)
    where = ("[table.missing]", '[table.where]\nleeftijd = "totaal"\n\n[table.missing]')
    assert len(built(write_register(tmp_path, where, table=table), tmp_path).figures(indicator="men")) == 9


def test_the_unit_in_the_heading_must_be_that_of_the_indicator(tmp_path: Path) -> None:
    mapping = write_register(tmp_path, ("inkomen\n", "inkomen [euro]\n"))
    (found,) = problems_of(mapping, tmp_path)
    assert (found.column, found.expected, found.got) == ("inkomen", "duizend euro", "euro")


def test_marks_and_footnotes_are_told(tmp_path: Path) -> None:
    mapping = write_register(
        tmp_path, ("[table.missing]", '[table.marks]\n"*" = "voorlopig"\n\n[table.missing]'), ("27,0", "27,0*"),
        ("inkomen\n", "inkomen (1)\n"), table=TABLE + "\nVoetnoot\n(1);Nieuwe definitie.\n",
    )  # fmt: skip
    release = built(mapping, tmp_path)
    figure = release.figure("income", "BU99990101")
    assert figure is not None and figure.value == 27.0
    assert "Noot bij losse cijfers: voorlopig" in release.facts.notes
    assert "inkomen: Nieuwe definitie." in release.facts.notes


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_damaged_table_or_mapping_is_refused_or_read_but_never_a_crash(tmp_path: Path, data: st.DataObject) -> None:
    """One stretch of either file replaced by something else."""
    mapping = write_register(tmp_path)
    path = data.draw(st.sampled_from([mapping, tmp_path / "tabel.csv"]))
    text = path.read_text("utf-8")
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 12)))
    other = data.draw(st.text(st.sampled_from("0123456789.,;:\"'[]{}=-\n\t %xé\x00"), max_size=6))
    path.write_text(text[:start] + other + text[end:], "utf-8")
    try:
        register = count(mapping)
    except BadInput as error:
        assert all(str(problem) for problem in error.problems)
    else:
        assert register.counts.series
