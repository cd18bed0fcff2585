"""What the list page shows around the sheets: facets with links, filters in force, ways out of an empty result."""

from dataclasses import dataclass

from django.http import QueryDict
from django.urls import reverse

from palier.library.facets import BY_NAME, FACETS, Facet
from palier.library.models import ActionSheet
from palier.library.queries.searching import SheetPage, SheetSearch


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a facet: checking it leads to ``url``."""

    label: str
    value: str
    count: int
    selected: bool
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """One facet with the values that have sheets."""

    name: str
    title: str
    options: list[Option]
    open: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A word and where it leads."""

    label: str
    url: str
    total: int = 0


# What an address of the list may hold besides the facets, and how much of it.
PARAMETERS = frozenset({"q", "tri", "page", "frappe", *BY_NAME})
LONGEST_TEXT = 500
MOST_VALUES = 120  # more than the longest facet has


def clean_address(parameters: QueryDict) -> str | None:
    """Return the address without what the list does not know, or None when there is nothing to take away.

    Each link of the page repeats the address: unknown or endless parameters would be repeated with it.
    """
    kept = QueryDict(mutable=True)
    for name, values in parameters.lists():
        if name in PARAMETERS:
            kept.setlist(name, [str(value)[:LONGEST_TEXT] for value in dict.fromkeys(values)][:MOST_VALUES])
    return None if kept == parameters else "?" + kept.urlencode()


def toggled(parameters: QueryDict, name: str, value: str) -> str:
    """Return the address with the value of a facet added, or removed when it is there; back to the first page."""
    changed = _without_page(parameters)
    values = changed.getlist(name)
    changed.setlist(name, [item for item in values if item != value] if value in values else [*values, value])
    return "?" + changed.urlencode()


def facet_groups(parameters: QueryDict, found: SheetPage) -> list[Group]:
    """Return the facets in order, without the values that no sheet has; the first ones are open."""
    groups: list[Group] = []
    for facet in FACETS:
        options = _options(facet, parameters, found)
        if options:
            is_open = any(option.selected for option in options) or len(groups) < 2
            groups.append(Group(facet.name, facet.title, options, is_open))
    return groups


def chosen_filters(parameters: QueryDict, search: SheetSearch) -> list[Link]:
    """Return the filters in force, each with the address that drops it."""
    return [
        Link(f"{BY_NAME[name].title} : {BY_NAME[name].labels[value]}", toggled(parameters, name, value))
        for name, values in search.filters.items()
        for value in values
    ]


def proposals(parameters: QueryDict, found: SheetPage) -> list[Link]:
    """Return the filters whose removal gives results, best first."""
    links = []
    for relaxation in found.result.relaxations:
        changed = _without_page(parameters)
        changed.setlist(relaxation.facet, [])
        facet = BY_NAME[relaxation.facet]
        what = facet.labels[relaxation.value] if relaxation.value else "toutes les valeurs choisies"
        links.append(Link(f"{facet.title} : {what}", "?" + changed.urlencode(), relaxation.total))
    return links


def _options(facet: Facet, parameters: QueryDict, found: SheetPage) -> list[Option]:
    counts = found.result.facets.get(facet.name, {})
    chosen = found.search.filters.get(facet.name, [])
    options = [
        Option(label, value, counts.get(value, 0), value in chosen, toggled(parameters, facet.name, value))
        for value, label in facet.labels.items()
        if counts.get(value) or value in chosen
    ]
    return sorted(options, key=lambda option: -option.count) if facet.name in SORTED_BY_COUNT else options


# Long lists begin with what is most frequent; short ones keep the order of the national base.
SORTED_BY_COUNT = frozenset({"modalite", "mot_cle", "departement", "partenaire", "financeur"})


def _without_page(parameters: QueryDict) -> QueryDict:
    changed = parameters.copy()
    for name in ("page", "frappe"):
        changed.pop(name, None)
    return changed


def reading_marks(sheet: ActionSheet) -> list[Link]:
    """Return the list values of a sheet as links to the other sheets that share them."""
    names = ("modalite", "mot_cle", "public", "dimension", "departement")
    return [
        Link(BY_NAME[name].labels[value], f"{reverse('library:sheet-list')}?{name}={value}")
        for name in names
        for value in BY_NAME[name].values(sheet)
        if value in BY_NAME[name].labels
    ]


# One, several.
PEOPLE_WORDS = {
    "professionals": ("professionnel·le", "professionnel·les"),
    "volunteers": ("bénévole", "bénévoles"),
    "participants": ("participant·e", "participant·es"),
    "unspecified": ("personne (rôle non précisé)", "personnes (rôle non précisé)"),
}


def people_lines(sheet: ActionSheet) -> list[str]:
    """Return the counts of people read in the text: "20 bénévoles", "90 à 160 participant·es"."""
    lines = []
    for count in sheet.people:
        low, high = count["low"], count["high"]
        word = PEOPLE_WORDS[count["kind"]][high > 1]
        lines.append(f"{low} {word}" if low == high else f"{low} à {high} {word}")
    return lines
