"""No test of registers goes through a proxy, or waits."""

from __future__ import annotations

import pytest

from vergezicht.registers.transport import Transport


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def waits() -> list[float]:
    """How long the transport would have slept, in order."""
    return []


@pytest.fixture
def transport(waits: list[float]) -> Transport:
    return Transport(tries=4, first_wait=1.0, longest_wait=60.0, timeout=5.0, pause=0.0, sleep=waits.append)
