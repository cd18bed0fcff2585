"""The text of the national base: where sheets start, what labels and values may look like."""

from collections.abc import Callable

import pytest

from palier.library.drafts import ParsedFile, PeopleCount, SheetDraft
from palier.library.importing import UnreadableFile
from palier.library.importing.labels import find_label
from palier.library.importing.text import read_text

Read = Callable[..., ParsedFile]


def only(text: str) -> SheetDraft:
    parsed = read_text(text)
    assert (len(parsed.drafts), parsed.refused) == (1, [])
    return parsed.drafts[0]


def test_sheet_gives_every_field(sheet: str) -> None:
    draft = only(sheet)

    assert draft == SheetDraft(
        line=2,
        title="Le banc qui parle",
        structure_name="Centre social des Tilleuls",
        departement="38",
        attachments=["bilan.pdf"],
        status="en_cours",
        dimension="citoyennete",
        keywords=["solidarite", "sante"],
        summary="Un banc peint, deux bénévoles, une thermos.",
        initiatives=["centre_social", "autre"],
        initiative_detail="La bibliothèque",
        territory="un_quartier",
        experience="Écouter sans rien demander.",
        publics=["tous_publics"],
        action_partners=["commune", "caf"],
        financial_partners=["bailleur"],
        description="Chaque jeudi, même place, même heure.",
        resources="120 € de peinture",
        amounts=[120],
        mobilised="2 bénévoles",
        people=[PeopleCount("volunteers", 2, 2)],
        result_territory="La place est moins vide.",
        result_structure="Des visages nouveaux.",
        result_residents="On se salue.",
        limits="La pluie.",
        prospects="Un second banc.",
    )


@pytest.mark.parametrize(
    "title", ["Résumé", "Public", "Dimension", "Limites", "Actions", "- Public", "Territoire concerné"]
)
def test_title_may_look_like_a_label(sheet: str, title: str) -> None:
    draft = only(sheet.replace("Le banc qui parle", title))

    assert draft.title == title.removeprefix("- ")
    assert draft.summary == "Un banc peint, deux bénévoles, une thermos."


def test_title_after_a_label_for_it(sheet: str) -> None:
    assert only(sheet.replace("Actions\n", "Actions\n- Titre\n- ")).title == "Le banc qui parle"


def test_sheet_without_title_is_refused_with_its_line(sheet: str) -> None:
    parsed = read_text(sheet + sheet.replace("Le banc qui parle\n", ""))

    assert [draft.line for draft in parsed.drafts] == [2]
    assert [(notice.line, notice.field) for notice in parsed.refused] == [(sheet.count("\n") + 1, "title")]


def test_title_too_long_is_refused_and_never_cut(sheet: str) -> None:
    longest = read_text(sheet.replace("Le banc qui parle", "a" * 200))
    parsed = read_text(sheet.replace("Le banc qui parle", "a" * 201))

    assert [draft.title for draft in longest.drafts] == ["a" * 200]
    assert (parsed.drafts, [(notice.line, notice.field) for notice in parsed.refused]) == ([], [(2, "title")])
    assert "200 caractères" in parsed.refused[0].message


def test_heading_before_the_first_sheet_is_silent(sheet: str) -> None:
    parsed = read_text("Un titre de page\n\n" + sheet)

    assert (len(parsed.drafts), parsed.warnings) == (1, [])


def test_text_before_the_first_sheet_is_told(sheet: str) -> None:
    parsed = read_text("Un titre\nTrois mots encore\n" + sheet)

    assert [(notice.sheet, notice.line) for notice in parsed.warnings] == [("", 1)]
    assert parsed.warnings[0].message.startswith("2 ligne(s) avant la première fiche")


def test_text_between_title_and_first_label_is_kept(sheet: str) -> None:
    parsed = read_text(sheet.replace("Le banc qui parle\n", "Le banc qui parle\nSaison deux\n"))

    assert parsed.drafts[0].unmapped == {"Avant la première rubrique": "Saison deux"}
    assert [notice.field for notice in parsed.warnings] == ["unmapped"]


def test_sheets_without_any_line_actions(sheet: str) -> None:
    bare = sheet.removeprefix("Actions\n")

    parsed = read_text(bare + "\n" + bare.replace("banc", "mur"))

    assert [draft.title for draft in parsed.drafts] == ["Le banc qui parle", "Le mur qui parle"]
    assert parsed.drafts[0].prospects == "Un second banc."


def test_text_without_any_sheet_is_unreadable(read: Read) -> None:
    with pytest.raises(UnreadableFile, match="Aucune fiche trouvée") as caught:
        read("Une lettre.\nElle parle d'actions.\n")
    assert caught.value.line is None


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("STATUT DE L’ACTION :", "status"),
        ("statut de lʼaction", "status"),
        ("Mots-clés associés à l'action", "keywords"),
        ("Mots\u00a0clés associés à l\u2019action\u202f:", "keywords"),
        ("Fichiers associés", "attachments"),
        ("Resultat pour les habitant·es", "result_residents"),
        ("Nombre de personnes mobilisées pour cette action", "mobilised"),
        ("Le « + » de l'action", "plus"),
        ("Un public", None),
        ("", None),
    ],
)
def test_label_is_recognised(line: str, key: str | None) -> None:
    found = find_label(line)

    assert (found.key if found else None) == key


def test_values_are_mapped_by_their_usual_spellings(sheet: str) -> None:
    draft = only(
        sheet.replace(
            "- Commune\n- Caf\n",
            "- État\n- Etat\n- DDCS\n- éducation nationale\n- Bailleurs sociaux\n- CAISSE D’ALLOCATIONS FAMILIALES\n",
        )
        .replace("- Santé", "- viellissement\n- EMPLOI, ÉCONOMIE")
        .replace("- Tous publics", "- Jeunesse, adultes")
    )

    assert draft.action_partners == ["etat", "ddcs", "education_nationale", "bailleur", "caf"]
    assert draft.keywords == ["solidarite", "vieillissement", "emploi_economie"]
    assert draft.publics == ["jeunesse", "adultes"]


def test_unknown_value_is_kept_with_its_line(sheet: str) -> None:
    text = sheet.replace("- Tous publics", "- Seniors\n- Marins au long cours")

    parsed = read_text(text)

    assert parsed.drafts[0].publics == ["seniors"]
    assert parsed.drafts[0].unmapped == {"Public": "Marins au long cours"}
    assert [(notice.line, notice.field) for notice in parsed.warnings] == [
        (text.split("\n").index("- Marins au long cours") + 1, "publics")
    ]


def test_second_status_is_kept_as_text(sheet: str) -> None:
    parsed = read_text(sheet.replace("- En cours", "- Terminée\n- En cours"))

    assert parsed.drafts[0].status == "terminee"
    assert parsed.drafts[0].unmapped == {"Statut de l'action": "En cours"}
    assert [(notice.line, notice.field) for notice in parsed.warnings] == [(9, "status")]


def test_two_different_territories_keep_both(sheet: str) -> None:
    before, mark, after = sheet.rpartition("- Un quartier")
    parsed = read_text(before + "- Une commune" + after)

    assert mark == "- Un quartier"
    assert parsed.drafts[0].territory == "un_quartier"
    assert parsed.drafts[0].unmapped == {"Territoire concerné": "Une commune"}


@pytest.mark.parametrize(
    ("line", "name", "code"),
    [
        ("Les Quais - AGG (CSC) - Seine-Saint-Denis", "Les Quais - AGG (CSC)", "93"),
        ('Foyer "Les 3 ponts" - CORSE DU SUD', 'Foyer "Les 3 ponts"', "2A"),
        ("Case Océane – La Réunion", "Case Océane", "974"),
        ("Le Phare - Quai-Nord", "Le Phare - Quai-Nord", ""),
        ("MJC - Saint-Martin", "MJC - Saint-Martin", ""),
        ("Nord", "Nord", ""),
        ("Le Moulin - 01", "Le Moulin", "01"),
    ],
)
def test_structure_line_gives_name_and_departement(sheet: str, line: str, name: str, code: str) -> None:
    draft = only(sheet.replace("Centre social des Tilleuls - Isère", line))

    assert (draft.structure_name, draft.departement) == (name, code)
