"""Words and names that may not stand in this repository."""

import re

import pytest

from tests.project.tree import ROOT, files, repository_files

# Written so that this file does not break its own rule.
LEFT_OVER = re.compile(r"\b(T[O]DO|F[I]XME|X[X]X)\b")
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:w[o]rk|r[o]ot|h[o]me/\w+|U[s]ers/\w+)/")
REGISTRY = re.compile(r"\b(?:p[y]pi|p[y]thonhosted|n[p]mjs)\.(?:org|com)|--(?:extra-)?i[n]dex-url\b|artifact[o]ry")
JUNK_DRAWERS = {"utils", "util", "helpers", "helper", "common", "services", "service", "mixins", "misc"}
BINARY = (".woff2", ".ttf", ".otf", ".png", ".ico", ".gz", ".xlsx", ".ods", ".odt", ".pdf", ".wasm", ".bin")
NOT_WRITTEN_HERE = ("vendor", "fonts")
# These name the forbidden options in order to refuse them.
ABOUT_REGISTRIES = {"tests/project/test_locks.py", "Makefile"}
GOOD_NAME = re.compile(r"[a-z0-9_.][a-z0-9_.-]*|README\.md|LICENSE|CHANGELOG\.md|CONTRIBUTING\.md|Makefile")


def forbidden_words(path: str, content: str) -> list[str]:
    """Return one line for each forbidden word of ``content``, with its place."""
    rules = [LEFT_OVER, MACHINE_PATH] + ([] if path in ABOUT_REGISTRIES else [REGISTRY])
    return [
        f"{path}:{number} « {match.group()} »"
        for number, line in enumerate(content.splitlines(), 1)
        for rule in rules
        for match in rule.finditer(line)
    ]


def forbidden_names(path: str) -> list[str]:
    """Return a line when a part of ``path`` is a junk drawer or breaks the spelling of names."""
    parts = path.split("/")
    faults = [f"{path} : « {part} » says nothing" for part in parts if part.split(".")[0] in JUNK_DRAWERS]
    faults += [f"{path} : « {part} » is not plain" for part in parts if not GOOD_NAME.fullmatch(part)]
    if path.endswith(".py") and "-" in parts[-1]:
        faults.append(f"{path} : « {parts[-1]} » cannot be imported")
    return faults


def test_no_forbidden_word_in_any_file() -> None:
    found = []
    for path in files(outside=NOT_WRITTEN_HERE):
        if path != "LICENSE" and not path.endswith(BINARY):
            found += forbidden_words(path, (ROOT / path).read_text(encoding="utf-8"))

    assert found == []


def test_names_say_what_files_hold() -> None:
    written = files(outside=NOT_WRITTEN_HERE)

    assert [fault for path in written for fault in forbidden_names(path)] == []


def test_no_file_is_larger_than_a_megabyte() -> None:
    large = [path for path in repository_files() if (ROOT / path).stat().st_size > 1_000_000]

    assert large == []


PLANTED = ["# TO+DO later", "FIX+ME", "see /wo+rk/data/x", 'open("/ro+ot/x")', "https://py+pi.org/simple"]


@pytest.mark.parametrize("line", [line.replace("+", "") for line in PLANTED])
def test_forbidden_word_is_seen(line: str) -> None:
    assert len(forbidden_words("a.py", "fine\n" + line)) == 1


@pytest.mark.parametrize("line", ["a/work/b", "/workshop/", "the root/ folder", "https://exemple.fr/work/"])
def test_harmless_word_is_let_through(line: str) -> None:
    assert forbidden_words("a.py", line) == []


@pytest.mark.parametrize(
    "path", ["palier/core/utils.py", "palier/common/x.py", "docs/Été.md", "palier/a/Views.py", "tests/a-b.py"]
)
def test_bad_name_is_seen(path: str) -> None:
    assert len(forbidden_names(path)) == 1
