"""Partners in the browser: write one and its contact, import a table, look at every page at every width."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from palier.core.tenancy import structure_scope
from palier.structures.enums import PartnerKind, Theme
from palier.structures.models import Membership, Partner
from tests.e2e.conftest import OpenPage, overflow
from tests.factories.partners import make_contact, make_partner

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]
LIST = "/reglages/partenaires/"
TABLE = (
    "Partenaire;Type;Thèmes;Contact;Mail;D'accord depuis le;Comment\n"
    "Mairie de Valbrune;Mairie;Tranquillité;Odette Vauclin;odette@mairie.example;12/03/2026;De vive voix\n"
    "Caf;Caf;Magie;;;;\n"
    "Bailleur des Trois-Paliers;bailleur;Logement;Zoé Marchal;zoe@bailleur.example;;\n"
)


@pytest.fixture
def filled(lead: Membership) -> Partner:
    """Return a partner with two contacts, among three."""
    bailleur = make_partner(
        lead.structure,
        "Bailleur des Trois-Paliers",
        kind=PartnerKind.BAILLEUR,
        themes=[Theme.LOGEMENT, Theme.CADRE_DE_VIE],
        usual_delay=15,
        address="2 rue des Marches, Valbrune-sur-Isère",
        website="https://bailleur-des-trois-paliers.example/contact",
        note="Passer par le gardien pour l'ascenseur.",
    )
    make_contact(bailleur, "Odette Vauclin", job="Chargée de secteur", phone="04 00 00 00 00")
    make_contact(bailleur, "Zoé Marchal", job="Gardienne", consented_on=date(2026, 3, 12))
    make_partner(lead.structure, "Mairie de Valbrune", kind=PartnerKind.COMMUNE, themes=[Theme.TRANQUILLITE])
    make_partner(lead.structure, "Caf", kind=PartnerKind.CAF)
    return bailleur


@pytest.mark.parametrize("width", [360, 1280])
def test_partner_and_contact_are_written(
    open_page: OpenPage, context: dict[str, Any], axe: Callable[[Page], None], width: int
) -> None:
    page = open_page(width, **context)
    page.goto(LIST)
    axe(page)
    page.get_by_role("link", name="Ajouter un partenaire").click()
    page.get_by_label("organisation").fill("Mairie de Valbrune")
    page.get_by_label("type").select_option("Commune")
    page.get_by_label("Tranquillité").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("link", name="Ajouter un contact").click()
    page.get_by_label("prénom et nom").fill("Odette Vauclin")
    page.get_by_label("courriel professionnel").fill("odette@mairie.example")
    page.get_by_label("comment l'accord a été donné").fill("En réunion")
    page.get_by_label("D'accord depuis le").fill("2026-03-12")
    page.get_by_role("button", name="Enregistrer").click()

    expect(page.get_by_role("heading", name="Odette Vauclin")).to_be_visible()
    expect(page.get_by_text("D'accord depuis le 12 mars 2026 : En réunion")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Effacer Odette Vauclin").click()
    expect(page.get_by_role("heading", name="Effacer ce contact ?")).to_be_visible()
    axe(page)
    page.get_by_role("button", name="Effacer pour de bon").click()
    expect(page.get_by_text("Personne à qui s'adresser, pour l'instant")).to_be_visible()


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_table_is_tried_then_imported(
    open_page: OpenPage,
    context: dict[str, Any],
    lead: Membership,
    axe: Callable[[Page], None],
    tmp_path: Path,
    scripts: bool,
) -> None:
    file = tmp_path / "partenaires.csv"
    file.write_text(TABLE, encoding="utf-8")
    page = open_page(360, java_script_enabled=scripts, **context)
    page.goto(f"{LIST}importer/")

    page.get_by_label("Fichier des partenaires").set_input_files(file)
    page.get_by_role("button", name="Essai à blanc").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Essai à blanc")
    if scripts:
        axe(page)
        assert overflow(page) == 0
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger les lignes refusées").click()
    refused = download.value.path().read_text(encoding="utf-8-sig").splitlines()
    page.get_by_role("button", name="Importer pour de bon").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Compte rendu d'import")
    assert [line.split(";")[0] for line in refused] == ["Organisation", "Caf", "Bailleur des Trois-Paliers"]
    with structure_scope(lead.structure_id):
        assert list(Partner.objects.order_by("key").values_list("name", flat=True)) == [
            "Bailleur des Trois-Paliers",
            "Mairie de Valbrune",
        ]


@pytest.mark.parametrize("path", ["", "{partner}/", "{partner}/modifier/", "{partner}/contacts/nouveau/", "importer/"])
def test_pages_are_accessible_in_every_look(
    every_look: Callable[..., None], context: dict[str, Any], filled: Partner, path: str
) -> None:
    every_look(LIST + path.format(partner=filled.pk), **context)
