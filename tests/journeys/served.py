"""Pages that no server has: a browser gets them as they are rendered, with the scripts of the site."""

from __future__ import annotations

from urllib.parse import urlsplit

from playwright.sync_api import Page, Route

from vergezicht.publication.assets import asset_files, compact_script


def serve(page: Page, files: dict[str, bytes | str]) -> None:
    """These answers by path, and the scripts of the site."""
    scripts = {path: source for path, source in asset_files().items() if source.suffix == ".js"}

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path in scripts:
            route.fulfill(body=compact_script(scripts[path].read_bytes()), content_type="text/javascript")
        elif path in files:
            route.fulfill(body=files[path], content_type="text/html" if path.endswith("/") else "application/json")
        else:
            route.fulfill(status=404)

    page.route("**/*", answer)
