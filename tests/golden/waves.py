"""The waves of the synthetic Zwolle survey as a survey design, respondent by respondent."""

import csv
import json
from functools import cache
from typing import Any

import numpy as np
from tests.golden.reference import shared

from vergezicht.survey.analysis.design import SingleUnits, SurveyDesign, make_design
from vergezicht.survey.analysis.margins import Residuals, make_margin, rake
from vergezicht.survey.analysis.reports import Adjusted

Array = np.ndarray[Any, Any]
LEVELS = {"gemeente": None, "stadsdeel": "stadsdeel_code", "wijk": "wijk_code", "buurt": "buurt_code"}


def read_survey(name: str) -> dict[str, Array]:
    """Columns of a file of the shared survey, as text."""
    with (shared() / "survey" / name).open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    return {key: np.array([row[key] for row in rows]) for key in rows[0]}


class Wave:
    """The respondents drawn at random (``werving`` 1), weighed to the four margins."""

    def __init__(self, year: str) -> None:
        columns = read_survey(f"respondenten_{year}.csv")
        self.columns = {key: column[columns["werving"] == "1"] for key, column in columns.items()}
        codebook = json.loads((shared() / "survey" / f"codeboek_{year}.json").read_text("utf-8"))
        self.questions = {question["naam"]: question for question in codebook}
        margins = read_survey("populatiemarges.csv")

        def totals(level: str, variable: str) -> dict[str, float]:
            wanted = (margins["niveau"] == level) & (margins["variabele"] == variable)
            key = "gebiedscode" if variable == "totaal" else "categorie"
            return dict(zip(margins[key][wanted].tolist(), margins["aantal"][wanted].astype(float), strict=True))

        people = totals("buurt", "totaal")
        buurt = self.columns["buurt_code"]
        size = np.array([people[code] for code in buurt])
        counts = dict(zip(*np.unique(buurt, return_counts=True), strict=True))
        drawn = np.array([counts[code] for code in buurt])
        self.drawn: SurveyDesign = make_design(
            weights=size / drawn, strata=buurt, population=size, single_units=SingleUnits.CERTAINTY
        )
        crossed = np.char.add(np.char.add(self.columns["leeftijd"], "x"), self.columns["geslacht"])
        self.margins = [
            make_margin("buurt", buurt, people),
            make_margin("leeftijdxgeslacht", crossed, totals("gemeente", "leeftijdxgeslacht")),
            make_margin("herkomst", self.columns["herkomst"], totals("gemeente", "herkomst")),
            make_margin("eigendom", self.columns["eigendom"], totals("gemeente", "eigendom")),
        ]
        self.weighed: Adjusted = rake(self.drawn, self.margins, tolerance=1e-13)

    @property
    def design(self) -> SurveyDesign:
        return self.weighed.design

    def as_in_r(self) -> SurveyDesign:
        """The same weights, with the variance of R's rake()."""
        return rake(self.drawn, self.margins, tolerance=1e-13, residuals=Residuals.UNWEIGHTED).design

    def answer(self, question: str) -> Array:
        """Codes as numbers; NaN where there is no valid answer."""
        codes = np.array([float(code) if code else np.nan for code in self.columns[question]])
        return np.where(np.isin(codes, [float(code) for code in self.questions[question]["ontbrekend"]]), np.nan, codes)

    def code(self, question: str, label: str) -> float:
        """The code of an answer by its label."""
        return next(float(code) for code, text in self.questions[question]["labels"].items() if text == label)

    def areas(self, level: str) -> Array:
        column = LEVELS[level]
        return np.full(len(self.columns["werving"]), "GM0193") if column is None else self.columns[column]


@cache
def wave(year: str) -> Wave:
    return Wave(year)
