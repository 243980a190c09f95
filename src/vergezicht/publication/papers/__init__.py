"""On paper and to send around: papers, cards and drawings that stand alone, beside their templates for Typst."""

from pathlib import Path

PAPERS = Path(__file__).resolve().parent
