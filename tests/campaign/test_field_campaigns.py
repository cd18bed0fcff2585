"""Short campaigns of the field log: kills of the server, identical sends at once, power cuts, a faulty network."""

import shutil
import sys
from pathlib import Path

import pytest

from tests.campaign.conftest import Played
from tests.campaign.power_cut import CompilerMissingError, compile_library

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="it looks for processes in /proc")
needs_compiler = pytest.mark.skipif(
    not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="no C compiler: power cuts cannot be simulated"
)


def test_nothing_is_lost_nor_doubled_when_the_server_is_killed(play: Played, database: str) -> None:
    figures = play("field_kills_campaign", "--kills=4", "--rounds=4", "--seed=3", f"--database={database or 'sqlite'}")

    names = ("lost", "doubled", "answers_changed", "sums_wrong", "refused", "other_answer", "conflict_missed")
    assert [figures[name] for name in names] == [0] * 7
    assert (figures["kills"], figures["rounds"], figures["set_aside_by_kills"]) == (4, 4, 0)
    # Of each key sent with two contents, the one that is not applied is kept beside.
    assert figures["set_aside"] == 4 * 3
    assert figures["acknowledged"] >= 4
    assert figures["right"] == 1


@needs_compiler
def test_nothing_acknowledged_is_lost_when_the_power_is_cut(play: Played) -> None:
    figures = play("power_cuts_campaign", "--cuts=4", "--seed=3")

    assert (figures["cuts"], figures["lost"], figures["unsound"], figures["doubled"]) == (4, 0, 0, 0)
    assert figures["acknowledged"] >= 4
    assert figures["right"] == 1


@needs_compiler
def test_a_power_cut_shows_commits_that_do_not_wait_for_the_disk(play: Played) -> None:
    figures = play("power_cuts_campaign", "--cuts=6", "--seed=3", "--synchronous=OFF")

    assert figures["lost"] + figures["unsound"] >= 1
    assert figures["right"] == 0


def test_without_a_compiler_the_power_cuts_say_why_they_do_not_run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "")

    with pytest.raises(CompilerMissingError, match="no C compiler"):
        compile_library(tmp_path)


def test_phones_and_centre_converge_through_a_faulty_network(play: Played, database: str) -> None:
    figures = play("faulty_network_campaign", "--syncs=80", "--seed=3", f"--database={database}")

    wrong = [figures[name] for name in ("lost", "doubled", "answers_changed", "unanswered", "set_aside", "sums_wrong")]
    assert wrong == [0, 0, 0, 0, 0, 0]
    assert figures["states"] == 1
    assert figures["fate: passed"] < 80
    assert figures["right"] == 1


def test_a_server_that_forgets_what_it_received_is_found_out(play: Played, database: str) -> None:
    figures = play(
        "faulty_network_campaign", "--syncs=40", "--seed=4", "--fault=forget-the-ledger", f"--database={database}"
    )

    assert figures["doubled"] >= 1
    assert figures["right"] == 0


@pytest.mark.e2e
def test_nothing_said_saved_is_lost_when_the_browser_is_killed(play: Played) -> None:
    figures = play("browser_kills_campaign", "--kills=3", "--seed=3")

    names = ("taps_lost", "taps_wrong", "lines_lost", "lines_doubled", "fields_lost")
    assert [figures[name] for name in names] == [0] * 5
    assert figures["kills"] >= 3
    assert figures["drafts"] >= 1
    assert figures["right"] == 1


@pytest.mark.e2e
def test_a_storage_that_keeps_no_draft_is_found_out(play: Played) -> None:
    figures = play("browser_kills_campaign", "--kills=5", "--seed=5", "--fault=no-drafts")

    assert figures["fields_lost"] >= 1
    assert figures["right"] == 0
