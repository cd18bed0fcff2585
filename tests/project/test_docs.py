"""The documents say what the code does: each setting, each command, each link."""

import argparse
import re
from pathlib import Path, PurePosixPath

import pytest
from django.core.management import BaseCommand, load_command_class

from palier.config.environment import VARIABLES
from tests.project.tree import ROOT, files, text

INSTALLATION = "docs/guide/installation.md"
COMMANDS = "docs/guide/commandes.md"
SETTING = re.compile(r"\bPALIER_[A-Z_]*[A-Z]\b")
ROW = re.compile(r"^\| `(PALIER_\w+)` \| (.+?) \| (.+?) \|$", re.MULTILINE)
LINK = re.compile(r"(?<!`)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.*)$", re.MULTILINE)
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# Read by the suite alone.
FOR_TESTS = {"PALIER_TEST_DATABASE_URL"}


def setting_faults(document: str, defaults: dict[str, str]) -> list[str]:
    """Return the differences between the table of settings in ``document`` and the code's ``defaults``."""
    rows = {match[1]: match[2] for match in ROW.finditer(document)}
    faults = [f"{name} : not in the table" for name in defaults.keys() - rows.keys()]
    faults += [f"{name} : no such setting" for name in set(SETTING.findall(document)) - defaults.keys()]
    for name in defaults.keys() & rows.keys():
        shown = f"`{defaults[name]}`" if defaults[name] else "vide"
        if rows[name] != shown:
            faults.append(f"{name} : the table says {rows[name]}, the code {shown}")
    return sorted(faults)


def sections(document: str) -> dict[str, str]:
    """Return the text below each heading, the headings' backticks left out."""
    bare = FENCE.sub(lambda fence: re.sub(r"^#", " #", fence.group(), flags=re.MULTILINE), document)
    parts = HEADING.split(bare)[1:]
    return {title.replace("`", "").strip(): body for title, body in zip(parts[::2], parts[1::2], strict=True)}


def command_faults(document: str, options: dict[str, list[str]]) -> list[str]:
    """Return the commands without a heading of their own, and their long options that its text leaves out."""
    known = sections(document)
    faults = []
    for command, longs in options.items():
        titles = [title for title in known if re.match(rf"{re.escape(command)}( [A-Z\[-].*)?$", title)]
        body = "".join(title + known[title] for title in titles)
        if not titles:
            faults.append(f"{command} : no heading")
        faults += [f"{command} {option}" for option in longs if not re.search(rf"{option}(?![\w-])", body)]
    return faults


def long_options(parser: argparse.ArgumentParser, command: str, inherited: set[str]) -> dict[str, list[str]]:
    """Return the long options of ``command`` and of its subcommands, without the ``inherited`` ones."""
    own: list[str] = []
    found: dict[str, list[str]] = {}
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, child in action.choices.items():
                found |= long_options(child, f"{command} {name}", inherited)
        else:
            own += [word for word in action.option_strings if word.startswith("--") and word not in inherited]
    return {command: own, **found} if own or not found else found


def our_commands() -> dict[str, list[str]]:
    """Return the long options of each ``palier`` command written here."""
    base = BaseCommand().create_parser("palier", "x")
    inherited = {word for action in base._actions for word in action.option_strings}
    found: dict[str, list[str]] = {}
    for path in files(".py", under="palier/"):
        parts = PurePosixPath(path).parts
        if parts[2:4] == ("management", "commands") and len(parts) == 5 and not parts[4].startswith("_"):
            name = parts[4].removesuffix(".py")
            parser = load_command_class(f"palier.{parts[1]}", name).create_parser("palier", name)
            found |= long_options(parser, f"palier {name}", inherited)
    return found


def broken_links(path: str, content: str) -> list[str]:
    """Return the relative links of a document that lead to no file of the repository."""
    targets = [target.split("#")[0] for target in LINK.findall(FENCE.sub("", content))]
    relative = [target for target in targets if target and not re.match(r"[a-z]+:|/", target)]
    return [f"{path} : {target}" for target in relative if not (ROOT / path).parent.joinpath(target).exists()]


def title_faults(path: str, content: str) -> list[str]:
    """Return a line unless the page starts with its only first-level heading."""
    titles = re.findall(r"^# .+$", FENCE.sub("", content), re.MULTILINE)
    return [] if len(titles) == 1 and content.startswith(titles[0]) else [f"{path} : {titles}"]


def test_installation_documents_each_setting_and_its_default() -> None:
    defaults = {variable.name: variable.default for variable in VARIABLES}

    assert setting_faults(text(INSTALLATION), defaults) == []


def test_code_reads_no_setting_outside_the_list() -> None:
    named = {name for path in files(".py", under="palier/") for name in SETTING.findall(text(path))}

    assert named - {variable.name for variable in VARIABLES} - FOR_TESTS == set()


def test_guide_documents_each_command_and_its_options() -> None:
    page = text(COMMANDS) if Path(ROOT / COMMANDS).exists() else ""

    assert command_faults(page, our_commands()) == []


def test_links_lead_somewhere() -> None:
    pages = [path for path in files(".md") if path.startswith("docs/") or "/" not in path]

    assert len(pages) >= 4
    assert [fault for path in pages for fault in broken_links(path, text(path))] == []


def test_guide_pages_start_with_their_only_title() -> None:
    pages = files(".md", under="docs/guide/")

    assert len(pages) >= 1
    assert [fault for path in pages for fault in title_faults(path, text(path))] == []


def test_decisions_stay_short() -> None:
    decisions = files(".md", under="docs/adr/")

    assert len(decisions) >= 2
    assert [path for path in decisions if len(text(path).splitlines()) > 40] == []


def test_setting_faults_are_seen() -> None:
    page = "| `PALIER_A` | `1` | x |\n| `PALIER_B` | vide | x |\nSee PALIER_GONE."

    assert setting_faults(page, {"PALIER_A": "1", "PALIER_B": ""}) == ["PALIER_GONE : no such setting"]
    assert setting_faults(page + " PALIER_GONE", {"PALIER_A": "2", "PALIER_C": "", "PALIER_GONE": ""}) == [
        "PALIER_A : the table says `1`, the code `2`",
        "PALIER_B : no such setting",
        "PALIER_C : not in the table",
        "PALIER_GONE : not in the table",
    ]


def test_command_faults_are_seen() -> None:
    page = "# C\n## `palier sheets import FICHIER`\n`--format`, `--dry-running`\n"
    page += "## palier demo\n```\n# --port\n```\n"

    assert command_faults(page, {"palier demo": ["--port"], "palier sheets import": ["--format"]}) == []
    assert command_faults(page, {"palier sheets import": ["--dry-run"], "palier sheets": []}) == [
        "palier sheets import --dry-run",
        "palier sheets : no heading",
    ]


def test_subcommands_are_walked() -> None:
    parser = argparse.ArgumentParser()
    child = parser.add_subparsers().add_parser("import")
    child.add_argument("--dry-run", "-n")
    child.add_argument("--verbosity")

    assert long_options(parser, "palier sheets", {"--help", "--verbosity"}) == {"palier sheets import": ["--dry-run"]}


@pytest.mark.parametrize("target", ["nulle-part.md", "../nulle-part.png", "glossaire/x.md#ancre"])
def test_broken_link_is_seen(target: str) -> None:
    assert broken_links("docs/page.md", f"Voir [la page]({target}).") == [f"docs/page.md : {target.split('#')[0]}"]


def test_other_page_faults_are_seen() -> None:
    assert broken_links("docs/a.md", "[x](https://exemple.fr/a) [y](#z) [w](/aide/) [v](../Makefile)") == []
    assert title_faults("a.md", "# One\n```\n# not a title\n```\n") == []
    assert title_faults("a.md", "# One\n\n# Two\n") != []
    assert title_faults("a.md", "text\n# One\n") != []
