"""Import sheets from the page, by keyboard alone and without scripts; correct one; see what is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from palier.core.tenancy import across_structures
from palier.dashboard.demo import DEMO_PASSWORD, demo_code
from palier.library.forms import SheetForm
from palier.library.models import ActionSheet, ImportRun
from palier.structures.models import Membership
from tests.e2e.conftest import OpenPage, tab_to

pytestmark = [pytest.mark.e2e, pytest.mark.usefixtures("library")]
IMPORT = "/fiches/importer/"
CSV = "Titre;Résumé\nLe thé sur le trottoir;On sort la théière chaque mardi.\n;Sans titre.\n"
SEND = "Envoyer le fichier"


@pytest.fixture
def small_file(tmp_path: Path) -> Path:
    """Return a table of two sheets, the second without its title."""
    path = tmp_path / "deux-fiches.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def send_by_keyboard(page: Page, file: Path, *, dry_run: bool) -> None:
    """Fill the import form with no mouse, and send it."""
    # The browser is asked to hand over its file dialog when the first listener comes, and the order is not waited for:
    # a listener set only around the key press can come after it on a busy machine, and the dialog opens for nobody.
    page.on("filechooser", lambda _: None)
    page.goto(IMPORT)
    tab_to(page, page.get_by_label("Fichier des fiches"))
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Space")
    chooser.value.set_files(file)
    trial = page.get_by_label("Essai à blanc")
    tab_to(page, trial)
    if trial.is_checked() != dry_run:
        page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name=SEND))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Compte rendu d'import")).to_be_visible()


def test_log_in_and_import_by_keyboard_alone(desk: Page, small_file: Path, axe: Callable[[Page], None]) -> None:
    desk.goto("/compte/connexion/")
    tab_to(desk, desk.get_by_label("Courriel"))
    desk.keyboard.type("referent@demo.example")
    tab_to(desk, desk.get_by_label("Mot de passe", exact=True))
    desk.keyboard.type(DEMO_PASSWORD)
    desk.keyboard.press("Enter")
    tab_to(desk, desk.get_by_label("Code"))
    desk.keyboard.type(demo_code())
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Aujourd'hui")
    before = ActionSheet.objects.count()

    send_by_keyboard(desk, small_file, dry_run=True)
    expect(desk.get_by_text("Rien n'est écrit dans la bibliothèque.")).to_be_visible()
    assert ActionSheet.objects.count() == before

    send_by_keyboard(desk, small_file, dry_run=False)
    expect(desk.get_by_role("heading", name="Refusées")).to_be_visible()
    axe(desk)
    tab_to(desk, desk.get_by_role("link", name="Le thé sur le trottoir"))
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", level=1)).to_have_text("Le thé sur le trottoir")
    assert ActionSheet.objects.count() == before + 1


def test_import_works_without_javascript(open_page: OpenPage, referent: dict[str, Any], small_file: Path) -> None:
    page = open_page(360, java_script_enabled=False, **referent)
    page.goto(IMPORT)

    page.get_by_label("Fichier des fiches").set_input_files(small_file)
    page.get_by_role("button", name=SEND).click()

    expect(page.get_by_role("link", name="Le thé sur le trottoir")).to_be_visible()


def test_form_shows_every_field_of_a_sheet_once(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(1280, **referent)
    page.goto("/fiches/nouvelle/")

    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('main form :is(input, select, textarea)')].map(found => found.name)"
    )

    assert set(names) - {"csrfmiddlewaretoken"} == set(SheetForm.Meta.fields)
    assert page.locator("main form textarea[name=summary]").count() == 1


def test_pages_of_the_editors_are_accessible_in_every_look(
    every_look: Callable[..., None], open_page: OpenPage, referent: dict[str, Any], small_file: Path
) -> None:
    page = open_page(1280, **referent)
    page.goto("/fiches/?q=introuvablissime")
    page.goto(IMPORT)
    page.get_by_label("Fichier des fiches").set_input_files(small_file)
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_role("heading", name="Refusées")).to_be_visible()
    with across_structures():
        report = ImportRun.objects.get().get_absolute_url()

    for path in (IMPORT, report, "/fiches/recherches-sans-resultat/"):
        every_look(path, **referent)


def test_form_of_a_sheet_is_accessible_in_every_look(every_look: Callable[..., None], referent: dict[str, Any]) -> None:
    sheet = ActionSheet.objects.order_by("slug")[0]
    with across_structures():
        owner = Membership.objects.get(user__email="referent@demo.example").structure
    ActionSheet.objects.filter(pk=sheet.pk).update(owner=owner)

    every_look(f"{sheet.get_absolute_url()}modifier/", **referent)
