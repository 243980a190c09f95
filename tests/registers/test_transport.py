"""Patience where it helps (busy, broken off), none where it does not, and a word for people either way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from tests.registers.loopback import Answering, as_json, loopback

from vergezicht.problems import BadInput
from vergezicht.registers.transport import Transport


def fixed(base: str) -> Answering:
    return lambda path, _: as_json({"path": path, "filling": "x" * 5000}) if path == "/goed" else None


@pytest.mark.parametrize("fault", ["503", "429", "500", "502", "504", "cut", "drop"])
def test_a_passing_fault_is_tried_again_with_growing_waits(
    fault: str, transport: Transport, waits: list[float]
) -> None:
    with loopback(fixed) as service:
        service.faults = [("/goed", fault)] * 2
        answer = transport.get(f"{service.base}/goed")
        assert answer.status == 200 and len(answer.body) > 5000
        assert len(service.asked) == 3
        assert [wait for wait in waits if wait] == [1.0, 2.0]


@pytest.mark.parametrize(
    ("code", "hint"), [("404", "bestaat de tabel nog"), ("400", "filter"), ("403", ""), ("501", "")]
)
def test_a_refusal_is_final(code: str, hint: str, transport: Transport, waits: list[float]) -> None:
    with loopback(fixed) as service:
        service.faults = [("/goed", code)]
        with pytest.raises(BadInput) as caught:
            transport.get(f"{service.base}/goed")
        assert f"weigert: {code}" in str(caught.value) and hint in str(caught.value)
        assert len(service.asked) == 1 and not any(waits)


def test_a_service_that_keeps_failing_is_given_up_with_advice(transport: Transport, waits: list[float]) -> None:
    with loopback(fixed) as service:
        service.faults = [("/goed", "503")] * 9
        with pytest.raises(BadInput, match="na 4 keer: de dienst antwoordt 503") as caught:
            transport.get(f"{service.base}/goed")
        assert "blijft bewaard" in str(caught.value)
        assert [wait for wait in waits if wait] == [1.0, 2.0, 4.0]


def test_retry_after_in_seconds_and_as_a_date_is_obeyed(transport: Transport, waits: list[float]) -> None:
    moment = format_datetime(datetime.now(UTC) + timedelta(seconds=30), usegmt=True)
    with loopback(fixed) as service:
        service.faults = [("/goed", "429 7"), ("/goed", f"503 {moment}"), ("/goed", "503 straks")]
        transport.get(f"{service.base}/goed")
    seconds, date, senseless = (wait for wait in waits if wait)
    assert seconds == 7.0 and 25 <= date <= 30 and senseless == 4.0


def test_a_service_that_asks_for_an_hour_is_left_alone(transport: Transport, waits: list[float]) -> None:
    with loopback(fixed) as service:
        service.faults = [("/goed", "429 3600")]
        with pytest.raises(BadInput, match="vraagt om 3600 s te wachten"):
            transport.get(f"{service.base}/goed")
        assert len(service.asked) == 1


def test_nobody_listens(transport: Transport) -> None:
    with loopback(fixed) as service:
        base = service.base
    with pytest.raises(BadInput, match="geen verbinding"):
        transport.get(f"{base}/goed")


def test_a_time_out_is_tried_again(transport: Transport) -> None:
    import time

    slow = [0.6, 0.0]

    def answering(base: str) -> Answering:
        def answer(path: str, parameters: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
            time.sleep(slow.pop(0))
            return as_json({})

        return answer

    with loopback(answering) as service:
        assert replace(transport, timeout=0.2).get(f"{service.base}/traag").body == b"{}"
        assert len(service.asked) == 2


def test_what_has_not_changed_is_not_sent_again(transport: Transport) -> None:
    with loopback(fixed) as service:
        first = transport.get(f"{service.base}/goed")
        again = transport.get(f"{service.base}/goed", etag=first.headers["etag"])
        assert again.is_unchanged and again.body == b""
        assert not transport.get(f"{service.base}/goed", etag='"iets anders"').is_unchanged


def test_a_service_that_only_knows_dates(transport: Transport) -> None:
    date = "Fri, 26 Mar 2021 01:00:00 GMT"
    with loopback(lambda _: lambda path, asked: as_json({"a": 1}, **{"Last-Modified": date})) as service:
        first = transport.get(service.base)
        assert "etag" not in first.headers and first.headers["last-modified"] == date
        assert transport.get(service.base, modified=date).is_unchanged
        assert not transport.get(service.base, modified="Fri, 26 Mar 2020 01:00:00 GMT").is_unchanged


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://host/x", "http://", "niets"])
def test_only_the_web(url: str, transport: Transport) -> None:
    with pytest.raises(BadInput, match="geen webadres"):
        transport.get(url)


def test_an_answer_without_end_is_stopped(transport: Transport, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("vergezicht.registers.transport.MOST_BYTES", 1000)
    with loopback(fixed) as service, pytest.raises(BadInput, match="te groot"):
        transport.get(f"{service.base}/goed")
