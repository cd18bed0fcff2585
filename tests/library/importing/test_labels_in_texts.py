"""Lines of free text that say the words of a label; labels missing, repeated or written otherwise."""

import pytest

from palier.library.importing.text import read_text

EXPERIENCE = "Écouter sans rien demander."
DESCRIPTION = "Chaque jeudi, même place, même heure."


@pytest.mark.parametrize("word", ["Public", "Résumé", "Dimension", "Limites", "Perspectives :", "Budget", "Source"])
@pytest.mark.parametrize("place", [EXPERIENCE, DESCRIPTION, "Un second banc.", "La pluie."])
def test_list_item_equal_to_a_label_stays_in_its_text(sheet: str, word: str, place: str) -> None:
    items = f"On a parlé de :\n- Couleur\n- {word}\n- Bois\nfin"

    draft = read_text(sheet.replace(place, items)).drafts[0]

    before = read_text(sheet).drafts[0]
    fields = [name for name in ("experience", "description", "limits", "prospects") if getattr(before, name) == place]
    assert [getattr(draft, name) for name in fields] == [items]
    assert (draft.publics, draft.summary, draft.dimension) == (
        before.publics,
        before.summary,
        before.dimension,
    )
    assert draft.unmapped == {}


def test_lone_dash_item_equal_to_a_label_stays_in_its_text(sheet: str) -> None:
    draft = read_text(sheet.replace(DESCRIPTION, "-\nCouleur\n-\nPublic\n-\nBois\n-")).drafts[0]

    assert draft.description == "- Couleur\n- Public\n- Bois"
    assert draft.publics == ["tous_publics"]


def test_long_label_inside_a_list_out_of_order_stays_in_its_text(sheet: str) -> None:
    text = "- Couleur\n- Résultat sur le territoire\n- Bois"

    draft = read_text(sheet.replace("Un second banc.", text)).drafts[0]

    assert draft.prospects == text
    assert draft.result_territory == "La place est moins vide."


def test_line_actions_inside_a_list_starts_no_sheet(sheet: str) -> None:
    text = "- Écoute\n- Actions\n- Mémoire\n- Public\n- fin"

    parsed = read_text(sheet.replace(DESCRIPTION, text) + sheet)

    assert len(parsed.drafts) == 2
    assert parsed.drafts[0].description == text
    assert parsed.drafts[0].prospects == "Un second banc."


def test_line_actions_at_the_end_of_a_text_starts_no_sheet(sheet: str) -> None:
    parsed = read_text(sheet.replace("Un second banc.", "Un second banc.\nActions\nFoire au vélo") + sheet)

    assert [draft.title for draft in parsed.drafts] == ["Le banc qui parle"] * 2
    assert parsed.drafts[0].prospects == "Un second banc.\nActions\nFoire au vélo"


@pytest.mark.parametrize("label", ["Résumé", "Description générale", "Résultat sur le territoire"])
def test_repeated_label_keeps_both_contents(sheet: str, label: str) -> None:
    names = {
        "Résumé": "summary",
        "Description générale": "description",
        "Résultat sur le territoire": "result_territory",
    }
    name = names[label]
    first = getattr(read_text(sheet).drafts[0], name)

    parsed = read_text(sheet.replace(f"- {label}\n{first}\n", f"- {label}\n{first}\n- {label}\nAutre chose.\n"))

    assert getattr(parsed.drafts[0], name) == f"{first}\n\nAutre chose."
    assert [notice.field for notice in parsed.warnings] == [name]


def test_long_label_repeated_far_from_its_place_keeps_both_contents(sheet: str) -> None:
    parsed = read_text(sheet + "- Description générale\nAjout tardif.\n")

    assert parsed.drafts[0].description == f"{DESCRIPTION}\n\nAjout tardif."
    assert parsed.drafts[0].prospects == "Un second banc."
    assert [notice.field for notice in parsed.warnings] == ["description"]


def test_repeated_label_with_the_same_content_is_silent(sheet: str) -> None:
    parsed = read_text(sheet + "- Description générale\n" + DESCRIPTION)

    assert (parsed.drafts[0].description, parsed.warnings) == (DESCRIPTION, [])


def test_missing_labels_leave_their_fields_empty(sheet: str) -> None:
    draft = read_text("Actions\nTitre seul\n- Structure organisatrice\n- Les Tilleuls - Isère\n").drafts[0]

    assert (draft.title, draft.departement, draft.status, draft.summary) == ("Titre seul", "38", "", "")


def test_labels_beside_their_values(sheet: str) -> None:
    text = (
        sheet.replace("- Statut de l'action\n- En cours", "Statut de l'action : terminée")
        .replace("- Dimension\n- Citoyenneté", "Dimension : Services")
        .replace("- Résumé\n", "Résumé : ")
    )

    draft = read_text("\n".join(line.removeprefix("- ") for line in text.split("\n"))).drafts[0]

    assert (draft.status, draft.dimension) == ("terminee", "services")
    assert draft.summary == "Un banc peint, deux bénévoles, une thermos."


def test_aliases_written_like_labels_are_labels(sheet: str) -> None:
    text = sheet.replace("Suite de l'action : Limites", "Limites").replace(
        "Suite de l'action : Perspectives", "Perspectives"
    )

    draft = read_text(text).drafts[0]

    assert (draft.limits, draft.prospects) == ("La pluie.", "Un second banc.")


def test_detail_under_the_partners_is_not_the_initiative(sheet: str) -> None:
    text = sheet.replace("- Autre\n- Précision ( si autre )\nLa bibliothèque\n", "").replace(
        "- Commune\n- Caf\n", "- Autre\n- Précision ( si autre )\nLa fanfare\n"
    )

    parsed = read_text(text)

    assert parsed.drafts[0].initiative_detail == ""
    assert parsed.drafts[0].unmapped == {"Précision ( si autre )": "La fanfare"}
    assert [notice.field for notice in parsed.warnings] == ["unmapped"]


def test_values_under_the_heading_of_the_partners_are_action_partners(sheet: str) -> None:
    text = sheet.replace("-\nPartenaires d'action:\n", "")

    assert read_text(text).drafts[0].action_partners == ["commune", "caf"]


@pytest.mark.parametrize("item", ["- Limites", "Limites :", "- Limites : aucune"])
def test_alias_out_of_its_place_stays_in_its_text(sheet: str, item: str) -> None:
    text = sheet.replace("- Suite de l'action : Limites\nLa pluie.\n", "").replace(EXPERIENCE, f"Dire\n{item}\nfin")

    draft = read_text(text).drafts[0]

    assert (draft.experience, draft.limits) == (f"Dire\n{item}\nfin", "")


def test_alias_written_unlike_the_labels_stays_in_its_text(sheet: str) -> None:
    text = sheet.replace("- Suite de l'action : Limites\nLa pluie.\n", "").replace("On se salue.", "On\nLimites :\nfin")

    draft = read_text(text).drafts[0]

    assert (draft.result_residents, draft.limits) == ("On\nLimites :\nfin", "")


def test_only_word_public_out_of_its_place_stays_in_its_text(sheet: str) -> None:
    text = sheet.replace("- Public\n- Tous publics\n", "").replace(DESCRIPTION, "- Couleur\n- Public\n- Bois\nfin")

    draft = read_text(text).drafts[0]

    assert (draft.description, draft.publics) == ("- Couleur\n- Public\n- Bois\nfin", [])


def test_territory_has_two_places_and_no_third_inside_a_list(sheet: str) -> None:
    items = "- Couleur\n- Territoire concerné\n- Bois"

    parsed = read_text(sheet.replace("Un second banc.", items))

    assert parsed.drafts[0].prospects == items
    assert (parsed.drafts[0].territory, parsed.drafts[0].financial_partners) == ("un_quartier", ["bailleur"])
    assert parsed.warnings == []
