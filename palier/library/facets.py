"""The facets of the library: their name in the address, their title, their values for a sheet and their labels."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from palier.agenda.enums import Modality
from palier.library.enums import (
    BudgetBand,
    Dimension,
    Initiative,
    Keyword,
    PeopleBand,
    Public,
    Quality,
    Status,
    Territory,
)
from palier.library.models import ActionSheet
from palier.structures.enums import PartnerKind
from palier.structures.queries.departements import DEPARTEMENTS

BUDGET_BANDS = (
    (500, BudgetBand.MOINS_500),
    (2_000, BudgetBand.DE_500_A_2000),
    (10_000, BudgetBand.DE_2000_A_10000),
)
PEOPLE_BANDS = ((2, PeopleBand.DE_1_A_2), (5, PeopleBand.DE_3_A_5), (20, PeopleBand.DE_6_A_20))
VISIBILITY = "visibilite"


def budget_band(amounts: list[str]) -> BudgetBand:
    """Return the band of the largest amount stated in the sheet's resources, in euros."""
    if not amounts:
        return BudgetBand.NC
    largest = max(Decimal(amount) for amount in amounts)
    return next((band for limit, band in BUDGET_BANDS if largest < limit), BudgetBand.PLUS_10000)


def people_band(people: list[dict[str, object]]) -> PeopleBand:
    """Return the band of the people who carry the action: participants are left out, a range counts as its top."""
    carrying = sum(int(str(count["high"])) for count in people if count["kind"] != "participants")
    if carrying == 0:
        return PeopleBand.NC
    return next((band for limit, band in PEOPLE_BANDS if carrying <= limit), PeopleBand.PLUS_20)


def _one(value: str) -> list[str]:
    return [value] if value else []


@dataclass(frozen=True, slots=True)
class Facet:
    """``name`` is the parameter in the address; ``values`` reads a sheet; ``labels`` are in display order."""

    name: str
    title: str
    values: Callable[[ActionSheet], list[str]]
    labels: dict[str, str]


FACETS: tuple[Facet, ...] = (
    Facet("modalite", "Modalité d'aller-vers", lambda sheet: sheet.modalities, dict(Modality.choices)),
    Facet("mot_cle", "Mot clé", lambda sheet: sheet.keywords, dict(Keyword.choices)),
    Facet("public", "Public", lambda sheet: sheet.publics, dict(Public.choices)),
    Facet("dimension", "Dimension", lambda sheet: _one(sheet.dimension), dict(Dimension.choices)),
    Facet("statut", "Statut", lambda sheet: _one(sheet.status), dict(Status.choices)),
    Facet("initiative", "À l'initiative de", lambda sheet: sheet.initiatives, dict(Initiative.choices)),
    Facet("territoire", "Territoire", lambda sheet: _one(sheet.territory), dict(Territory.choices)),
    Facet("departement", "Département", lambda sheet: _one(sheet.departement), dict(DEPARTEMENTS)),
    Facet("partenaire", "Partenaire d'action", lambda sheet: sheet.action_partners, dict(PartnerKind.choices)),
    Facet("financeur", "Partenaire financier", lambda sheet: sheet.financial_partners, dict(PartnerKind.choices)),
    Facet("budget", "Budget cité", lambda sheet: [budget_band(sheet.amounts).value], dict(BudgetBand.choices)),
    Facet(
        "personnes",
        "Personnes qui portent",
        lambda sheet: [people_band(sheet.people).value],
        dict(PeopleBand.choices),
    ),
    Facet("qualite", "Qualité de la fiche", lambda sheet: [sheet.quality], dict(Quality.choices)),
)
BY_NAME = {facet.name: facet for facet in FACETS}
