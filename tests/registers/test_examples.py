"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["cells", "table"])
def test_examples(name: str) -> None:
    result = doctest.testmod(import_module(f"vergezicht.registers.{name}"))
    assert result.attempted > 0 and result.failed == 0
