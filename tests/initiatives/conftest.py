"""Forms in the tests are filled in at once; pictures go to a folder of the test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from vergezicht.initiatives.open_forms import codes


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Forms may be filled in at once, except where that is what is tested; pictures go to a folder of the test."""
    monkeypatch.setattr(codes, "FORM_SECONDS", (0, 4 * 3600))
    monkeypatch.setattr(codes, "WORK_BITS", 6)
    settings.MEDIA_ROOT = tmp_path
