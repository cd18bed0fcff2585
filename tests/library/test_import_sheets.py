"""Importing a file's sheets: the report, the dry run, the probable duplicates."""

from dataclasses import replace

import pytest

from palier.audit.actor import Actor
from palier.audit.models import AuditEntry
from palier.core.tenancy import across_structures
from palier.library.actions.importing import ImportReport, import_sheets
from palier.library.drafts import Notice, ParsedFile, SheetDraft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER
from palier.search.models import Document
from tests.factories.sheets import LATER, NOW, full_draft, make_draft, make_sheet

pytestmark = pytest.mark.django_db
SYSTEM = Actor.system("Essai")
STORY = "Chaque mercredi, la ludothèque sort ses jeux sur la place et les familles restent jusqu'au soir. " * 3
OTHER_STORY = "Une grande journée avec vingt associations, un orchestre, des stands et un repas partagé au stade. " * 3


def run(*drafts: SheetDraft, dry_run: bool = False, **parsed: list[Notice]) -> ImportReport:
    return import_sheets(
        parsed=ParsedFile(drafts=list(drafts), **parsed),
        visibility=Visibility.PUBLIC,
        name="fiches.csv",
        writer=SERVER,
        by=SYSTEM,
        now=NOW,
        dry_run=dry_run,
    )


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.read, report.created, report.updated, report.identical


def mixed_file() -> list[SheetDraft]:
    """Two new sheets, one of them twice, then changed; and two that repeat one another."""
    new, other = make_draft("Le banc", structure_name="A"), make_draft("Le vélo", structure_name="A")
    return [
        new,
        other,
        replace(new, line=3),
        replace(new, line=4, limits="La pluie"),
        make_draft("La grande lessive", structure_name="B"),
        make_draft("La grande lessives", structure_name="B"),
    ]


def test_report_counts_what_became_of_each_sheet() -> None:
    report = run(*mixed_file())

    assert counts(report) == (6, 4, 1, 1)
    assert [(sheet.sheet, sheet.outcome) for sheet in report.sheets] == [
        ("Le banc", "created"),
        ("Le vélo", "created"),
        ("Le banc", "identical"),
        ("Le banc", "updated"),
        ("La grande lessive", "created"),
        ("La grande lessives", "created"),
    ]
    assert ActionSheet.objects.count() == 4


def test_dry_run_writes_nothing_and_foresees_the_real_run() -> None:
    make_sheet("Déjà là", structure_name="A", limits="Ancienne limite")
    drafts = [*mixed_file(), make_draft("Déjà là", structure_name="A", limits="Nouvelle limite")]
    rows = ActionSheet.objects.count(), Document.objects.count()

    foreseen = run(*drafts, dry_run=True)
    after = ActionSheet.objects.count(), Document.objects.count()
    real = run(*drafts)

    assert after == rows
    assert ActionSheet.objects.get(title="Déjà là").limits == "Nouvelle limite"
    assert counts(foreseen) == counts(real) == (7, 4, 2, 1)
    assert [(row.sheet, row.outcome) for row in foreseen.sheets] == [(row.sheet, row.outcome) for row in real.sheets]
    assert foreseen.warnings == real.warnings


def test_dry_run_foresees_the_duplicates_of_what_is_in_the_library() -> None:
    make_sheet("La grande lessive", structure_name="B", source_id="1")
    drafts = [make_draft("La grande lessives", structure_name="B")]

    foreseen, real = run(*drafts, dry_run=True), run(*drafts)

    assert [item["sheet"] for item in foreseen.probable_duplicates] == ["La grande lessives"]
    assert foreseen.probable_duplicates == real.probable_duplicates


def test_refused_sheets_count_as_read_and_are_told() -> None:
    refusal = Notice("", 12, "title", "Il manque le titre.")

    report = run(make_draft("Le banc"), refused=[refusal])

    assert counts(report) == (2, 1, 0, 0)
    assert report.refused == [refusal]


def test_report_as_json_has_the_promised_keys() -> None:
    report = run(make_draft("Le banc"), refused=[Notice("", 12, "title", "Il manque le titre.")])

    assert list(report.as_json()) == [
        "read",
        "created",
        "updated",
        "identical",
        "probable_duplicates",
        "refused",
        "warnings",
    ]
    assert report.as_json()["refused"] == [
        {"sheet": "", "line": 12, "field": "title", "message": "Il manque le titre."}
    ]


def test_deduced_modality_is_told_once_with_its_line() -> None:
    draft = make_draft("Le samedi", line=7, summary="Du porte-à-porte chaque samedi.")

    first, second = run(draft), run(draft)

    assert [(notice.line, notice.field) for notice in first.warnings] == [(7, "modalities")]
    assert second.warnings == []


def test_progress_is_told_after_each_sheet() -> None:
    steps: list[int] = []

    import_sheets(
        parsed=ParsedFile(drafts=mixed_file()),
        name="fiches.csv",
        visibility=Visibility.PUBLIC,
        writer=SERVER,
        by=SYSTEM,
        now=NOW,
        progress=steps.append,
    )

    assert steps == [1] * 6


def test_near_title_in_one_structure_is_a_probable_duplicate() -> None:
    known = make_sheet("La fête de la soupe", structure_name="Centre A")

    report = run(make_draft("Fête de la soupe, la", structure_name="Centre A", source_id="2", line=8))

    assert report.created == 1
    assert report.probable_duplicates == [
        {
            "sheet": "Fête de la soupe, la",
            "line": 8,
            "of": {"title": "La fête de la soupe", "structure": "Centre A", "slug": known.slug},
            "score": 100,
        }
    ]
    assert ActionSheet.objects.get(source_id="2").duplicate_of_id == known.pk


def test_same_title_and_text_in_another_structure_is_a_probable_duplicate() -> None:
    make_sheet("Fête du jeu", structure_name="Centre A", summary=STORY)

    report = run(make_draft("Fête du jeu", structure_name="Centre B", summary=STORY + "À bientôt."))

    assert [item["of"]["structure"] for item in report.probable_duplicates] == ["Centre A"]


def test_same_title_with_different_texts_is_not_a_duplicate() -> None:
    make_sheet("Fête du jeu", structure_name="Centre A", summary=STORY)

    report = run(
        make_draft("Fête du jeu", structure_name="Centre B", summary=OTHER_STORY),
        make_draft("Fête du jeu", structure_name="Centre C"),
    )

    assert (report.created, report.probable_duplicates) == (2, [])


def test_sheets_without_structure_are_not_one_structure() -> None:
    make_sheet("La fête de la soupe", structure_name="")

    report = run(make_draft("La fête de la soupes", structure_name=""))

    assert report.probable_duplicates == []


def test_an_update_of_a_sheet_is_not_its_own_duplicate() -> None:
    run(full_draft())

    report = import_sheets(
        parsed=ParsedFile(drafts=[replace(full_draft(), plus="Le thé.")]),
        visibility=Visibility.PUBLIC,
        name="fiches.csv",
        writer=SERVER,
        by=SYSTEM,
        now=LATER,
    )

    assert (report.updated, report.probable_duplicates) == (1, [])


def test_import_that_breaks_off_leaves_a_trace_of_what_it_wrote() -> None:
    def stop(count: int) -> None:
        raise RuntimeError("panne")

    with pytest.raises(RuntimeError):
        import_sheets(
            parsed=ParsedFile(drafts=mixed_file()),
            name="fiches.csv",
            visibility=Visibility.PUBLIC,
            writer=SERVER,
            by=SYSTEM,
            now=NOW,
            progress=stop,
        )

    with across_structures():
        entry = AuditEntry.objects.get()
    assert (entry.actor_name, entry.target_label) == ("Essai", "fiches.csv")
    assert entry.detail == "Import : 1 nouvelles, 0 mises à jour, 0 refusées"


def test_trial_leaves_no_trace_in_the_audit() -> None:
    run(*mixed_file(), dry_run=True)

    with across_structures():
        assert not AuditEntry.objects.exists()
