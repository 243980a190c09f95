"""The statistician's methods on plain arrays, for any survey: design, weighting, estimates, tests, models.

The release pipeline has its own faster road for all questions and areas at once (``survey.estimating``); this is the
general one, for a notebook (docs/howto/analyse.md). The pipeline takes from here what it does once for all areas:
small areas and representativity.
"""

from vergezicht.survey.analysis.association import AssociationTest, assess_association
from vergezicht.survey.analysis.calibration import Distance, calibrate
from vergezicht.survey.analysis.contrasts import change_between, contrast, transform
from vergezicht.survey.analysis.design import SingleUnits, SurveyDesign, degrees_of_freedom, make_design
from vergezicht.survey.analysis.estimates import (
    DesignEffect,
    Estimate,
    estimate_mean,
    estimate_ratio,
    estimate_total,
    estimate_variance,
)
from vergezicht.survey.analysis.margins import (
    Margin,
    Merged,
    Residuals,
    make_margin,
    merge_thin,
    post_stratify,
    rake,
)
from vergezicht.survey.analysis.matrices import ModelMatrix, make_matrix
from vergezicht.survey.analysis.nonresponse import adjust_by_model, adjust_in_classes
from vergezicht.survey.analysis.quantiles import QuantileRule, Quantiles, estimate_quantiles, weighted_quantile
from vergezicht.survey.analysis.regression import Family, Regression, regress
from vergezicht.survey.analysis.replicates import (
    ReplicateDesign,
    Replication,
    given_replicates,
    make_replicates,
    repeat_adjustments,
)
from vergezicht.survey.analysis.reports import Adjusted, AdjustmentReport
from vergezicht.survey.analysis.representativity import (
    PartialIndicator,
    Representativity,
    assess_representativity,
)
from vergezicht.survey.analysis.scores import mentions, net_balance, scale_scores, shares_of
from vergezicht.survey.analysis.shares import (
    CountInterval,
    EffectiveN,
    Share,
    ShareInterval,
    interval_of_count,
    interval_of_difference,
    interval_of_share,
    intervals_of_shares,
)
from vergezicht.survey.analysis.significance import (
    Assessment,
    Correction,
    RankTest,
    adjust_p_values,
    assess_mean,
    assess_ranks,
    assess_two_means,
)
from vergezicht.survey.analysis.small_areas import Fitting, ModelEstimate, estimate_small_areas
from vergezicht.survey.analysis.standardisation import standardise
from vergezicht.survey.analysis.trimming import trim

__all__ = [
    "Adjusted",
    "AdjustmentReport",
    "Assessment",
    "AssociationTest",
    "Correction",
    "CountInterval",
    "DesignEffect",
    "Distance",
    "EffectiveN",
    "Estimate",
    "Family",
    "Fitting",
    "Margin",
    "Merged",
    "ModelEstimate",
    "ModelMatrix",
    "PartialIndicator",
    "QuantileRule",
    "Quantiles",
    "RankTest",
    "Regression",
    "ReplicateDesign",
    "Replication",
    "Representativity",
    "Residuals",
    "Share",
    "ShareInterval",
    "SingleUnits",
    "SurveyDesign",
    "adjust_by_model",
    "adjust_in_classes",
    "adjust_p_values",
    "assess_association",
    "assess_mean",
    "assess_ranks",
    "assess_representativity",
    "assess_two_means",
    "calibrate",
    "change_between",
    "contrast",
    "degrees_of_freedom",
    "estimate_mean",
    "estimate_quantiles",
    "estimate_ratio",
    "estimate_small_areas",
    "estimate_total",
    "estimate_variance",
    "given_replicates",
    "interval_of_count",
    "interval_of_difference",
    "interval_of_share",
    "intervals_of_shares",
    "make_design",
    "make_margin",
    "make_matrix",
    "make_replicates",
    "mentions",
    "merge_thin",
    "net_balance",
    "post_stratify",
    "rake",
    "regress",
    "repeat_adjustments",
    "scale_scores",
    "shares_of",
    "standardise",
    "transform",
    "trim",
    "weighted_quantile",
]
