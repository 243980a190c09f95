"""What happens between two steps of a journey: time passes, the worker works, a mail arrives."""

from __future__ import annotations

import json
import re
import select
import subprocess
import sys
import time
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningSite, environment

# Reads a text of Python a line, as JSON, runs it with a connection of its own, and answers what went wrong.
_INSIDE = """
import json, sys, traceback
import django; django.setup()
from django.db import connection
answers, sys.stdout = sys.stdout, sys.stderr
for line in sys.stdin:
    try:
        exec(json.loads(line), {})
        wrong = ""
    except Exception:
        wrong = traceback.format_exc()
    connection.close()
    print(json.dumps(wrong), file=answers, flush=True)
"""
_inside: dict[Path, subprocess.Popen[str]] = {}
_PATIENCE = 120  # seconds


def within(site: RunningSite, code: str) -> None:
    """Run a few lines where the site lives, as the worker would: time passes, strangers write.

    Every site has one process for it, which ends with this one. Raises AssertionError with what went wrong there.
    """
    process = _inside.get(site.folder)
    if process is None:
        process = _inside[site.folder] = subprocess.Popen(
            [sys.executable, "-c", _INSIDE], env=environment(site), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(json.dumps(code) + "\n")
    process.stdin.flush()
    answers, _, _ = select.select([process.stdout], [], [], _PATIENCE)
    assert answers, f"no answer in {_PATIENCE} seconds"
    wrong = json.loads(process.stdout.readline() or '"the process has ended"')
    assert not wrong, wrong


def mail_with(site: RunningSite, words: str, pattern: str) -> str:
    """What ``pattern`` finds in the newest mail that holds ``words``; the worker may take a moment."""
    for _ in range(60):
        files = sorted((site.folder / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
        for text in (path.read_text("utf-8") for path in files):
            if words in text and (found := re.search(pattern, text, re.MULTILINE)):
                return found[1]
        time.sleep(0.25)
    raise AssertionError(f"geen mail met {words}")


def take_time(page: Page, *, script: bool = True) -> None:
    """Sooner than two seconds is a machine, sooner than six without the script, which has its sum to do."""
    page.wait_for_timeout(2300 if script else 6500)
    if script:
        expect(page.locator("[name=work]")).not_to_have_value("")  # the policy of the page allows no eval


def wait_until(page: Page, true: str) -> None:
    """Until an expression is true on the page; asked from outside, for the policy of the page allows no eval."""
    for _ in range(200):
        if page.evaluate(true):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"nooit waar: {true}")
