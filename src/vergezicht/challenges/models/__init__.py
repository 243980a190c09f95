"""WHAT WE DO, as tables: from release and conversation to challenge, action, course check, evaluation and carry-over.

Foreign keys point down only. What is append-only (``AppendOnly``) is guarded by the database as well (guards.py).
"""

from vergezicht.challenges.models.access import PartnerAccount, PartnerLink, RoleMailbox
from vergezicht.challenges.models.action import Action, Milestone, Phase, ProgressUpdate
from vergezicht.challenges.models.append_only import AppendOnly
from vergezicht.challenges.models.challenge import Challenge, ChallengeKind, ChallengeState, Involvement, Target
from vergezicht.challenges.models.check import Adjustment, AdjustmentAnswer, Confidence, CourseCheck, CourseSignal
from vergezicht.challenges.models.conversation import Conversation, HarvestItem, Method
from vergezicht.challenges.models.council import CouncilItem, CouncilKind, CouncilState, CouncilStep
from vergezicht.challenges.models.course import VERDICTS, Course, require_reason
from vergezicht.challenges.models.cycle import Cycle
from vergezicht.challenges.models.evaluation import CarryOver, Decision, Effect, Evaluation
from vergezicht.challenges.models.history import ChallengeVersion
from vergezicht.challenges.models.partner import Partner
from vergezicht.challenges.models.proposal import Proposal, ProposalDecision, ProposalOutcome
from vergezicht.challenges.models.release import AdoptedRelease, HeldRelease, LiftedHold
from vergezicht.challenges.models.text_version import TextVersion

__all__ = [
    "VERDICTS",
    "Action",
    "Adjustment",
    "AdjustmentAnswer",
    "AdoptedRelease",
    "AppendOnly",
    "CarryOver",
    "Challenge",
    "ChallengeKind",
    "ChallengeState",
    "ChallengeVersion",
    "Confidence",
    "Conversation",
    "CouncilItem",
    "CouncilKind",
    "CouncilState",
    "CouncilStep",
    "Course",
    "CourseCheck",
    "CourseSignal",
    "Cycle",
    "Decision",
    "Effect",
    "Evaluation",
    "HarvestItem",
    "HeldRelease",
    "Involvement",
    "LiftedHold",
    "Method",
    "Milestone",
    "Partner",
    "PartnerAccount",
    "PartnerLink",
    "Phase",
    "ProgressUpdate",
    "Proposal",
    "ProposalDecision",
    "ProposalOutcome",
    "RoleMailbox",
    "Target",
    "TextVersion",
    "require_reason",
]
