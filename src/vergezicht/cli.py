"""The command ``vergezicht``: composes the commands of every package that is installed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec

import vergezicht
from vergezicht.problems import BadInput

# A package has commands when it has a module `commands` with a function `add_commands(subparsers)`.
# Only that module is imported here; what a command needs is imported when it runs.
PACKAGES = ("areas", "survey", "registers", "initiatives", "stories", "publication", "website")


def parser() -> argparse.ArgumentParser:
    """The parser of the command line, with the commands of every package that has them."""
    root = argparse.ArgumentParser(
        prog="vergezicht", description="Van getallen naar (ver)gezichten: van bewonersonderzoek naar beeldverhaal."
    )
    root.add_argument("--version", action="version", version=vergezicht.__version__)
    subparsers = root.add_subparsers(dest="command", required=True)
    for package in PACKAGES:
        name = f"vergezicht.{package}.commands"
        if find_spec(f"vergezicht.{package}") is not None and find_spec(name) is not None:
            import_module(name).add_commands(subparsers)
    return root


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 is all well, 1 is something found, 2 is input that cannot be used."""
    options = parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except BadInput as error:
        print("Dit kan zo niet:", file=sys.stderr)
        for problem in error.problems:
            print(f"- {problem}", file=sys.stderr)
        return 2
    return code


if __name__ == "__main__":
    sys.exit(main())
