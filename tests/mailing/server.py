"""A real mail server on loopback that refuses, hangs up and remembers what it took over."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

from aiosmtpd.controller import Controller


class Mailbox:
    """What the server took over; ``answers`` are given one by one before it says yes to everything."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.answers: list[str] = []

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            self.taken.append(envelope)
        return answer

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:
        if address.startswith("vol@"):
            return "452 mailbox full"
        if address.startswith("weg@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"


def serve_mailbox(settings: Any) -> Iterator[Mailbox]:
    """Point Django at a mailbox of its own until the caller is done."""
    box = Mailbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield box
    server.stop()
