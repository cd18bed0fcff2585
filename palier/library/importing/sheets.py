"""From the rubrics of one sheet, as a file gives them, to its draft: one road for text, tables and JSON."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from palier.documents.reading.characters import clean_line
from palier.library.drafts import Notice, ParsedFile, PeopleCount, SheetDraft
from palier.library.importing.amounts import find_amounts
from palier.library.importing.cleaning import Line, join_lines, join_texts
from palier.library.importing.errors import Refused
from palier.library.importing.labels import NAMES
from palier.library.importing.people import count_people
from palier.library.importing.structure_lines import departement_in_line, split_structure
from palier.library.importing.values import CHOICES, SINGLE, slugs_of
from palier.structures.queries.departements import departement_code

TITLE_LIMIT = 200
NAME_LIMIT = 200
SOURCE_LIMIT = 120
YEARS = range(1900, 2101)
BEFORE = "Avant la première rubrique"
_YEAR = re.compile(r"\d{4}")
_DETAILED = frozenset({"initiatives", "initiative_detail", ""})


@dataclass(slots=True)
class Rubric:
    """What stands under one label: its key, the words of the label, the line of the label, the lines below
    it.

    ``first`` is the number of the first of the ``lines``. A cell of a table, or a JSON value, is a rubric
    too: all of it stands ``in_cell``, at ``line``.
    """

    key: str
    label: str
    line: int
    lines: Sequence[Line]
    first: int = 0
    in_cell: bool = False


@dataclass(slots=True)
class RawSheet:
    """One sheet as cut from a file, nothing understood yet.

    ``amounts`` and ``people`` when the file states them, else None: they are then found in the texts.
    ``unmapped``: texts already known to have no place. ``whole_structure``: the département never stands in
    the structure's name.
    """

    line: int
    title: str
    rubrics: list[Rubric] = field(default_factory=list)
    amounts: list[Decimal] | None = None
    people: list[PeopleCount] | None = None
    unmapped: dict[str, str] = field(default_factory=dict)
    whole_structure: bool = False


class Assembly:
    """The draft being built from one RawSheet, and what there is to say about it."""

    def __init__(self, raw: RawSheet) -> None:
        self.draft = SheetDraft(line=raw.line, title=clean_line(raw.title))
        self.draft.unmapped.update(raw.unmapped)
        self.raw = raw
        self.departement_given = any(item.key == "departement" and item.in_cell for item in raw.rubrics)
        self.warnings: list[Notice] = []
        self._texts: dict[str, list[str]] = {}
        self._previous = ""

    def warn(self, line: int, name: str, message: str) -> None:
        """Add one warning about this sheet."""
        self.warnings.append(Notice(self.draft.title, line, name, message))

    def keep(self, label: str, text: str) -> None:
        """Keep, under its own label, a text that has no place in the draft."""
        known = self.draft.unmapped.get(label, "")
        self.draft.unmapped[label] = f"{known}\n{text}" if known else text

    def add(self, rubric: Rubric) -> None:
        """Put one rubric in its place."""
        place = _PLACES.get(rubric.key)
        if rubric.key in CHOICES:
            _add_values(self, rubric, rubric.key)
        elif place is not None:
            place(self, rubric)
        else:
            _add_text(self, rubric)
        self._previous = rubric.key

    def follows(self, keys: frozenset[str]) -> bool:
        """Tell whether the rubric placed just before has one of these keys ("" when there is none)."""
        return self._previous in keys

    def add_text(self, name: str, text: str, line: int) -> None:
        """Add a text to a field; said twice in two ways, both are kept."""
        texts = self._texts.setdefault(name, [])
        if text and text not in texts:
            if texts:
                self.warn(
                    line,
                    name,
                    f"La rubrique « {NAMES[name]} » est présente deux fois : les deux sont gardées.",
                )
            texts.append(text)

    def finish(self) -> SheetDraft:
        """Return the draft with its texts joined, the amounts and the people found in them.

        Raises Refused when the sheet cannot be taken.
        """
        draft = self.draft
        for name, texts in self._texts.items():
            setattr(draft, name, join_texts(texts))
        if not draft.title:
            raise Refused("title", "La fiche n'a pas de titre : donnez-lui un titre dans le fichier.")
        for name, limit in _LIMITS.items():
            if len(getattr(draft, name)) > limit:
                reason = f"« {NAMES[name]} » dépasse {limit} caractères : raccourcissez ce texte dans le fichier."
                raise Refused(name, reason)
        stated = self.raw
        draft.amounts = find_amounts(draft.resources) if stated.amounts is None else stated.amounts
        draft.people = count_people(draft.mobilised) if stated.people is None else stated.people
        return draft


def _items(rubric: Rubric) -> list[tuple[int, str]]:
    """Return the lines that say something, without their bullet, each with its number in the file."""
    if rubric.in_cell:
        return [(rubric.line, words) for _bulleted, words in rubric.lines if words]
    return [(number, words) for number, (_bulleted, words) in enumerate(rubric.lines, rubric.first) if words]


def _add_values(assembly: Assembly, rubric: Rubric, name: str) -> None:
    """Map the values of a list; what is not in the list, or one too many, is kept as text with a warning."""
    chosen: list[str] = []
    known = getattr(assembly.draft, name)
    for line, words in _items(rubric):
        slugs = slugs_of(name, words)
        if slugs is None:
            assembly.keep(rubric.label, words)
            assembly.warn(line, name, f"« {words[:80]} » n'est pas dans la liste « {NAMES[name]} » : gardé en texte.")
        elif name not in SINGLE:
            chosen.extend(slugs)
        elif len(slugs) > 1 or (known and slugs[0] != known):
            known = known or slugs[0]
            assembly.keep(rubric.label, words)
            assembly.warn(line, name, f"« {NAMES[name]} » n'a qu'une valeur : « {words[:80]} » est gardé en texte.")
        else:
            known = slugs[0]
    setattr(assembly.draft, name, known if name in SINGLE else list(dict.fromkeys([*known, *chosen])))


def _add_partners(assembly: Assembly, rubric: Rubric) -> None:
    _add_values(assembly, rubric, "action_partners")


def _add_text(assembly: Assembly, rubric: Rubric) -> None:
    text = join_lines(rubric.lines)
    if rubric.key in NAMES:
        assembly.add_text(rubric.key, text, rubric.line)
    elif text:
        assembly.keep(rubric.label, text)
        if rubric.label == BEFORE:
            message = "Texte entre le titre et la première rubrique : gardé à part."
        else:
            message = f"La rubrique « {rubric.label[:80]} » n'est pas connue : gardée en texte."
        assembly.warn(rubric.line, "unmapped", message)


def _add_detail(assembly: Assembly, rubric: Rubric) -> None:
    """ "Précision ( si autre )" belongs to the initiative, unless it stands right under another list."""
    text = join_lines(rubric.lines)
    if assembly.follows(_DETAILED) or not (assembly.follows(_OTHER_LISTS) and _other_chosen(assembly)):
        assembly.add_text("initiative_detail", text, rubric.line)
    elif text:
        assembly.keep(rubric.label, text)
        assembly.warn(rubric.line, "unmapped", "Précision qui ne porte pas sur l'initiative : gardée en texte.")


def _other_chosen(assembly: Assembly) -> bool:
    draft = assembly.draft
    return "autre" not in draft.initiatives and "autre" in (*draft.action_partners, *draft.financial_partners)


def _add_structure(assembly: Assembly, rubric: Rubric) -> None:
    items = _items(rubric)
    draft = assembly.draft
    for line, words in items:
        name, code = split_structure(words)
        if assembly.raw.whole_structure or (assembly.departement_given and code != draft.departement):
            name, code = words, ""
        if not draft.structure_name:
            draft.structure_name = name
            if code and draft.departement not in ("", code):
                draft.structure_name = words
            draft.departement = draft.departement or code
        elif not draft.departement and departement_in_line(words):
            draft.departement = departement_in_line(words)
        elif words != draft.structure_name and (name, code) != (draft.structure_name, draft.departement):
            assembly.keep(rubric.label, words)
            assembly.warn(
                line,
                "structure_name",
                f"Une seule structure par fiche : « {words[:80]} » est gardé en texte.",
            )


def _add_departement(assembly: Assembly, rubric: Rubric) -> None:
    for line, words in _items(rubric):
        code = departement_code(words)
        if code and assembly.draft.departement in ("", code):
            assembly.draft.departement = code
        else:
            assembly.keep(rubric.label, words)
            reason = "n'est pas un département connu" if not code else "contredit la ligne de la structure"
            assembly.warn(line, "departement", f"« {words[:80]} » {reason} : gardé en texte.")


def _add_year(assembly: Assembly, rubric: Rubric) -> None:
    for line, words in _items(rubric):
        year = int(words) if _YEAR.fullmatch(words) and words.isascii() else 0
        if year in YEARS and assembly.draft.year in (None, year):
            assembly.draft.year = year
        else:
            assembly.keep(rubric.label, words)
            assembly.warn(line, "year", f"« {words[:80]} » n'est pas une année seule : gardé en texte.")


def _add_attachments(assembly: Assembly, rubric: Rubric) -> None:
    names = [words for _line, words in _items(rubric)]
    assembly.draft.attachments = list(dict.fromkeys([*assembly.draft.attachments, *names]))


_OTHER_LISTS = frozenset({"partners", "action_partners", "financial_partners", "publics"})
_LIMITS = {
    "title": TITLE_LIMIT,
    "structure_name": NAME_LIMIT,
    "source": SOURCE_LIMIT,
    "source_id": SOURCE_LIMIT,
}
_PLACES: dict[str, Callable[[Assembly, Rubric], None]] = {
    "structure_name": _add_structure,
    "departement": _add_departement,
    "year": _add_year,
    "attachments": _add_attachments,
    "partners": _add_partners,
    "initiative_detail": _add_detail,
}


def assemble(raw: RawSheet, parsed: ParsedFile) -> None:
    """Add the draft of a sheet to ``parsed``, or its refusal, and its warnings."""
    assembly = Assembly(raw)
    for rubric in raw.rubrics:
        assembly.add(rubric)
    try:
        parsed.drafts.append(assembly.finish())
    except Refused as refusal:
        parsed.refused.append(Notice(assembly.draft.title[:TITLE_LIMIT], raw.line, refusal.field, refusal.reason))
    else:
        parsed.warnings.extend(assembly.warnings)
