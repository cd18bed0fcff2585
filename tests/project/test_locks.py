"""The locked requirements: whole, hashed, without an address, and in step with pyproject.toml."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.project.tree import files, text

ADDRESS = re.compile(r"://|--(?:extra-)?index-url|--find-links|--trusted-host|@ file:")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)(.*?)(?=^\S|\Z)", re.MULTILINE | re.DOTALL)
LOCKS = ["requirements-build.txt", "requirements-dev.txt", "requirements.txt"]


def addresses(content: str) -> list[str]:
    """Return the lines that send pip to an address."""
    return [line for line in content.splitlines() if ADDRESS.search(line)]


def pins(content: str) -> dict[str, str]:
    """Return the pinned version of each package."""
    return {canonicalize_name(match[1]): match[2] for match in PIN.finditer(content)}


def unhashed(content: str) -> list[str]:
    """Return the packages locked without a hash."""
    return [match[1] for match in PIN.finditer(content) if "--hash=sha256:" not in match[3]]


def out_of_step(requirements: list[Requirement], locked: dict[str, str]) -> list[str]:
    """Return the requirements that ``locked`` does not hold, or holds in a version they refuse."""
    return [
        str(requirement)
        for requirement in requirements
        if (name := canonicalize_name(requirement.name)) not in locked
        or not requirement.specifier.contains(locked[name])
    ]


def asked(path: str) -> list[Requirement]:
    """Return the requirements a ``.in`` file asks for."""
    lines = [line.split("#")[0].strip() for line in text(path).splitlines()]
    return [Requirement(line) for line in lines if line and not line.startswith("-")]


def declared() -> list[Requirement]:
    """Return the dependencies of pyproject.toml."""
    return [Requirement(line) for line in tomllib.loads(text("pyproject.toml"))["project"]["dependencies"]]


@pytest.mark.parametrize("path", LOCKS)
def test_lock_holds_no_address_and_hashes_everything(path: str) -> None:
    assert addresses(text(path)) == []
    assert unhashed(text(path)) == []
    assert len(pins(text(path))) > 3


def test_every_lock_is_known() -> None:
    found = files(".txt", under="requirements")

    assert found == LOCKS


@pytest.mark.parametrize("path", LOCKS)
def test_lock_holds_what_its_source_asks_for(path: str) -> None:
    assert out_of_step(asked(path.replace(".txt", ".in")), pins(text(path))) == []


def test_pyproject_is_locked_and_asks_for_the_same_packages() -> None:
    assert out_of_step(declared(), pins(text("requirements.txt"))) == []
    assert {(canonicalize_name(item.name), frozenset(item.extras)) for item in declared()} == {
        (canonicalize_name(item.name), frozenset(item.extras)) for item in asked("requirements.in")
    }


def test_development_uses_the_versions_of_production() -> None:
    run, dev = pins(text("requirements.txt")), pins(text("requirements-dev.txt"))

    assert {name: dev[name] for name in run.keys() & dev.keys()} == {
        name: run[name] for name in run.keys() & dev.keys()
    }


def test_build_tools_of_pyproject_are_locked() -> None:
    wanted = [Requirement(line) for line in tomllib.loads(text("pyproject.toml"))["build-system"]["requires"]]

    assert out_of_step(wanted, pins(text("requirements-build.txt"))) == []


def test_faults_are_seen() -> None:
    lock = "a==1.0 \\\n    --hash=sha256:00\n    # via b\nb==2.0\n--index-url x\nc @ file:///c.whl\n"

    assert addresses(lock) == ["--index-url x", "c @ file:///c.whl"]
    assert unhashed(lock) == ["b"]
    assert pins(lock) == {"a": "1.0", "b": "2.0"}
    wanted = [Requirement("a~=1.0"), Requirement("b~=1.0"), Requirement("d")]
    assert out_of_step(wanted, pins(lock)) == ["b~=1.0", "d"]
