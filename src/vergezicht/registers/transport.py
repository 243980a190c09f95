"""Transport: one question to a web service and its answer, with patience. The only module that opens a connection."""

from __future__ import annotations

import http.client
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

import vergezicht
from vergezicht.problems import BadInput, Problem

MOST_BYTES = 256_000_000
_AGAIN = frozenset({429, 500, 502, 503, 504})
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Answer:
    """What a service answered: 200 with a body, or 304 when what we have is still right. Header names in lower case."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def is_unchanged(self) -> bool:
        return self.status == 304


class _InterruptedError(Exception):
    """Worth another try: a service that is busy, a connection that broke. ``wait`` is what the service asks for."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait


@dataclass(frozen=True)
class Transport:
    """Asks with retries: after 429, 500, 502, 503, 504, a time-out or a broken connection, never after anything else.

    Times in seconds. The n-th try waits ``first_wait`` x 2^n, or what Retry-After says; a service that asks for more
    than ``longest_wait`` is left alone. ``pause`` lies between two questions.
    """

    tries: int = 5
    first_wait: float = 1.0
    longest_wait: float = 120.0
    timeout: float = 60.0
    pause: float = 0.1
    sleep: Callable[[float], None] = time.sleep
    progress: Callable[[str], None] = lambda _: None
    headers: Mapping[str, str] = field(default_factory=lambda: {"Accept": "application/json"})

    def get(self, url: str, *, etag: str = "", modified: str = "", headers: Mapping[str, str] | None = None) -> Answer:
        """The answer to ``url``; conditional when an ``etag`` or a Last-Modified date is given.

        Raises ``BadInput`` when the service refuses, or keeps failing.
        """
        if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
            raise BadInput([Problem("dit is geen webadres", got=url, expected="http:// of https://")])
        request = urllib.request.Request(url, headers={**self.headers, **(headers or {})})  # noqa: S310  # checked above
        request.add_header("User-Agent", f"vergezicht/{vergezicht.__version__}")
        if etag:
            request.add_header("If-None-Match", etag)
        if modified:
            request.add_header("If-Modified-Since", modified)
        for attempt in range(1, self.tries + 1):
            self.sleep(self.pause)
            try:
                return self._once(request)
            except _InterruptedError as broken:
                wait = self.first_wait * 2 ** (attempt - 1) if broken.wait is None else broken.wait
                if attempt == self.tries or wait > self.longest_wait:
                    raise BadInput([self._given_up(url, str(broken), attempt, wait)]) from broken
                self.progress(f"  {broken}; over {wait:g} s nog eens ({attempt} van {self.tries})")
                self.sleep(wait)
        raise AssertionError("unreachable")

    def _once(self, request: urllib.request.Request) -> Answer:
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as response:  # noqa: S310  # scheme checked
                return Answer(
                    response.url, response.status, _lower(response.headers), _read(response, request.full_url)
                )
        except urllib.error.HTTPError as error:
            with error:
                if error.code == 304:
                    return Answer(request.full_url, 304, _lower(error.headers), b"")
                if error.code in _AGAIN:
                    raise _InterruptedError(f"de dienst antwoordt {error.code}", _asked_wait(error.headers)) from error
                raise BadInput([_refused(request.full_url, error.code, error.reason)]) from error
        except http.client.InvalidURL as error:
            raise BadInput([Problem("dit is geen webadres", got=request.full_url)]) from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, ssl.SSLCertVerificationError):
                what = "de dienst kan niet bewijzen wie hij is (certificaat)"
                raise BadInput([Problem(what, got=request.full_url, expected=str(error.reason)[:120])]) from error
            raise _InterruptedError(f"geen verbinding ({error.reason})") from error
        except (TimeoutError, ConnectionError, http.client.HTTPException) as error:
            raise _InterruptedError(f"de verbinding brak af ({type(error).__name__})") from error

    def _given_up(self, url: str, what: str, attempt: int, wait: float) -> Problem:
        hint = "probeer het later opnieuw: wat al binnen is blijft bewaard"
        if wait > self.longest_wait:
            hint = f"de dienst vraagt om {wait:g} s te wachten; " + hint
        return Problem(f"ophalen lukt niet na {attempt} keer: {what}", got=url, hint=hint)


def _read(response: http.client.HTTPResponse, url: str) -> bytes:
    """The body, block by block; ``http.client`` raises IncompleteRead when the connection closes too early."""
    blocks, size = [], 0
    while block := response.read(_BLOCK):
        size += len(block)
        if size > MOST_BYTES:
            raise BadInput([Problem("het antwoord is te groot", got=url, expected=f"hooguit {MOST_BYTES} bytes")])
        blocks.append(block)
    expected = response.getheader("Content-Length")
    # Reading in blocks, http.client takes an early end for the end.
    if expected is not None and expected.isdigit() and size < int(expected):
        raise http.client.IncompleteRead(b"", int(expected) - size)
    return b"".join(blocks)


def _lower(headers: Message) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def _asked_wait(headers: Message) -> float | None:
    """Retry-After, in seconds or as a date; None when absent or senseless (RFC 9110, 10.2.3)."""
    said = (headers.get("Retry-After") or "").strip()
    if said.isdigit():
        return float(said)
    try:
        moment = parsedate_to_datetime(said)
    except (TypeError, ValueError):
        return None
    return max(0.0, (moment - datetime.now(moment.tzinfo or UTC)).total_seconds()) if moment.tzinfo else None


def _refused(url: str, code: int, reason: str) -> Problem:
    hints = {404: "bestaat de tabel nog?", 400: "de dienst begrijpt de vraag niet; kijk naar filter en kolommen"}
    return Problem(f"de dienst weigert: {code} {reason}", got=url, hint=hints.get(code))
