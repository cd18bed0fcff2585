"""What the finder sees, leaves alone and puts in its place."""

import unicodedata
from itertools import pairwise

import pytest

from palier.search.personal.finder import find_personal
from palier.search.personal.findings import Finding, FindingKind, replace


def replaced(text: str, **options: tuple[str, ...]) -> str:
    """Return ``text`` with all that was found in it replaced."""
    return replace(text, find_personal(text, **options))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mme Diallo attend", "Mme [nom] attend"),
        ("la petite Inès pleure", "la petite [prénom] pleure"),
        ("monsieur Ben Ahmed est là", "monsieur [nom] est là"),
        ("mon voisin Karim dort", "mon voisin [prénom] dort"),
        ("mon voisin Bilgehan dort", "mon voisin [prénom] dort"),
        ("karim du 3e a raison", "[prénom] du 3e a raison"),
        ("Jean-Pierre et Anne-Sophie chantent", "[prénom] et [prénom] chantent"),
        ("avec Fatou N'Diaye et Paul Le Goff", "avec [prénom] [nom] et [prénom] [nom]"),
        ("DIALLO Mariama veut une place", "[prénom] [nom] veut une place"),
        ("M. et Mme Nguyen dorment", "M. et Mme [nom] dorment"),
        ("la famille Diop, chez les Martinez", "la famille [nom], chez les [nom]"),
        ("MADAME KOUASSI ATTEND TOUJOURS", "MADAME [nom] ATTEND TOUJOURS"),
        ("on l'appelle Momo ici", "on l'appelle [prénom] ici"),
        ("Rose m'a dit oui, et à Pierre aussi", "[prénom] m'a dit oui, et à Pierre aussi"),
        ("Florence et Marine viennent", "[prénom] et [prénom] viennent"),
        ("Avril Martin est venue", "[prénom] [nom] est venue"),
        ("d'Inès à N'Golo", "d'[prénom] à N'Golo"),
        ("Karim B. est venu", "[prénom] [nom]. est venu"),
        ("Mme Lopez rit. Ce soir, Lopez pleure.", "Mme [nom] rit. Ce soir, [nom] pleure."),
    ],
)
def test_people_are_replaced(text: str, expected: str) -> None:
    assert replaced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "On se voit place Jean Jaurès.",
        "L'école Jules Ferry et le collège Rosa Parks sont fermés.",
        "Le groupe scolaire Simone Veil est loin de la rue Victor Hugo.",
        "À Saint-Denis, à Paris ou à Florence, c'est pareil.",
        "En avril ou au mois de Mai, on fera la fête.",
        "Constant problème d'ascenseur.",
        "La Poste du centre Beaulieu a fermé.",
        "Pierre qui roule n'amasse pas mousse.",
        "Une rose, une marguerite et un jean sur la pierre.",
        "madame la directrice et monsieur le maire ne répondent pas",
        "Chez Leclerc c'est trop cher, et chez Lidl aussi.",
        "Rue du docteur Roux, les arbres sont morts.",
        "la marie ne repond pas",
        "Bonjour Madame, bonjour Monsieur.",
        "La tour Marie et la résidence Louise Michel ont froid.",
    ],
)
def test_places_months_and_words_are_no_people(text: str) -> None:
    assert find_personal(text) == []


@pytest.mark.parametrize(
    "number",
    [
        "0612345678",
        "06 12 34 56 78",
        "06.12.34.56.78",
        "06-12-34-56-78",
        "+33 6 12 34 56 78",
        "+33 (0)6 12 34 56 78",
        "0033612345678",
        "0692 12 34 56",
        "0690123456",
        "+262 692 12 34 56",
        "+213 550 12 34 56",
        "zéro six douze trente-quatre cinquante-six soixante-dix-huit",
        "zéro six, quatre-vingt-un, vingt et un, zéro deux, onze",
    ],
)
def test_telephones_are_found_whole(number: str) -> None:
    text = f"appelez le {number} svp"

    assert replaced(text) == "appelez le [téléphone] svp"


def test_two_telephones_in_a_row_stay_two() -> None:
    assert replaced("06 12 34 56 78 01 44 55 66 77") == "[téléphone] [téléphone]"


def test_telephone_with_a_digit_too_few_needs_a_hint() -> None:
    assert replaced("tel 06 12 34 56 7") == "tel [téléphone]"
    assert find_personal("le lot 06 12 34 56 7") == []


@pytest.mark.parametrize(
    "text",
    [
        "Le 3919, le 115 et le 0 800 05 95 95 sont gratuits.",
        "Le 12/03/2024 de 10 h 30 à 12 h 45.",
        "Il a coûté 12 500 000 euros en 2023.",
        "On a reçu 61 500 logements de plus en 2024.",
    ],
)
def test_public_numbers_dates_and_sums_are_left_alone(text: str) -> None:
    assert find_personal(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("j'habite 12 rue des Lilas et j'ai froid", "j'habite [adresse] et j'ai froid"),
        ("au 8 bis avenue de la République, 3e étage, merci", "au [adresse], merci"),
        ("5 allée des Tilleuls appt 12 69100 Villeurbanne", "[adresse]"),
        ("l'eau coupée bâtiment C porte 12 hier", "l'eau coupée [adresse] hier"),
        ("3e étage porte gauche", "[adresse]"),
        ("120 rue du 8 mai 1945", "[adresse]"),
        ("écris à fatou.sow@exemple.fr.", "écris à [adresse mail]."),
        ("jean point dupont arobase exemple point fr", "[adresse mail]"),
        ("mon insta : @lulu_du_93", "mon insta : [compte]"),
        ("snap momo_13 le soir", "snap [compte] le soir"),
        ("voir https://chat.exemple.org/abc.", "voir [lien]."),
        ("le camion AB-123-CD gêne", "le camion [numéro] gêne"),
        ("iban FR76 3000 6000 0112 3456 7890 189 voilà", "iban [numéro] voilà"),
        ("sécu 2 54 07 13 055 123 45 ok", "sécu [numéro] ok"),
        ("allocataire caf n° 7654321", "allocataire caf n° [numéro]"),
    ],
)
def test_contacts_addresses_and_numbers_are_replaced(text: str, expected: str) -> None:
    assert replaced(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Le bâtiment D et la tour des Cèdres ont froid.",
        "Il y a 12 places de parking et 3 rues sans arbres.",
        "La porte est cassée au 2e étage.",
        "Tout est sur service-public.fr et caf.fr.",
    ],
)
def test_buildings_and_public_sites_are_nobodys(text: str) -> None:
    assert find_personal(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Karim, 34 ans, cherche un stage", "[prénom], [âge], cherche un stage"),
        ("Yvette a soixante-seize ans", "[prénom] a [âge]"),
        ("Mme Diop, née le 3 février 1948", "Mme [nom], née le [âge]"),
        ("La petite Léa B., 8 ans", "La petite [prénom] [nom]., [âge]"),
        ("Karim est là depuis 10 ans", "[prénom] est là depuis 10 ans"),
        ("Karim est venu. Les jeunes de 12 ans s'ennuient", "[prénom] est venu. Les jeunes de 12 ans s'ennuient"),
        ("une dame de 82 ans", "une dame de 82 ans"),
    ],
)
def test_age_is_that_of_someone_named(text: str, expected: str) -> None:
    assert replaced(text) == expected


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mon père est diabétique", [("diabétique", FindingKind.SANTE)]),
        ("ma fille est enceinte", [("enceinte", FindingKind.SANTE)]),
        ("il a fait un avc", [("un avc", FindingKind.SANTE)]),
        ("elle est musulmane", [("musulmane", FindingKind.ORIGINE)]),
        ("il vote RN", [("vote RN", FindingKind.ORIGINE)]),
        ("les Comoriens du quartier", [("Comoriens", FindingKind.ORIGINE)]),
        ("dans l'enceinte de l'école", []),
        ("une place handicapé", []),
        ("le cours d'arabe et la cuisine turque", []),
        ("il manque un médecin et un hôpital", []),
    ],
)
def test_health_and_origin_are_shown(text: str, found: list[tuple[str, FindingKind]]) -> None:
    assert [(text[each.start : each.end], each.kind) for each in find_personal(text)] == found


def test_health_and_origin_wait_for_a_person() -> None:
    assert [kind for kind in FindingKind if not kind.is_certain] == [FindingKind.SANTE, FindingKind.ORIGINE]


def test_known_names_are_found_whatever_their_case() -> None:
    text = "zuzana a vu quelque chose, un petit banc, et Petit"
    known = ("Quelque Chose", "Zuzana", "Petit", "")

    assert find_personal(text) == []
    found = find_personal(text, known_names=known)
    assert [text[each.start : each.end] for each in found] == ["zuzana", "quelque chose", "Petit"]


def test_decomposed_accents_keep_their_places() -> None:
    text = unicodedata.normalize("NFD", "Mme Bénédicte Évrard a été vue au café")

    assert replaced(text) == unicodedata.normalize("NFD", "Mme ") + "[prénom] [nom]" + unicodedata.normalize(
        "NFD", " a été vue au café"
    )


def test_findings_are_sorted_and_apart() -> None:
    text = "Mme Diallo, 12 rue Karim, 06 12 34 56 78, karim@exemple.fr, https://exemple.fr/@karim"

    found = find_personal(text)

    assert [each.kind for each in found] == [
        FindingKind.PERSONNE,
        FindingKind.ADRESSE,
        FindingKind.TELEPHONE,
        FindingKind.COURRIEL,
        FindingKind.LIEN,
    ]
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "👋🏽", "\x00", "İstanbul ẞ ﬁn"])
def test_odd_texts_hold_nobody(text: str) -> None:
    assert find_personal(text) == []


def test_overlapping_replacements_are_refused() -> None:
    twice = [Finding(0, 5, FindingKind.PERSONNE, "[prénom]"), Finding(3, 8, FindingKind.PERSONNE, "[nom]")]

    with pytest.raises(ValueError, match="3-8 overlaps"):
        replace("Karim Benali", twice)


def test_replacement_outside_of_the_text_is_refused() -> None:
    with pytest.raises(ValueError, match="outside"):
        replace("Karim", [Finding(0, 9, FindingKind.PERSONNE, "[prénom]")])
