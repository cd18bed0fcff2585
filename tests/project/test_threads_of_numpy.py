"""The processes that ``palier`` starts share no product of matrices between threads (palier/config/cli.py)."""

import os
import subprocess
import sys

from palier.config.cli import ONE_THREAD

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


def test_equations_are_solved_in_a_thread_of_little_stack() -> None:
    # Without the setting, two processors or more end this process by a segmentation fault.
    small = (
        "import threading, numpy; threading.stack_size(384 * 1024); a = numpy.eye(400, dtype='float32');"
        " one = threading.Thread(target=lambda: print(numpy.linalg.solve(a, a).sum())); one.start(); one.join()"
    )
    environment = {**os.environ, **dict([ONE_THREAD])}

    ran = subprocess.run([sys.executable, "-c", small], env=environment, capture_output=True, text=True)

    assert (ran.returncode, ran.stdout.strip()) == (0, "400.0")
