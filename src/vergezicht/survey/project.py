"""Survey project: the file that names the waves, their files, the margins and what the release says about itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vergezicht.areas import AreaLevel
from vergezicht.facts import Section, read_toml
from vergezicht.problems import Problems


@dataclass(frozen=True)
class WaveFiles:
    """The files of one wave (meting); ``lineage`` tells what became of buurten that have changed since,
    ``invitations`` counts who was invited and who answered."""

    period: str
    answers: Path
    codebook: Path
    margins: Path
    lineage: Path | None
    invitations: Path | None
    fieldwork: str
    invited: int | None


@dataclass(frozen=True)
class DesignColumns:
    """Which columns of the answer file describe the sample.

    ``area`` holds the code of the buurt. Only rows with ``sample`` in column ``source`` count in estimates;
    answers of a panel or of people who registered themselves do not. Without ``source`` every row counts.
    """

    area: str
    source: str | None
    sample: int


@dataclass(frozen=True)
class MarginPlan:
    """A margin to weigh to: its name in the margins file, and the columns whose product it is."""

    name: str
    columns: tuple[str, ...]
    label: str = ""

    @property
    def words(self) -> str:
        """How a reader has it: "leeftijd × geslacht", when the project has no label of its own for it."""
        return self.label or (" × ".join(self.columns) if len(self.columns) > 1 else self.name)


@dataclass(frozen=True)
class WeightingPlan:
    """How to weigh. ``lowest`` and ``highest`` bound the correction of the starting weight; None means no bound.

    ``contradiction`` is the largest relative difference between the totals of two margins that is put down to rounding.
    ``join_empty`` and ``collapse_below`` say when thin cells are joined, see ``survey.collapsing``.
    """

    strata: str
    margins: tuple[MarginPlan, ...]
    tolerance: float
    rounds: int
    contradiction: float
    lowest: float | None
    highest: float | None
    join_empty: bool = False
    collapse_below: int = 0


@dataclass(frozen=True)
class GroupPlan:
    """Groups of adults to give figures for: a column of a margin, a label per code, and the lowest level of area."""

    name: str
    column: str
    level: AreaLevel
    labels: Mapping[int, str]


@dataclass(frozen=True)
class ModelPlan:
    """Which indicators get a model estimate, for areas of which level, and the file with what tells areas apart."""

    indicators: tuple[str, ...]
    level: AreaLevel
    predictors: Path


@dataclass(frozen=True)
class ReleaseText:
    """What the release says about itself, as written by the researcher; ``earlier`` are releases already published."""

    name: str
    title: str
    publisher: str
    source: str
    licence: str
    date: str
    simulated: bool
    method: tuple[str, ...]
    notes: tuple[str, ...]
    series: str
    earlier: tuple[Path, ...]


@dataclass(frozen=True)
class SurveyProject:
    """Everything ``release build`` needs to know; all paths are absolute or relative to the working directory."""

    path: Path
    release: ReleaseText
    areas: Path
    indicators: Path
    thresholds: Path
    columns: DesignColumns
    weighting: WeightingPlan
    groups: tuple[GroupPlan, ...]
    waves: tuple[WaveFiles, ...]
    model: ModelPlan | None = None


def read_project(path: Path, *, answers_exist: bool = True) -> SurveyProject:
    """Read a survey project; paths in it are relative to the file itself.

    ``answers_exist`` is False for a simulation, which has yet to write them.

    Raises ``BadInput`` with every problem in the file and every file it names that does not exist.
    """
    problems = Problems(path)
    root = Section(read_toml(path, problems), problems, path, "")
    # A file that cannot be read at all would only give a list of fields that are missing.
    problems.raise_if_any()
    folder = path.parent
    project = SurveyProject(
        path=path,
        areas=_file(root, "areas", folder),
        indicators=_file(root, "indicators", folder),
        thresholds=_file(root, "thresholds", folder),
        release=_release(root.table("release"), folder),
        columns=_columns(root.table("columns")),
        weighting=_weighting(root.table("weighting")),
        groups=tuple(_group(section) for section in root.tables("group")),
        model=_model(root.table("model"), folder) if "model" in root.values else None,
        waves=tuple(_wave(section, folder) for section in root.tables("wave", required=True)),
    )
    root.finish()
    _check(project, problems, answers_exist=answers_exist)
    problems.raise_if_any()
    return project


def _file(section: Section, name: str, folder: Path) -> Path:
    return folder / section.text(name)


def _release(section: Section, folder: Path) -> ReleaseText:
    text = ReleaseText(
        name=section.text("name"),
        title=section.text("title"),
        publisher=section.text("publisher"),
        source=section.text("source"),
        licence=section.text("licence"),
        date=section.text("date"),
        simulated=section.boolean("simulated", False),
        method=section.texts("method", ()),
        notes=section.texts("notes", ()),
        series=section.text("series", ""),
        earlier=tuple(folder / name for name in section.texts("earlier", ())),
    )
    section.finish()
    return text


def _columns(section: Section) -> DesignColumns:
    columns = DesignColumns(
        area=section.text("area"), source=section.text("source", "") or None, sample=section.integer("sample", 1)
    )
    section.finish()
    return columns


def _weighting(section: Section) -> WeightingPlan:
    margins = []
    for item in section.tables("margin"):
        name = item.text("name")
        margins.append(MarginPlan(name, item.texts("columns", (name,)), item.text("label", "")))
        item.finish()
    plan = WeightingPlan(
        strata=section.text("strata", "totaal"),
        margins=tuple(margins),
        tolerance=section.number("tolerance", 1e-10),
        rounds=section.integer("rounds", 500),
        contradiction=section.number("contradiction", 0.02),
        lowest=section.number("lowest", 0.0) or None,
        highest=section.number("highest", 0.0) or None,
        join_empty=section.boolean("join_empty", False),
        collapse_below=section.integer("collapse_below", 0),
    )
    section.finish()
    return plan


def _group(section: Section) -> GroupPlan:
    name = section.text("name")
    labels = section.table("labels")
    texts = {code: labels.text(code) for code in labels.values}
    wrong = [code for code in texts if not code.lstrip("-").isdigit()]
    if wrong:
        section.problems.add(f"groep {name}: een code is geen geheel getal", file=section.file, got=", ".join(wrong))
    group = GroupPlan(
        name=name,
        column=section.text("column", name),
        level=AreaLevel(section.choice("level", list(AreaLevel), AreaLevel.STADSDEEL.value)),
        labels={int(code): text for code, text in texts.items() if code not in wrong},
    )
    section.finish()
    return group


def _model(section: Section, folder: Path) -> ModelPlan:
    plan = ModelPlan(
        indicators=section.texts("indicators"),
        level=AreaLevel(section.choice("level", list(AreaLevel), AreaLevel.BUURT.value)),
        predictors=folder / section.text("predictors"),
    )
    section.finish()
    return plan


def _wave(section: Section, folder: Path) -> WaveFiles:
    wave = WaveFiles(
        period=section.text("period"),
        answers=_file(section, "answers", folder),
        codebook=_file(section, "codebook", folder),
        margins=_file(section, "margins", folder),
        invitations=folder / invitations if (invitations := section.text("invitations", "")) else None,
        lineage=folder / lineage if (lineage := section.text("lineage", "")) else None,
        fieldwork=section.text("fieldwork", ""),
        invited=section.integer("invited", 0) or None,
    )
    section.finish()
    return wave


def _check(project: SurveyProject, problems: Problems, *, answers_exist: bool) -> None:
    periods = [wave.period for wave in project.waves]
    if len(set(periods)) < len(periods):
        problems.add("een periode komt meer dan eens voor", got=", ".join(periods))
    if periods != sorted(periods):
        problems.add("de metingen staan niet op volgorde", expected="oudste eerst", got=", ".join(periods))
    columns = {column for margin in project.weighting.margins for column in margin.columns}
    for group in project.groups:
        if group.column not in columns or not group.labels:
            problems.add(
                f"groep {group.name}: alleen groepen waarnaar wordt gewogen, met een naam voor elke code",
                expected=", ".join(sorted(columns)),
                got=group.column,
            )
    files = [project.areas, project.indicators, project.thresholds]
    files += [
        file for wave in project.waves for file in (wave.codebook, wave.margins, wave.lineage, wave.invitations) if file
    ]
    files += [project.model.predictors] if project.model else []
    files += [wave.answers for wave in project.waves] if answers_exist else []
    for release in project.release.earlier:
        if not release.is_dir():
            problems.add("map met een eerdere release niet gevonden (earlier)", got=release.name)
    for file in dict.fromkeys(files):
        # A field that is missing gives the folder itself, and has been reported already.
        if file != project.path.parent and not file.is_file():
            problems.add("bestand niet gevonden", got=file.name, hint="paden gelden vanaf het projectbestand")
