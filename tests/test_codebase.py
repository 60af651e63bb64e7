"""The codebase testing itself: who may import what, and that names, lists, settings and sentences agree."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest

from bot.app import EXTENSIONS
from bot.language import Language, words
from bot.settings import ROOT, Settings, variable
from tests import catalogues

# The newcomer's map: each part may import the parts named with it, and itself. Nothing imports what is left of it.
LAYERS = {
    "cogs": {
        "cogs.ui",
        "bot.app",
        "bot.services",
        "bot.store",
        "bot.quiz",
        "bot.history",
        "bot.language",
        "bot.markup",
        "bot.text",
        "bot.errors",
    },
    "cogs.ui": {
        "bot.app",
        "bot.services",
        "bot.quiz",
        "bot.history",
        "bot.language",
        "bot.markup",
        "bot.text",
        "bot.errors",
    },
    "bot.__main__": {"bot.terminal", "bot.errors"},
    "bot.terminal": {
        "bot.run",
        "bot.loop",
        "bot.app",
        "bot.heartbeat",
        "bot.practice",
        "bot.services",
        "bot.pictures",
        "bot.quiz",
        "bot.history",
        "bot.settings",
        "bot.language",
        "bot.log",
        "bot.text",
        "bot.errors",
    },
    "bot.run": {"bot.app", "bot.loop", "bot.watch", "bot.metrics", "bot.services", "bot.settings", "bot.errors"},
    "bot.watch": {"bot.app", "bot.heartbeat", "bot.metrics"},
    "bot.metrics": {"bot.errors"},
    "bot.heartbeat": set[str](),
    "bot.practice": {
        "bot.app",
        "bot.services",
        "bot.history",
        "bot.settings",
        "bot.language",
        "bot.text",
        "bot.errors",
    },
    "bot.app": {
        "bot.extensions",
        "bot.act",
        "bot.translator",
        "bot.loop",
        "bot.surroundings",
        "bot.services",
        "bot.store",
        "bot.language",
        "bot.markup",
        "bot.errors",
    },
    "bot.extensions": set[str](),
    "bot.act": set[str](),
    "bot.translator": {"bot.language"},
    "bot.loop": set[str](),
    "bot.surroundings": {"bot.services", "bot.history", "bot.language", "bot.errors"},
    "bot.services": {
        "bot.store",
        "bot.pictures",
        "bot.quiz",
        "bot.history",
        "bot.settings",
        "bot.language",
        "bot.text",
        "bot.errors",
    },
    "bot.store": {"bot.quiz", "bot.history", "bot.language", "bot.errors"},
    "bot.pictures": {"bot.history", "bot.language", "bot.text", "bot.errors"},
    "bot.quiz": {"bot.history", "bot.language", "bot.text", "bot.errors"},
    "bot.history": {"bot.language", "bot.text", "bot.errors"},
    "bot.settings": {"bot.errors"},
    "bot.log": set[str](),
    "bot.errors": {"bot.language"},
    "bot.language": {"bot.text"},
    "bot.text": set[str](),
    "bot.markup": set[str](),
}
# Libraries that only some parts may know.
ONLY_IN = {
    "discord": {
        "bot.app",
        "bot.act",
        "bot.translator",
        "bot.surroundings",
        "bot.run",
        "bot.practice",
        "cogs",
        "cogs.ui",
    },
    "simcord": {"bot.practice"},
    "uvloop": {"bot.loop"},
    "sqlite_utils": {"bot.store"},
    "sqlite3": {"bot.store"},
    "rapidfuzz": {"bot.history", "bot.quiz"},
    "matplotlib": {"bot.pictures"},
    "Stemmer": {"bot.history"},
    "prometheus_client": {"bot.metrics"},
    "pydantic": {"bot.history", "bot.quiz", "bot.services", "bot.settings"},
    "random": {"bot.quiz"},
    "secrets": {"bot.practice"},
}


def modules() -> Iterator[tuple[str, Path]]:
    for package in ("bot", "cogs"):
        for path in sorted((ROOT / package).rglob("*.py")):
            yield ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), path


def part(module: str) -> str:
    """The row of the table a module belongs to."""
    return max((name for name in LAYERS if module == name or module.startswith(name + ".")), key=len, default="bot")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            # `from bot import log` names the module in its list; `from bot.text import fold` in its head.
            yield from (
                (f"{node.module}.{name.name}" for name in node.names if not name.name.startswith("__"))
                if node.module in {"bot", "cogs"}
                else [node.module]
            )


def test_every_module_imports_only_what_stands_below_it():
    wrong = [
        f"{module} imports {name}"
        for module, path in modules()
        for name in imports(path)
        if name.split(".")[0] in {"bot", "cogs"} and part(name) not in LAYERS.get(part(module), set()) | {part(module)}
    ]
    assert not wrong


def test_every_library_is_known_only_where_it_belongs():
    wrong = [
        f"{module} imports {name}"
        for module, path in modules()
        for name in imports(path)
        if (library := name.split(".")[0]) in ONLY_IN and part(module) not in ONLY_IN[library]
    ]
    assert not wrong


def test_the_environment_is_read_in_the_settings_alone():
    readers = {module for module, path in modules() if re.search(r"\bos\.(environ|getenv)", path.read_text())}
    assert readers <= {"bot.settings", "bot.practice.front"}  # the page looks for a desktop to open on


def test_nothing_in_the_code_knows_the_subject_that_is_taught():
    knows = {module for module, path in modules() if re.search(r"trotsk|c[aá]rdenas|coyoac", path.read_text(), re.I)}
    # The default pack is named once; the practice server's script language shows an example.
    assert knows <= {"bot.settings"}


def test_every_module_says_in_its_first_lines_what_lives_there():
    assert not [module for module, path in modules() if not ast.get_docstring(ast.parse(path.read_text()))]


def test_no_file_has_become_two_things():
    long = {module: len(path.read_text().splitlines()) for module, path in modules()}
    assert not {module: length for module, length in long.items() if length > 350}


def test_no_function_is_longer_than_sixty_lines():
    long = [
        f"{module}.{node.name}"
        for module, path in modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 60
    ]
    assert not long


def test_the_list_of_extensions_is_the_folder_of_cogs():
    assert sorted(EXTENSIONS) == sorted(f"cogs.{path.stem}" for path in (ROOT / "cogs").glob("[a-z]*.py"))


@pytest.mark.parametrize("document", [".env.example", "README.md"])
def test_every_setting_is_documented_and_nothing_else(document):
    named = set(re.findall(r"\b(?:DISCORD|DIVERGENCE)_[A-Z_]+\b", (ROOT / document).read_text()))
    assert named == {variable(field) for field in Settings.model_fields}


def test_every_setting_in_the_example_has_a_comment_above_it():
    lines = (ROOT / ".env.example").read_text().splitlines()
    bare = [line for above, line in pairwise(lines) if re.match(r"#[A-Z_]+=", line) and not above.startswith("# ")]
    assert not bare


def test_the_spanish_catalogue_has_exactly_the_sentences_of_the_code():
    """If this fails: uv run python -m tests.catalogues, fill in what is empty, run it again."""
    now = catalogues.refreshed()
    assert catalogues.SPANISH.read_bytes() == catalogues.po_bytes(now)
    assert catalogues.untranslated(now) == []


def test_the_compiled_catalogue_is_compiled_from_that_one():
    assert catalogues.SPANISH.with_suffix(".mo").read_bytes() == catalogues.mo_bytes(catalogues.refreshed())


def test_a_translation_has_the_fields_of_its_sentence():
    for message in filter(lambda message: message.id and message.string, catalogues.refreshed()):
        for original, translation in zip(_forms(message.id), _forms(message.string), strict=True):
            assert set(re.findall(r"\{(\w+)\}", original)) == set(re.findall(r"\{(\w+)\}", translation)), original


def _forms(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else text


def test_both_languages_can_say_everything():
    for language in Language:
        assert words(language)("When: {date}", date="{x}").endswith("{x}")


def test_user_text_is_never_a_format_string():
    """Only catalogues format: `.format(` and `%` on anything else could run a member's words."""
    wrong = [
        module for module, path in modules() if re.search(r"(?<!super\(\))\.format\(|format_map\(", path.read_text())
    ]
    assert wrong == ["bot.language"]


def test_no_tracked_text_names_a_package_registry():
    files = [*ROOT.glob("*.md"), *ROOT.glob("*.toml"), *(ROOT / "docs").glob("*.md"), ROOT / ".ci" / "run"]
    assert not [path.name for path in files if re.search(r"pypi\.org|pythonhosted|registry\.npmjs", path.read_text())]


def test_the_commands_of_the_readme_are_the_ones_ci_runs():
    readme = (ROOT / "README.md").read_text()
    for command in ("pip install uv && uv run divergence practice", "pip install uv && uv run pytest"):
        assert command in readme
    assert "uv run pytest" in (ROOT / ".ci" / "run").read_text()
