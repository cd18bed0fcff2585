"""Tables with known columns: headers recognised, delimiters guessed, rows kept with their lines."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.folding import fold, loose
from palier.documents.reading.headers import KnownColumn, KnownColumns
from palier.documents.reading.tables import Table, TableRow, read_table
from palier.documents.tables import Column, csv_chunks
from tests.documents.reading.samples import COLUMNS

PARTNERS = KnownColumns(
    [
        KnownColumn("name", "Nom du partenaire", ("Raison sociale", "Organisme"), required=True),
        KnownColumn("kind", "Type", required=True),
        KnownColumn("themes", "Thème(s)"),
        KnownColumn("postal_code", "Code postal", ("CP",)),
    ]
)


def read(text: str, columns: KnownColumns = COLUMNS) -> Table:
    return read_table(io.BytesIO(text.encode()), columns)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_is_read_whatever_its_delimiter_and_encoding(tmp_path: Path, delimiter: str, encoding: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows([["Titre", "Résumé"], ["Goûter d’été", "un\ndeux, trois; quatre"]])
    (tmp_path / "a.csv").write_bytes(file.getvalue().encode(encoding))

    table = read_table(tmp_path / "a.csv", COLUMNS)

    assert table.rows == [TableRow(2, {"title": "Goûter d’été", "summary": "un\ndeux, trois; quatre"})]


@pytest.mark.parametrize(
    "header",
    ["Nom du partenaire;Type;Thèmes", "RAISON-SOCIALE;types;theme", "organisme;kind;Thème(s)", "name;TYPE;themes"],
)
def test_columns_are_known_by_header_synonym_or_key(header: str) -> None:
    assert read(f"{header}\na;b;c\n", PARTNERS).rows == [TableRow(2, {"name": "a", "kind": "b", "themes": "c"})]


def test_header_without_a_required_column_does_not_fit() -> None:
    with pytest.raises(UnreadableFile) as caught:
        read("Nom du partenaire;Thèmes\na;b\n", PARTNERS)
    assert caught.value.line == 1
    assert caught.value.message == (
        "Aucune ligne d'en-tête reconnue : il faut au moins les colonnes « Nom du partenaire » et « Type ». "
        "Colonnes attendues : « Nom du partenaire », « Type », « Thème(s) », « Code postal ». "
        "Donnez ces noms aux colonnes sur la première ligne."
    )


def test_one_known_word_beside_others_is_no_header() -> None:
    with pytest.raises(UnreadableFile, match="la colonne « Titre »"):
        read("Titre;Prénom\na;b\n")
    assert len(read("Titre\na\n").rows) == 1


@pytest.mark.parametrize("first", ["Bonjour", "Bonjour;à vous"])
def test_columns_of_which_none_is_required_still_need_a_known_one(first: str) -> None:
    columns = KnownColumns([KnownColumn("title", "Titre"), KnownColumn("summary", "Résumé")])

    assert read(f"{first}\nTitre;Résumé\na;b\n", columns).rows == [TableRow(3, {"title": "a", "summary": "b"})]
    with pytest.raises(UnreadableFile, match="une des colonnes attendues"):
        read(f"{first}\na\n", columns)


def test_rows_above_the_header_and_blank_rows_are_stepped_over() -> None:
    table = read('Export du jour;\n;\nTitre;Résumé\nUn;"a\n\nb"\n;\n\nDeux;c\n')

    assert (table.header.line, [row.line for row in table.rows]) == (3, [4, 9])
    assert table.rows[0].cells["summary"] == "a\n\nb"


def test_separator_line_of_a_spreadsheet_is_stepped_over() -> None:
    assert read("sep=;\nTitre;Résumé\nUn;a\n").rows == [TableRow(3, {"title": "Un", "summary": "a"})]


def test_unknown_columns_are_told_and_kept() -> None:
    table = read("Titre;Couleur;Résumé;Contenu;Couleur;\nUn;bleu;;a;vert;seul;loin\nDeux;;b;c;;\n")

    assert table.header.unknown == ["Couleur", "Couleur"]
    assert table.rows == [
        TableRow(
            2, {"title": "Un", "summary": "a"}, {"Couleur": "bleu\nvert", "Colonne 6": "seul", "Colonne 7": "loin"}
        ),
        TableRow(3, {"title": "Deux", "summary": "b"}, {"Contenu": "c"}),
    ]


def test_short_row_has_every_column_of_the_header() -> None:
    assert read("Titre;Résumé\nUn\n").rows == [TableRow(2, {"title": "Un", "summary": ""})]


def test_invisible_characters_and_spaces_are_cleaned() -> None:
    table = read("Titre;Résumé\n  Un\u200b\u00a0 café\x07 ;un résumé d'une longueur tout à fait ordinaire\n")

    assert table.rows[0].cells["title"] == "Un café"


def test_header_alone_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match="aucune ligne dessous") as caught:
        read("\nTitre;Résumé\n;\n")
    assert caught.value.line == 2


def test_rows_past_the_most_are_refused_with_their_line() -> None:
    content = b"Titre;Contenu\nUn;\n;\nDeux;\n;\nTrois;\n;\n"

    assert len(read_table(io.BytesIO(content), COLUMNS, most_rows=3).rows) == 3
    with pytest.raises(UnreadableFile, match="plus de 2 lignes") as caught:
        read_table(io.BytesIO(content), COLUMNS, most_rows=2)
    assert caught.value.line == 6


def test_quote_left_open_is_refused_with_its_line() -> None:
    with pytest.raises(UnreadableFile, match="guillemet") as caught:
        read('Titre;Résumé\nUn;a\n"Deux;b\nTrois;c\n')
    assert caught.value.line == 3


def test_what_our_own_tables_write_comes_back() -> None:
    rows = [("=1+1", "- un\n- deux"), ("'@x", 'é;"'), ("+33", "")]
    columns: list[Column[tuple[str, str]]] = [
        Column("Titre", lambda row: row[0]),
        Column("Résumé", lambda row: row[1]),
    ]

    table = read_table(io.BytesIO(b"".join(csv_chunks(columns, rows))), COLUMNS)

    assert [(row.cells["title"], row.cells["summary"]) for row in table.rows] == rows


def outcome(content: bytes) -> list[TableRow] | list[str]:
    """The rows, or the message that refuses them."""
    try:
        return read_table(io.BytesIO(content), COLUMNS).rows
    except UnreadableFile as refusal:
        return [refusal.message]


@given(st.binary(max_size=60) | st.text('Titre;,\n\r"é\t', max_size=60).map(str.encode))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    assert outcome(content) != []
    assert outcome(b"Titre;Contenu\n" + content) != []


def test_words_are_folded() -> None:
    assert fold(" L’Été—Œuvre_2 ") == "l ete oeuvre 2"
    assert loose("Bailleur(s) sociaux") == loose("BAILLEURS SOCIAUX") == "bailleur sociau"
    assert loose("habitant·es") == "habitant"
