"""Building a site in a folder of its own with the ordinary commands, and giving its baked folder."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.figures import write_figures
from bench.folder import write_municipality
from bench.material import ROOT, Material

# What an editor does in the form of the story: choose a photo as its cover. The first block was that photo.
_PHOTO_COVER = """
import django; django.setup()
from vergezicht.stories.models import StoryPage
story = StoryPage.objects.get()
first = story.body.pop(0)
story.cover_image, story.cover_alt = first.value["image"], first.value["alt"]
story.save_revision().publish()
"""


def build_story(material: Material, folder: Path) -> tuple[Path, Path]:
    """The shared story as a Vergezicht site, twice: with a drawn horizon as its cover, and with the first photo."""
    municipality = write_municipality(material, folder / "gemeente")
    release = write_figures(material, folder / "gebouwd" / "bench-2024-v1")
    environment = environment_of(folder / "var", municipality)
    run(environment, "setup")
    run(environment, "adopt", str(release), "--role", "Onderzoeker")
    run(environment, "example")
    run(environment, "bake")
    drawn = baked(folder / "var")
    subprocess.run([sys.executable, "-c", _PHOTO_COVER], check=True, env=environment, cwd=ROOT)
    run(environment, "bake")
    return drawn, baked(folder / "var")


def build_demo(folder: Path) -> Path:
    """The demo of Zwolle, from simulated answers."""
    environment = environment_of(folder, ROOT / "municipalities" / "zwolle")
    run(environment, "demo", "--no-serve")
    return baked(folder)


def environment_of(var: Path, municipality: Path) -> dict[str, str]:
    """The environment of a site in a folder of its own."""
    var.mkdir(parents=True, exist_ok=True)
    return os.environ | {
        "VERGEZICHT_VAR": str(var),
        "VERGEZICHT_MUNICIPALITY": str(municipality),
        "DJANGO_SETTINGS_MODULE": "vergezicht.website.settings.production",
    }


def run(environment: dict[str, str], *arguments: str) -> None:
    """Run one command of ours; what it says goes to our error channel, so that the output is the table alone."""
    command = [sys.executable, "-m", "vergezicht.cli", *arguments]
    subprocess.run(command, check=True, env=environment, cwd=ROOT, stdout=sys.stderr)


def baked(var: Path) -> Path:
    """The public site that was baked last."""
    return (var / "editions" / "current").resolve() / "site"
