"""The files of this repository, as the project's own rules look at them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@cache
def repository_files() -> tuple[str, ...]:
    """Return the paths git tracks or would track (not the ignored ones), relative to the root, sorted."""
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted({path for path in listed.stdout.split("\0") if path and (ROOT / path).is_file()}))


def files(*suffixes: str, under: str = "", outside: tuple[str, ...] = ()) -> list[str]:
    """Return the files with one of ``suffixes`` below ``under``, in no folder named in ``outside``."""
    return [
        path
        for path in repository_files()
        if path.endswith(suffixes or "")
        and path.startswith(under)
        and not set(Path(path).parts[:-1]).intersection(outside)
    ]


def text(path: str) -> str:
    """Return the content of a file of the repository."""
    return (ROOT / path).read_text(encoding="utf-8")
