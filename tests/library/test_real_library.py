"""The 25 real sheets, imported, searched and appraised."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from palier.audit.actor import Actor
from palier.library.actions.importing import ImportReport, import_sheets
from palier.library.enums import Quality, Visibility
from palier.library.importing import read_file
from palier.library.index import SHEETS
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER
from palier.library.queries.reading import nearby_sheets
from palier.library.queries.searching import read_search, search_sheets
from palier.search.requests import Reason
from tests.factories.people import make_membership
from tests.factories.sheets import LATER, NOW

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("Essai")
SENTENCE = "des personnes âgées seules qui ne voient personne"


def bring_in(path: Path, *, dry_run: bool = False, later: bool = False) -> ImportReport:
    return import_sheets(
        parsed=read_file(path),
        visibility=Visibility.PUBLIC,
        name="fiches.csv",
        writer=SERVER,
        by=SYSTEM,
        now=LATER if later else NOW,
        dry_run=dry_run,
    )


def counts(report: ImportReport) -> dict[str, Any]:
    return {name: getattr(report, name) for name in ("read", "created", "updated", "identical", "refused")}


EXPECTED = {"read": 25, "created": 24, "updated": 0, "identical": 1, "refused": []}


def test_first_import_writes_24_sheets_of_25(real_file: Path) -> None:
    report = bring_in(real_file)

    assert counts(report) == EXPECTED
    assert [row.sheet for row in report.sheets if row.outcome == "identical"] == ["k’fé des habitants"]
    assert ActionSheet.objects.count() == 24


def test_dry_run_foresees_the_same_and_writes_nothing(real_file: Path) -> None:
    assert counts(bring_in(real_file, dry_run=True)) == EXPECTED
    assert not ActionSheet.objects.exists()


def test_second_import_changes_nothing(real_file: Path) -> None:
    bring_in(real_file)
    before = list(ActionSheet.objects.order_by("pk").values())

    report = bring_in(real_file, later=True)

    assert counts(report) == {**EXPECTED, "created": 0, "identical": 25}
    assert list(ActionSheet.objects.order_by("pk").values()) == before


def test_figures_of_the_25_drafts(real_file: Path) -> None:
    drafts = read_file(real_file).drafts

    assert Counter(draft.status for draft in drafts) == {"en_cours": 21, "terminee": 4}
    assert Counter(draft.dimension for draft in drafts) == {
        "citoyennete": 11,
        "services": 6,
        "accompagnement_projets": 3,
        "": 5,
    }
    assert sum("vieillissement" in draft.keywords for draft in drafts) == 2


def test_facets_of_the_library_count_the_24_sheets(real_file: Path) -> None:
    bring_in(real_file)
    facets = search_sheets(read_search({}), list(Visibility)).result.facets

    assert facets["statut"] == dict(Counter(ActionSheet.objects.values_list("status", flat=True)))
    assert facets["mot_cle"]["vieillissement"] == 2
    assert sum(facets["qualite"].values()) == sum(facets["budget"].values()) == 24


def test_sheets_that_only_point_at_a_document_are_flagged(real_file: Path) -> None:
    bring_in(real_file)
    flagged = ActionSheet.objects.filter(quality=Quality.RENVOI)

    assert [(sheet.departement, "renvoi_document" in sheet.hints) for sheet in flagged] == [("02", True)]


def test_nearly_empty_sheet_is_flagged(real_file: Path) -> None:
    bring_in(real_file)
    sheet = ActionSheet.objects.get(title="Bla-Bla de l'accueil")

    assert (sheet.quality, "presque_vide" in sheet.hints) == (Quality.MINCE, True)


def test_a_sentence_finds_the_visitors_by_its_meaning(real_file: Path) -> None:
    bring_in(real_file)
    SHEETS.vectorise()

    page = search_sheets(read_search({"q": [SENTENCE]}), list(Visibility))

    first = page.sheets[:3]
    visitors = [item for item in first if item.sheet.title.casefold() == "les visiteurs à domicile"]
    assert len(visitors) == 1
    assert visitors[0].reason in {Reason.MEANING, Reason.BOTH}
    assert visitors[0].passage


def test_five_near_actions_and_never_itself(real_file: Path) -> None:
    bring_in(real_file)
    SHEETS.vectorise()
    sheet = ActionSheet.objects.get(title__iexact="les visiteurs à domicile")

    near = nearby_sheets(sheet, make_membership())

    assert len({other.pk for other in near} - {sheet.pk}) == 5


def test_nothing_repeats_once_the_double_is_told(real_file: Path) -> None:
    assert bring_in(real_file).probable_duplicates == []
