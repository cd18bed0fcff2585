"""The processes that ``palier`` starts share no product of matrices between threads (palier/config/cli.py)."""

import os
import subprocess
import sys

SAYS = (
    "import sys; sys.argv = ['palier']; from palier.config import cli; early = 'numpy' in sys.modules;"
    " sys.argv.append('version'); cli.main(); import os; print(early, os.environ['OPENBLAS_NUM_THREADS'])"
)


def last_line(**more: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    ran = subprocess.run(
        [sys.executable, "-c", SAYS], env={**environment, **more}, capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()[-1]


def test_numpy_counts_in_one_thread_unless_told() -> None:
    assert last_line() == "False 1"
    assert last_line(OPENBLAS_NUM_THREADS="3") == "False 3"
