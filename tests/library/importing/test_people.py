"""The people that a text counts."""

import pytest

from palier.library.importing.people import count_people

# P professionals, V volunteers, H participants, U unspecified; a reading of the 25 real texts in order.
REAL = [
    "P1",
    "P1",
    "P2 H12",
    "U2",
    "P4",
    "P3-6 V30-40",
    "H12",
    "P3",
    "",
    "P20 V20",
    "P1 V1",
    "",
    "P6",
    "P2",
    "P1",
    "V12",
    "U4",
    "P1 U1",
    "",
    "P3 U5",
    "P1 U3",
    "U4",
    "U26",
    "P9 H96",
    "P1-2 V25-35 H90-160",
]
LETTERS = {"professionals": "P", "volunteers": "V", "participants": "H", "unspecified": "U"}


def read(text: str) -> str:
    counts = count_people(text)
    return " ".join(
        f"{LETTERS[count.kind]}{count.low}" + (f"-{count.high}" if count.high != count.low else "") for count in counts
    )


def test_real_texts_give_their_counts(real_sheets: list[list[str]]) -> None:
    found = []
    for lines in real_sheets:
        start = lines.index("- Nombre de personnes mobilisés pour cette action")
        found.append(read("\n".join(lines[start + 1 : lines.index("- Résultat sur le territoire")])))

    assert found == REAL


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20 professionnels", "P20"),
        ("3 salarié·e·s, 10 bénévoles", "P3 V10"),
        ("2 salarié(e)s", "P2"),
        ("90 à 160 participants", "H90-160"),
        ("entre 5 et 10 habitant·es", "H5-10"),
        ("10-12 personnes, 4/5 bénévoles", "V4-5 U10-12"),
        ("deux ou trois bénévoles", "V2-3"),
        ("une vingtaine de bénévoles", "V20"),
        ("dix-huit enfants", "H18"),
        ("1 000 habitants", "H1000"),
        ("3 jeunes bénévoles et 2 parents bénévoles", "V5"),
        ("5 personnes salariées, 5 personnes âgées", "P5 H5"),
        ("1 agent, la CESF", "P1"),
        ("l'animatrice et un bénévole", "P1 V1"),
        ("La directrice\nL'animateur jeunesse", "P2"),
        ("2 agents : la CESF et l'animatrice", "P2"),
        ("Bénévoles : 10\nProfessionnels = 2", "P2 V10"),
        ("Salariés : 3 animateurs", "P3"),
        ("Professionnels : 4 heures", ""),
        ("20 personnes (5 salariés, 15 bénévoles)", "P5 V15"),
        ("36 personnes (3 sessions de 12 personnes)", "U36"),
        ("3 salariés et 10 bénévoles soit 13 personnes", "P3 V10"),
        ("La médiatrice et son équipe, soit 4 personnes", "U4"),
        ("8 participantes dont 3 femmes", "H8"),
        ("3 animateurs le jour même\n3 animateurs pendant l'année", "P3-6"),
        ("une équipe de 5 bénévoles", "V5"),
        ("26 partenaires sont mobilisés", "U26"),
        ("4", "U4"),
        ("environ une dizaine", "U10"),
        ("4 heures, 14h30, de 9 h à 12 h", ""),
        ("enfants de 3 à 6 ans, jeunes de 11-25 ans", ""),
        ("un groupe d'habitants, un collectif", ""),
        ("un des salariés", "P1"),
        ("2018", ""),
        ("38000", ""),
        ("1 500 €, 80 %, 0,5 ETP, 3 ateliers", ""),
        ("06 12 34 56 78", ""),
        ("0 bénévole", ""),
        ("", ""),
    ],
)
def test_people_are_counted_by_kind(text: str, expected: str) -> None:
    assert read(text) == expected
