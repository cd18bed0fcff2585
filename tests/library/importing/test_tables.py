"""CSV and XLSX tables: delimiters, headers, cells, and our own columns read back without loss."""

import csv
import datetime
import io
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from palier.documents.reading.characters import clean_line
from palier.library.drafts import ParsedFile, PeopleCount, SheetDraft
from palier.library.importing import COLUMNS, UnreadableFile, cells_of, read_file
from palier.library.importing.cleaning import clean_text
from palier.library.importing.people_words import KINDS
from palier.library.importing.structure_lines import split_structure
from palier.library.importing.tables import read_csv
from palier.library.importing.values import CHOICES, SINGLE
from palier.structures.queries.departements import DEPARTEMENTS

Read = Callable[..., ParsedFile]


def to_csv(drafts: list[SheetDraft], delimiter: str = ";") -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter)
    writer.writerow(header for _name, header in COLUMNS)
    writer.writerows(cells_of(draft) for draft in drafts)
    return file.getvalue()


def to_xlsx(path: Path, rows: list[list[object]], before: list[list[object]] | None = None) -> None:
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        if before is not None:
            notice = workbook.add_worksheet("Lisez-moi")
            for line, cells in enumerate(before):
                notice.write_row(line, 0, cells)
        table = workbook.add_worksheet("Fiches")
        for line, cells in enumerate(rows):
            table.write_row(line, 0, cells)


def same(parsed: ParsedFile, drafts: list[SheetDraft]) -> bool:
    for draft in [*parsed.drafts, *drafts]:
        draft.line = 0
    return parsed.drafts == drafts


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_its_delimiter_and_encoding(read: Read, delimiter: str, encoding: str) -> None:
    rows = [
        ["Titre", "Structure organisatrice", "PUBLIC", "Résumé", "departement"],
        ["Goûter d’été", "Les Tilleuls", "Séniors\nadultes", "- un\n- deux", "Isère"],
    ]
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)

    parsed = read(file.getvalue().encode(encoding), "fiches.csv")

    assert parsed.drafts == [
        SheetDraft(
            line=2,
            title="Goûter d’été",
            structure_name="Les Tilleuls",
            departement="38",
            publics=["seniors", "adultes"],
            summary="- un\n- deux",
        )
    ]
    assert (parsed.refused, parsed.warnings) == ([], [])


def test_csv_without_extension_is_recognised(read: Read) -> None:
    assert [draft.title for draft in read("title;summary\nUn;x\n\nDeux;y\n", "depot").drafts] == [
        "Un",
        "Deux",
    ]


@pytest.mark.parametrize("cell", ["Caf | Commune", "Caf;Commune", "Caf\nCommune", "- Caf\n- Commune", "caf, commune"])
def test_values_of_a_cell_may_be_separated_in_many_ways(cell: str) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["Titre", "Partenaires d'action"], ["Un", cell]])

    assert read_csv(file.getvalue()).drafts[0].action_partners == ["caf", "commune"]


def test_lines_of_rows_follow_the_lines_of_the_file() -> None:
    parsed = read_csv('sep=;\nTitre;Résumé\nUn;"a\nb"\nDeux;c\n;d\n')

    assert [draft.line for draft in parsed.drafts] == [3, 5]
    assert [(notice.line, notice.field) for notice in parsed.refused] == [(6, "title")]


def test_unknown_columns_and_cells_are_kept() -> None:
    parsed = read_csv("Titre;Couleur;Public;;\nUn;bleu;Marins;seul;\nDeux;;Seniors;;\n")

    assert parsed.drafts[0].unmapped == {"Couleur": "bleu", "Public": "Marins", "Colonne 4": "seul"}
    assert (parsed.drafts[1].unmapped, parsed.drafts[1].publics) == ({}, ["seniors"])
    assert "« Couleur »" in parsed.warnings[0].message


def test_rows_above_the_header_are_stepped_over() -> None:
    assert read_csv("Export des fiches;\n;\nTitre;Résumé\nUn;a\n").drafts == [
        SheetDraft(line=4, title="Un", summary="a")
    ]


def test_wrong_header_says_which_columns_are_expected(read: Read) -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("nom de famille;âge\nx;3\n", "fiches.csv")
    assert caught.value.line == 1
    assert "« Titre », « Structure organisatrice »" in caught.value.message


def test_header_alone_is_refused(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="aucune fiche dessous") as caught:
        read("Titre;Résumé\n", "fiches.csv")
    assert caught.value.line == 1


def test_quote_left_open_is_refused_with_its_line(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="guillemet") as caught:
        read('Titre;Résumé\nUn;a\n"Deux;b\nTrois;c\n', "fiches.csv")
    assert caught.value.line == 3


def test_structure_names_its_departement_once(read: Read) -> None:
    parsed = read_csv(
        "Titre;Structure organisatrice;Département\n1;A - Isère;\n2;A - Isère;38\n3;A;Isère\n4;A - Isère;Ain\n"
    )

    found = [(draft.structure_name, draft.departement) for draft in parsed.drafts]
    assert found == [("A - Isère", ""), ("A", "38"), ("A", "38"), ("A - Isère", "01")]
    assert read_csv("Titre;Structure organisatrice\n1;A - Isère\n").drafts[0].departement == "38"


def test_workbook_reads_the_first_sheet_whose_header_fits(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Titre", "Année", "Statut", "Ressources financières", "Limites"],
        ["Un", 2018, "terminée", "120 €", datetime.date(2024, 5, 2).strftime("%d/%m/%Y")],
        ["", "", "", "", ""],
        ["Deux", 2019.0, "En cours", 15.5, True],
    ]
    to_xlsx(tmp_path / "fiches.xlsx", rows, before=[["Notice"], ["Bonjour"]])

    parsed = read_file(tmp_path / "fiches.xlsx")

    assert parsed.drafts == [
        SheetDraft(
            line=2,
            title="Un",
            year=2018,
            status="terminee",
            resources="120 €",
            amounts=[Decimal(120)],
            limits="02/05/2024",
        ),
        SheetDraft(line=4, title="Deux", year=2019, status="en_cours", resources="15.5", limits="Oui"),
    ]


def test_workbook_without_a_fitting_header_is_refused(tmp_path: Path) -> None:
    to_xlsx(tmp_path / "fiches.xlsx", [["a", "b"], [1, 2]])

    with pytest.raises(UnreadableFile, match="« Titre »"):
        read_file(tmp_path / "fiches.xlsx")


def test_real_sheets_come_back_from_our_own_columns(read: Read, real_file: Path, tmp_path: Path) -> None:
    drafts = read_file(real_file).drafts
    to_xlsx(tmp_path / "export.xlsx", [[header for _n, header in COLUMNS], *(list(cells_of(d)) for d in drafts)])

    from_csv = read(to_csv(drafts), "export.csv")
    from_xlsx = read_file(tmp_path / "export.xlsx")

    assert (from_csv.warnings, from_xlsx.warnings) == ([], [])
    assert same(from_csv, drafts)
    assert same(from_xlsx, drafts)


def test_columns_cover_every_field_but_the_line() -> None:
    assert sorted(name for name, _header in COLUMNS) == sorted(set(SheetDraft.__slots__) - {"line"})
    assert len({header for _name, header in COLUMNS}) == len(COLUMNS)


def test_no_cell_starts_a_formula() -> None:
    draft = SheetDraft(title="=1+1", summary="- un\n- deux", limits="'=x", source="@x", plus="+3")

    cells = cells_of(draft)

    assert [cell for cell in cells if cell[:1] in ("=", "+", "-", "@")] == []
    assert read_csv(to_csv([draft])).drafts == [
        SheetDraft(line=2, title="=1+1", summary="- un\n- deux", limits="'=x", source="@x", plus="+3")
    ]


TEXTS = st.text("abé=+-@|\\:;,'\"\n .•123€", max_size=30).map(clean_text)
LINES = st.text("abé=+|\\:;,'\" .123€-", max_size=30).map(lambda text: clean_line(clean_text(text)))
NAMED = LINES.filter(bool)


def unbulleted(text: str) -> bool:
    """A name has no bullet: the dash before it in a text is taken away."""
    return not text.startswith(("-", "•"))


def lists(name: str) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from([str(slug) for slug in CHOICES[name].values]), unique=True, max_size=4)


DRAFTS = st.builds(
    SheetDraft,
    title=NAMED.filter(lambda text: bool(text.strip())),
    structure_name=LINES.filter(unbulleted) | st.sampled_from(["A - Isère", "A - Isère - Isère", "Isère"]),
    departement=st.sampled_from(["", *DEPARTEMENTS]),
    attachments=st.lists(NAMED.filter(unbulleted), unique=True, max_size=3),
    year=st.none() | st.integers(1900, 2100),
    amounts=st.lists(st.decimals(1, 10**6, places=2), min_size=1, max_size=3),
    people=st.just([PeopleCount(kind, 1, 3) for kind in KINDS]) | st.just([PeopleCount("volunteers", 2, 2)]),
    unmapped=st.dictionaries(NAMED, TEXTS.filter(bool), max_size=3),
    **{name: st.sampled_from(["", *map(str, CHOICES[name].values)]) for name in SINGLE},
    **{name: lists(name) for name in CHOICES if name not in SINGLE},
    **dict.fromkeys(("summary", "experience", "description", "limits", "prospects"), TEXTS),
    **dict.fromkeys(("plus", "initiative_detail"), TEXTS),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(DRAFTS, min_size=1, max_size=3))
def test_any_draft_comes_back_from_our_own_columns(drafts: list[SheetDraft]) -> None:
    parsed = read_csv(to_csv(drafts))

    assert (parsed.refused, parsed.warnings) == ([], [])
    assert same(parsed, drafts)


@pytest.mark.parametrize("name", ["A - Isère", "A - Isère - Isère", "A"])
@pytest.mark.parametrize("code", ["38", "01", ""])
def test_structure_named_after_its_departement_comes_back(name: str, code: str) -> None:
    draft = SheetDraft(line=2, title="Un", structure_name=name, departement=code)

    assert read_csv(to_csv([draft])).drafts == [draft]


def test_structure_line_is_cut_only_at_a_departement() -> None:
    assert split_structure("A - B - Val-d’Oise") == ("A - B", "95")
    assert split_structure("A - B") == ("A - B", "")


def test_structure_line_takes_saint_martin_for_a_neighbourhood() -> None:
    parsed = read_csv(
        "Titre;Structure organisatrice;Département\n1;A - Saint-Martin;\n2;A - Saint-Martin;Saint-Martin\n"
    )

    found = [(draft.structure_name, draft.departement) for draft in parsed.drafts]
    assert found == [("A - Saint-Martin", ""), ("A - Saint-Martin", "978")]
