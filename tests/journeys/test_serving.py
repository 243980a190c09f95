"""The server as it runs for everybody, also when somebody holds the line."""

from __future__ import annotations

import socket
import urllib.request
from contextlib import ExitStack

import pytest

from tests.journeys.conftest import RunningSite

pytestmark = pytest.mark.journey


def test_connections_that_say_nothing_keep_nobody_out(site: RunningSite) -> None:
    """A browser opens some ahead, in case it needs them."""
    host, _, port = site.url.partition("//")[2].partition(":")
    with ExitStack() as held:
        for _ in range(6):
            held.enter_context(socket.create_connection((host, int(port))))
        with urllib.request.urlopen(f"{site.url}/", timeout=20) as answer:  # noqa: S310  # our own address on loopback
            assert answer.status == 200
        with urllib.request.urlopen(f"{site.url}/meedoen/idee/", timeout=20) as answer:  # noqa: S310
            assert answer.status == 200
