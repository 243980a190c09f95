"""The rules of the house, as tests: sizes, names, words, docs, and nothing committed that is not ours."""

from __future__ import annotations

import ast
import inspect
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "vergezicht"
MOST_LINES = 400


def committed(*patterns: str) -> list[Path]:
    names = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, text=True, check=True)
    return [ROOT / name for name in names.stdout.split("\0") if name and (ROOT / name).is_file()]


def test_no_file_outgrows_its_room() -> None:
    ours = [path for path in committed("*.py", "*.js", "*.css", "*.html") if "migrations" not in path.parts]
    long = {path.name: count for path in ours if (count := len(path.read_text("utf-8").splitlines())) > MOST_LINES}
    assert not long


def test_there_is_no_homeless_code() -> None:
    names = {"utils", "helpers", "common", "core", "misc", "lib"}
    assert not [path for path in committed("src") if {part.split(".")[0] for part in path.parts} & names]


def test_nothing_committed_names_a_machine_or_a_registry() -> None:
    words = (r"/(?:work|farm)/", r"registry\.npm", r"pypi\.org/simple", r"pythonhosted", r"deb\.debian", r"farm-[a-z]")
    pattern = re.compile("|".join(words))
    for path in committed():
        if path.suffix in {".png", ".webp", ".woff2", ".mo"} or path == Path(__file__):
            continue
        found = pattern.search(path.read_text("utf-8"))
        assert not found, (path, found[0] if found else "")


def test_the_lock_names_no_registry_and_hashes_everything() -> None:
    for path in (ROOT / "lock").glob("*.txt"):
        text = path.read_text("utf-8")
        assert "://" not in text
        assert "index" not in text
        pins = re.findall(r"^[a-z][^\n]*==[^\n]*$", text, re.MULTILINE)
        assert len(pins) >= 1
        assert all(pin.rstrip().endswith("\\") for pin in pins), path


def _texts_in_code(path: Path) -> list[str]:
    """String literals that are not docstrings."""
    tree = ast.parse(path.read_text("utf-8"))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
    ]


def test_no_fact_about_a_municipality_is_in_the_code() -> None:
    areas = (ROOT / "municipalities/zwolle/areas.csv").read_text("utf-8").splitlines()[1:]
    names = {line.split(",")[2] for line in areas if line.split(",")[1] != "stadsdeel"}
    names -= {"Noord", "Oost", "Zuid", "West", "Midden"}
    pattern = re.compile(r"Zwolle|GM0193|WK0193|BU0193|" + "|".join(re.escape(name) for name in sorted(names)))
    found = []
    for path in committed("src"):
        if path.suffix == ".py" and "migrations" not in path.parts:
            texts = _texts_in_code(path)
        elif path.suffix in {".html", ".js", ".css"}:
            texts = [path.read_text("utf-8")]
        else:
            continue
        found += [(path.name, match[0]) for text in texts if (match := pattern.search(text))]
    assert not found


def test_no_template_needs_an_inline_style_or_handler() -> None:
    for path in committed("src/*.html"):
        text = path.read_text("utf-8")
        assert not re.search(
            r"\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|"
            r"\|safe\s*}}(?<!svg\|safe }})(?<!beside_words\|safe }})(?<!base\|safe }})",
            text,
        ), path


@pytest.mark.django_db
def test_every_model_page_and_block_is_in_the_glossary() -> None:
    from django.apps import apps
    from wagtail import blocks

    from vergezicht.stories.blocks import STORY_BLOCKS

    words = set(re.findall(r"`(\w+)`", (ROOT / "docs/glossary.md").read_text("utf-8")))
    models = {
        model.__name__
        for config in apps.get_app_configs()
        if config.name.startswith("vergezicht")
        for model in config.get_models()
    }
    named = {type(block).__name__ for _, block in STORY_BLOCKS}
    for _, block in STORY_BLOCKS:
        if isinstance(block, blocks.StructBlock):
            named |= {
                type(child.child_block).__name__
                for child in block.child_blocks.values()
                if isinstance(child, blocks.ListBlock) and type(child.child_block).__module__.startswith("vergezicht")
            }
    assert models | named <= words, sorted((models | named) - words)


def test_every_word_of_the_glossary_is_in_the_code() -> None:
    code = "\n".join(path.read_text("utf-8") for path in committed("src/*.py"))
    words = re.findall(r"`(\w+)`", (ROOT / "docs/glossary.md").read_text("utf-8"))
    missing = [word for word in words if not re.search(rf"\b{word}\b", code) and not list(SOURCE.rglob(f"{word}.py"))]
    assert not missing


def test_every_link_in_the_docs_leads_to_a_file() -> None:
    broken = []
    for path in committed("*.md"):
        for link in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
            if not link.startswith(("http", "mailto:")) and not (path.parent / link).exists():
                broken.append((path.name, link))
    assert not broken


def test_the_commands_of_the_readme_exist_and_ci_runs_them() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = set(re.findall(r"^make ([a-z]+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE))
    assert named == {"demo", "test"}
    assert named <= targets
    assert "make test" in (ROOT / ".ci/run").read_text("utf-8")


def test_decisions_are_numbered_without_gaps() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/decisions").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) >= 5


def test_versions_agree() -> None:
    import vergezicht

    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert project == vergezicht.__version__
    assert f"softwareVersion: {project}" in (ROOT / "publiccode.yml").read_text("utf-8")
    assert f"## {project}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_public_functions_of_the_numbers_explain_themselves() -> None:
    import importlib

    silent = []
    for package in ("areas", "figures", "survey", "registers", "pictures"):
        for path in sorted((SOURCE / package).rglob("*.py")):
            name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
            module = importlib.import_module(name)
            if not (module.__doc__ or "").strip():
                silent.append(name)
            for label, item in inspect.getmembers(module, inspect.isfunction):
                if (
                    item.__module__ == name
                    and not label.startswith("_")
                    and len(inspect.getsource(item).splitlines()) > 8
                ) and not (item.__doc__ or "").strip():
                    silent.append(f"{name}.{label}")
    assert not silent


def test_the_pure_packages_work_where_django_is_not_installed() -> None:
    code = (
        "import sys\n"
        "class Refuse:\n"
        "    def find_spec(self, name, *rest):\n"
        "        if name.split('.')[0] in {'django', 'wagtail'}:\n"
        "            raise ImportError(name)\n"
        "sys.meta_path.insert(0, Refuse())\n"
        "import vergezicht.areas, vergezicht.figures, vergezicht.survey.pipeline, vergezicht.survey.analysis\n"
        "import vergezicht.registers, vergezicht.pictures\n"
        "import vergezicht.areas.commands, vergezicht.survey.commands, vergezicht.registers.commands\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_every_bench_starts_without_settings() -> None:
    names = [path.stem for path in (ROOT / "bench").glob("*.py") if path.stem != "__init__"]
    assert "search" in names
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    code = f"import {', '.join(f'bench.{name}' for name in names)}"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


# What belongs to a map or a drawing, which run from west to east in every language.
PHYSICAL_ON_PURPOSE = {("explore.css", "right")}


def test_the_style_of_public_pages_runs_with_the_language() -> None:
    """Sides follow the direction of reading: no left or right, and no shorthand whose sides differ."""
    sides = re.compile(
        r"(?<![\w-])(?:(?:margin|padding|border)-(left|right)\b|(left|right)\s*:|(?:text-align|float|clear):\s*(left|right)"
        r"|border-(?:top|bottom)-(left|right)-radius)"
    )
    folder = ROOT / "src/vergezicht/website/static/website/css"
    editor = {"work.css", "block-preview.css"}  # Wagtail's own screens
    wrong = []
    for path in [*folder.glob("*.css"), *(ROOT / "src/vergezicht/pictures").glob("*.css")]:
        if path.name in editor:
            continue
        css = re.sub(r"/\*.*?\*/", "", path.read_text("utf-8"), flags=re.DOTALL)
        wrong += [
            f"{path.name}: {match[0]}"
            for match in sides.finditer(css)
            if (path.name, next(filter(None, match.groups()))) not in PHYSICAL_ON_PURPOSE
        ]
        for name, value in re.findall(r"(?<![\w-])(margin|padding|inset):([^;}]+)", css):
            sizes = re.sub(r"\([^()]*(?:\([^()]*\)[^()]*)*\)", "()", value).split()
            if len(sizes) == 4 and sizes[1] != sizes[3]:
                wrong.append(f"{path.name}: {name}:{value}")
    assert not wrong, wrong
