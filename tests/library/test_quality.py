"""How much a sheet tells: the rule, case by case."""

import pytest

from palier.library.enums import Hint, Quality
from palier.library.quality import appraise, refers_elsewhere
from palier.library.rubrics import TEXT_FIELDS

ALL_FILLED = {**dict.fromkeys(TEXT_FIELDS, "Un texte."), "dimension": "services", "keywords": ["sante"]}


def sheet(**texts: object) -> dict[str, object]:
    return {**dict.fromkeys(TEXT_FIELDS, ""), "dimension": "services", "keywords": ["sante"], **texts}


def filled(number: int, text: str = "Un texte.") -> dict[str, object]:
    return sheet(**dict.fromkeys(TEXT_FIELDS[:number], text))


@pytest.mark.parametrize(
    "text",
    [
        "cf document joint",
        "Cf. document joint",
        "cf documents joints.",
        "voir budget joint",
        "Voir la fiche jointe",
        "(voir annexe 2)",
        "se référer au fichier",
        "PJ",
        "pj n°1",
        " Cf le document\nci-joint ",
    ],
)
def test_text_that_only_points_elsewhere(text: str) -> None:
    assert refers_elsewhere(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Le document joint raconte la journée.",
        "Voir les habitants chez eux",
        "Voir grandir les enfants du quartier dans un document de trois pages écrit avec les familles et relu ensemble",
        "Cf l'équipe",
        "On dépose un document par foyer.",
    ],
)
def test_text_that_says_something(text: str) -> None:
    assert not refers_elsewhere(text)


@pytest.mark.parametrize(
    ("number", "quality"),
    [
        (0, Quality.MINCE),
        (2, Quality.MINCE),
        (3, Quality.CORRECTE),
        (7, Quality.CORRECTE),
        (8, Quality.RICHE),
        (11, Quality.RICHE),
    ],
)
def test_level_follows_the_number_of_rubrics(number: int, quality: Quality) -> None:
    appraisal = appraise(filled(number))

    assert (appraisal.quality, appraisal.filled) == (quality, number)


def test_spaces_say_nothing() -> None:
    assert appraise(filled(5, " \n ")).filled == 0


@pytest.mark.parametrize(
    ("pointing", "quality"),
    [(3, Quality.CORRECTE), (4, Quality.RENVOI), (8, Quality.RENVOI)],
)
def test_half_of_the_rubrics_pointing_elsewhere_is_a_pointer(pointing: int, quality: Quality) -> None:
    texts = dict.fromkeys(TEXT_FIELDS[:8], "Un texte.") | dict.fromkeys(TEXT_FIELDS[:pointing], "cf document joint")

    appraisal = appraise(sheet(**texts))

    assert (appraisal.quality, appraisal.filled) == (quality, 8 - pointing)
    assert Hint.RENVOI_DOCUMENT in appraisal.hints


@pytest.mark.parametrize(
    ("missing", "hint"),
    [
        ({"summary": ""}, Hint.SANS_RESUME),
        ({"summary": "cf document joint"}, Hint.SANS_RESUME),
        ({"result_territory": "", "result_structure": "", "result_residents": ""}, Hint.SANS_RESULTAT),
        ({"limits": ""}, Hint.SANS_LIMITES),
        ({"resources": "", "mobilised": ""}, Hint.SANS_MOYENS),
        ({"dimension": ""}, Hint.SANS_DIMENSION),
        ({"keywords": []}, Hint.SANS_MOT_CLE),
    ],
)
def test_each_lack_has_its_hint(missing: dict[str, object], hint: Hint) -> None:
    assert set(appraise({**ALL_FILLED, **missing}).hints) - {"renvoi_document"} == {hint.value}


def test_full_sheet_has_no_hint_and_one_result_is_enough() -> None:
    assert appraise(ALL_FILLED).hints == []
    assert appraise({**ALL_FILLED, "result_territory": "", "result_structure": "", "resources": ""}).hints == []


def test_nearly_empty_sheet_says_so() -> None:
    assert "presque_vide" in appraise(filled(2)).hints
    assert "presque_vide" not in appraise(filled(3)).hints
