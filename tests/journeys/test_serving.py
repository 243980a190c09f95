"""The server as it runs for everybody, also when somebody holds the line."""

from __future__ import annotations

import socket
from contextlib import ExitStack

import pytest

from tests.journeys.acting import read_public
from tests.journeys.conftest import RunningSite

pytestmark = pytest.mark.journey


def test_connections_that_say_nothing_keep_nobody_out(site: RunningSite) -> None:
    """A browser opens some ahead, in case it needs them."""
    host, _, port = site.url.partition("//")[2].partition(":")
    with ExitStack() as held:
        for _ in range(6):
            held.enter_context(socket.create_connection((host, int(port))))
        for path in ("/", "/meedoen/idee/"):  # a file, and Django
            assert "</html>" in (read_public(site, path, seconds=20) or ""), path
