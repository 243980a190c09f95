"""Templates of papers and cards, for Typst."""

from pathlib import Path

PAPERS = Path(__file__).resolve().parent
