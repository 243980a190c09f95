"""What the style sheets make of blocks on a screen and on paper, without a site around them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page

from tests.built import ROOT

pytestmark = pytest.mark.journey

_SHEETS = ROOT / "src/vergezicht/website/static/website/css"
_PHOTO = "data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' width='{}' height='{}'/>"


def _shown(browser: Browser, body: str, width: int = 1280) -> Page:
    names = ("base", "components", "timeline", "blocks", "print")
    sheets = "".join((_SHEETS / f"{name}.css").read_text("utf-8") for name in names)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(f"<!doctype html><style>{sheets}</style>{body}")
    return page


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("css", ["swipe", "swipe is-swiping", "swipe swipe--high"])
def test_two_photos_over_each_other_have_one_shape(browser: Browser, css: str, width: int) -> None:
    sides = "".join(
        f'<figure class="swipe__side"><figcaption class="swipe__caption">Foto</figcaption><div class="swipe__drawing">'
        f'<img src="{_PHOTO.format(width, height)}" width="{width}" height="{height}"></div></figure>'
        for width, height in ((1600, 900), (1200, 1200))
    )
    page = _shown(browser, f'<section class="{css}"><div class="swipe__sides">{sides}</div></section>', width)
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        wide, high = page.locator("img").evaluate_all(
            "all => ['width', 'height'].map((side) => all.map((one) => Math.round(one.getBoundingClientRect()[side])))"
        )
        assert (wide[0], high[0]) == (wide[1], high[1])
        assert (high[0] > wide[0]) == ("high" in css)


def test_on_paper_nothing_is_cut_off_pale_or_alone(browser: Browser) -> None:
    page = _shown(
        browser,
        """<ol class="timeline"><li>Moment</li></ol><ol class="marks"><li class="marks__item">Hier</li></ol>
        <ol><li><span class="tour__number">1</span></li></ol>
        <table class="table"><tbody><tr><td>1</td></tr><tr><td>Totaal</td></tr></tbody></table>""",
    )
    page.emulate_media(media="print")
    assert page.evaluate("""(() => {
      const at = (css) => document.querySelector(css).getBoundingClientRect().left;
      const dot = getComputedStyle(document.querySelector(".timeline > li"), "::before").left;
      return at(".timeline > li") + parseFloat(dot) >= at(".timeline");
    })()""")
    sign = "([css, part]) => getComputedStyle(document.querySelector(css), part).printColorAdjust"
    for css, part in ((".marks__item", "::before"), (".tour__number", None)):
        assert page.evaluate(sign, [css, part]) == "exact"
    last = page.locator("tr").last
    assert last.evaluate("row => getComputedStyle(row).breakBefore") == "avoid"
