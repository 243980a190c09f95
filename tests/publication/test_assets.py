"""Scripts lose their comments on the way to the reader, and nothing else."""

from __future__ import annotations

from vergezicht.publication.assets import ASSETS, asset_file, compact_script


def test_comments_and_indents_go_and_lines_stay() -> None:
    script = b'// About this.\n\nconst a = "x // y"; // kept: it stands in a line\n  if (a) {\n    b();\n  }\n'
    assert compact_script(script) == b'const a = "x // y"; // kept: it stands in a line\nif (a) {\nb();\n}'


def test_no_text_in_our_scripts_runs_over_lines() -> None:
    """Else its lines would lose their indents."""
    for name in ASSETS:
        if name.endswith(".js"):
            lines = asset_file(name).read_text("utf-8").splitlines()
            assert not [line for line in lines if line.count("`") % 2], name
