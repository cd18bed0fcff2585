"""A sheet as read from a file, before it becomes a row: plain data, no ORM."""

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class PeopleCount:
    """How many people of one kind a text states: ``kind`` is professionals, volunteers, participants or unspecified.

    A range "90 à 160" has low 90 and high 160; a single figure has both equal.
    """

    kind: str
    low: int
    high: int


@dataclass(slots=True)
class SheetDraft:
    """One action sheet. Lists hold slugs of palier/library/enums.py; an absent text is ""."""

    line: int = 0
    title: str = ""
    structure_name: str = ""
    departement: str = ""
    attachments: list[str] = field(default_factory=list)
    year: int | None = None
    status: str = ""
    status_reason: str = ""
    dimension: str = ""
    keywords: list[str] = field(default_factory=list)
    summary: str = ""
    initiatives: list[str] = field(default_factory=list)
    initiative_detail: str = ""
    territory: str = ""
    experience: str = ""
    publics: list[str] = field(default_factory=list)
    action_partners: list[str] = field(default_factory=list)
    financial_partners: list[str] = field(default_factory=list)
    description: str = ""
    resources: str = ""
    amounts: list[Decimal] = field(default_factory=list)
    mobilised: str = ""
    people: list[PeopleCount] = field(default_factory=list)
    result_territory: str = ""
    result_structure: str = ""
    result_residents: str = ""
    limits: str = ""
    prospects: str = ""
    plus: str = ""
    modalities: list[str] = field(default_factory=list)
    source: str = ""
    source_id: str = ""
    unmapped: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the person who imports: the sheet's title, the line in the file, the field, the message."""

    sheet: str
    line: int
    field: str
    message: str


@dataclass(slots=True)
class ParsedFile:
    """What a file held: ``drafts`` in order, ``refused`` sheets or rows with their reason, ``warnings``."""

    drafts: list[SheetDraft] = field(default_factory=list)
    refused: list[Notice] = field(default_factory=list)
    warnings: list[Notice] = field(default_factory=list)
