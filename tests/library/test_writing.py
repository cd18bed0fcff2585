"""Writing a sheet: created, updated, identical; the index goes with the row."""

from dataclasses import replace

import pytest
from django.db import transaction

from palier.audit.actor import Actor
from palier.library.actions.deleting import delete_sheet
from palier.library.actions.editing import change_sheet, create_sheet
from palier.library.actions.writing import RESERVED_SLUGS, Outcome, write_draft
from palier.library.drafts import SheetDraft
from palier.library.enums import Visibility
from palier.library.models import ActionSheet
from palier.library.permissions import SERVER
from palier.library.queries.searching import read_search, search_sheets
from tests.factories.sheets import LATER, NOW, full_draft, make_draft, make_sheet

pytestmark = pytest.mark.django_db
ALL = list(Visibility)
SYSTEM = Actor.system("Essai")


def found(text: str) -> list[str]:
    """The titles that the search gives for these words, alone (no meaning: nothing is vectorised here)."""
    return [item.sheet.title for item in search_sheets(read_search({"q": [text]}), ALL).sheets]


def write(draft: SheetDraft, *, later: bool = False) -> tuple[Outcome, ActionSheet]:
    written = write_draft(draft=draft, visibility=Visibility.PUBLIC, writer=SERVER, now=LATER if later else NOW)
    return written.outcome, ActionSheet.objects.get(pk=written.sheet.pk)


def test_new_draft_becomes_a_sheet_with_all_its_fields() -> None:
    draft = full_draft()

    outcome, sheet = write(draft)

    assert outcome == Outcome.CREATED
    for name in ("title", "departement", "year", "keywords", "attachments", "plus", "unmapped", "source_id"):
        assert getattr(sheet, name) == getattr(draft, name)
    assert sheet.amounts == ["1200"]
    assert sheet.people == [
        {"kind": "professionals", "low": 2, "high": 2},
        {"kind": "volunteers", "low": 10, "high": 12},
    ]
    assert (sheet.slug, sheet.visibility, sheet.created_at, sheet.updated_at) == (
        "la-table-roulante",
        "public",
        NOW,
        NOW,
    )
    assert (sheet.quality, sheet.filled, sheet.hints) == ("riche", 11, [])


def test_same_draft_again_changes_nothing() -> None:
    first = write(full_draft())[1]

    outcome, sheet = write(replace(full_draft(), line=99), later=True)

    assert outcome == Outcome.IDENTICAL
    assert (sheet.pk, sheet.updated_at) == (first.pk, NOW)
    assert ActionSheet.objects.count() == 1


def test_changed_draft_updates_its_sheet_and_keeps_its_address_and_readers() -> None:
    first = write(full_draft())[1]
    ActionSheet.objects.filter(pk=first.pk).update(visibility=Visibility.MEMBERS)

    outcome, sheet = write(replace(full_draft("La table ronde"), limits="Le verglas"), later=True)

    assert outcome == Outcome.UPDATED
    assert (sheet.pk, sheet.title, sheet.limits) == (first.pk, "La table ronde", "Le verglas")
    assert (sheet.slug, sheet.visibility) == ("la-table-roulante", "members")
    assert (sheet.created_at, sheet.updated_at) == (NOW, LATER)


@pytest.mark.parametrize(
    "other",
    [{"structure_name": "Centre B"}, {"departement": "75"}, {"title": "Le banc bleu"}],
)
def test_without_identifier_title_and_structure_make_the_identity(other: dict[str, str]) -> None:
    same = {"title": "Le banc", "structure_name": "Centre A", "departement": "38"}
    write(make_draft(**same))

    outcomes = [write(make_draft(**{**same, **other}))[0], write(make_draft(**{**same, "title": "LE BANC !"}))[0]]

    assert outcomes == [Outcome.CREATED, Outcome.UPDATED]


def test_correction_by_hand_survives_the_same_file() -> None:
    sheet = write(full_draft())[1]
    sheet.summary = "Corrigé ici."
    change_sheet(sheet=sheet, changed={"summary"}, by=SYSTEM, now=LATER)

    outcome, kept = write(full_draft(), later=True)

    assert (outcome, kept.summary) == (Outcome.IDENTICAL, "Corrigé ici.")


def test_modalities_are_deduced_only_when_the_draft_states_none() -> None:
    stated = write(make_draft("Porte-à-porte au printemps", modalities=["jardin"]))[1]
    deduced = write(make_draft("Porte-à-porte à l'automne", summary="Du porte-à-porte chaque samedi."))[1]

    assert (stated.modalities, stated.modalities_deduced) == (["jardin"], False)
    assert (deduced.modalities, deduced.modalities_deduced) == (["porte_a_porte"], True)


def test_sheets_of_one_title_have_addresses_of_their_own() -> None:
    slugs = [write(make_draft("Fête du jeu", structure_name=f"Centre {name}"))[1].slug for name in "ABC"]

    assert slugs[0] == "fete-du-jeu"
    assert len(set(slugs)) == 3
    assert all(slug.startswith("fete-du-jeu-") for slug in slugs[1:])


@pytest.mark.parametrize("slug", sorted(RESERVED_SLUGS))
def test_a_title_never_takes_the_address_of_a_page(slug: str) -> None:
    assert write(make_draft(slug.replace("-", " ")))[1].slug.startswith(f"{slug}-")


@pytest.mark.parametrize(("title", "slug"), [("!!!", "fiche"), ("بيت", "fiche"), ("a" * 200, "a" * 100)])
def test_any_title_has_an_address(title: str, slug: str) -> None:
    assert write(make_draft(title))[1].slug == slug


def test_sheets_written_here_may_share_title_and_structure() -> None:
    sheets = [ActionSheet(title="Le banc", structure_name="Centre A", resources="300 €") for _ in range(2)]

    for sheet in sheets:
        create_sheet(sheet=sheet, owner=None, by=SYSTEM, now=NOW)

    assert ActionSheet.objects.count() == 2
    assert [sheet.amounts for sheet in sheets] == [["300"], ["300"]]
    assert found("banc") == ["Le banc", "Le banc"]


def test_figures_are_read_again_only_when_their_text_changes() -> None:
    sheet = write(full_draft())[1]
    sheet.resources, sheet.amounts = "50 € de café", ["7"]
    change_sheet(sheet=sheet, changed={"summary"}, by=SYSTEM, now=LATER)
    untouched = sheet.amounts

    change_sheet(sheet=sheet, changed={"resources"}, by=SYSTEM, now=LATER)

    assert (untouched, sheet.amounts) == (["7"], ["50"])


def test_written_sheet_is_found_and_an_update_replaces_its_words() -> None:
    write(replace(full_draft(), limits="Le grésil"))
    before = found("grésil")

    write(replace(full_draft(), limits="La canicule"), later=True)

    assert (before, found("grésil"), found("canicule")) == (["La table roulante"], [], ["La table roulante"])


def test_rollback_leaves_no_trace_in_the_search() -> None:
    make_sheet("Le jardin")

    with transaction.atomic():
        make_sheet("Le kiosque")
        before = found("kiosque")
        transaction.set_rollback(True)

    assert (before, found("kiosque")) == (["Le kiosque"], [])
    assert found("") == ["Le jardin"]


def test_deleted_sheet_leaves_the_search_and_its_facets() -> None:
    sheet = make_sheet("Le kiosque", publics=["seniors"])
    make_sheet("Le jardin")

    delete_sheet(sheet=sheet, by=SYSTEM, now=LATER)

    page = search_sheets(read_search({}), ALL)
    assert ([item.sheet.title for item in page.sheets], page.result.facets["public"]) == (["Le jardin"], {})
    assert found("kiosque") == []


def test_deleting_a_sheet_keeps_the_one_that_repeated_it() -> None:
    first = make_sheet("La ludothèque du square", structure_name="Centre A")
    second = make_sheet("La ludothèque du square !?", structure_name="Centre A", source_id="2")
    noted = second.duplicate_of_id

    delete_sheet(sheet=first, by=SYSTEM, now=LATER)

    second.refresh_from_db()
    assert noted is not None
    assert second.duplicate_of_id is None
