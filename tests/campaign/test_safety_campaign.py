"""A short campaign: thirty outings, five kills, two look-outs at once, on the database of the run."""

import json
import subprocess
import sys


def test_no_alert_is_missed_nor_doubled_when_the_look_out_is_killed(database: str) -> None:
    words = ["--outings", "30", "--kills", "5", "--step", "15", "--seed", "3", "--json", "--database", database]

    ran = subprocess.run(
        [sys.executable, "-m", "tests.campaign.safety_campaign", *words], capture_output=True, text=True, check=False
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    figures = json.loads(ran.stdout)
    assert (figures["alerts_missed"], figures["alerts_doubled"], figures["letters_missed"]) == (0, 0, 0)
    assert (figures["outings"], figures["kills"]) == (30, 5)
    assert figures["alerts"] >= 30
    assert figures["letters"] >= 30
