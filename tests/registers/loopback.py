"""A web service on this machine that replays answers in pages and breaks where a test wants it to."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

Reply = tuple[int, dict[str, str], bytes]
Answering = Callable[[str, dict[str, str]], Reply | None]


@dataclass
class Service:
    """What is asked, in order, and what goes wrong: the first fault whose pattern fits the address is used up."""

    base: str
    answer: Answering
    faults: list[tuple[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)

    def fault(self, path: str) -> str:
        for number, (text, fault) in enumerate(self.faults):
            if re.search(text, path):
                del self.faults[number]
                return fault
        return ""


def as_json(document: Any, **headers: str) -> Reply:
    return 200, {"Content-Type": "application/json", **headers}, json.dumps(document).encode("utf-8")


@contextmanager
def loopback(answering: Callable[[str], Answering]) -> Iterator[Service]:
    """Serve on 127.0.0.1; ``answering`` gets the base address and returns what answers a path and its parameters."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            service.asked.append(self.path)
            fault = service.fault(self.path)
            parts = urlsplit(self.path)
            reply = service.answer(parts.path, {name: value[0] for name, value in parse_qs(parts.query).items()})
            status, headers, body = reply or (404, {}, b"nee")
            if fault == "drop":
                self.close_connection = True
                return
            if fault == "html":
                status, headers, body = 200, {"Content-Type": "text/html"}, b"<html>Onderhoud</html>"
            elif fault == "half json":
                body = body[: len(body) // 2]
            elif fault.isdigit() or fault.startswith(("429 ", "503 ")):
                code, _, wait = fault.partition(" ")
                status, headers, body = int(code), {"Retry-After": wait} if wait else {}, b""
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == etag:
                status, body = 304, b""
            modified = headers.get("Last-Modified")
            if status == 200 and modified and self.headers.get("If-Modified-Since") == modified:
                status, body = 304, b""
            service.statuses.append(status)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status == 200 and not modified:
                self.send_header("ETag", etag)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if fault == "cut":
                self.wfile.write(body[: len(body) // 2])
                self.close_connection = True
                return
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """A test has nothing to say on the terminal."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A client that stops listening is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    base = f"http://127.0.0.1:{server.server_port}"
    service = Service(base, answering(base))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
