"""What the tests of a published edition share."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.publication.service import Answer, edition_at

from vergezicht.publication.features.described import ROOT
from vergezicht.publication.serving import EditionServer


@pytest.fixture
def service(tmp_path: Path) -> EditionServer:
    """An edition of nothing but the collections, served."""
    return edition_at(tmp_path)


@pytest.fixture
def items(service: EditionServer) -> Any:
    """Ask the items of a collection: ``items("acties", "limit=2")``."""

    def asked(name: str, query: str = "") -> Any:
        answer = Answer(service, f"{ROOT}/collections/{name}/items{'?' if query else ''}{query}")
        assert answer.status == 200, answer.body
        return answer.json

    return asked
