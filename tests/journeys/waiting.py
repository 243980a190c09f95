"""What happens between two steps of a journey: time passes, the worker works, a mail arrives."""

from __future__ import annotations

import re
import subprocess
import sys
import time

from playwright.sync_api import Page, expect

from tests.journeys.conftest import RunningSite, environment


def within(site: RunningSite, code: str) -> None:
    """Run a few lines where the site lives, as the worker would: time passes, strangers write."""
    code = f"import django; django.setup()\n{code}"
    subprocess.run([sys.executable, "-c", code], env=environment(site), check=True, timeout=60)


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
