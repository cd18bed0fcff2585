"""Passwords hard to guess, and sentences that help to choose one."""

import pytest
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from palier.accounts.models import User
from palier.accounts.passwords import HELP, GuessworkValidator, alphabet, bits, words
from tests.factories.people import PASSWORD, logged_in, make_user

CHANGE = "/compte/mot-de-passe/"
# The three cases of the CNIL's délibération n° 2022-100, and others.
GOOD = [
    "aB3$fG7!kL9?",
    "aB3dEf7hIj9kLm",
    "sept chats gris dansent sous la pluie",
    "sans as sas nan na an ans",  # few letters, but seven words
    PASSWORD,
    "Éàüöñç-ÉÈÊ-ÿîï-çà",
    "x9" + "é" * 20 + " plus toute une phrase pour finir",
]
EASY = [
    ("aB3$fG7!kL9", "ajoutez 1 caractère."),
    ("aB3dEf7hIj9kL", "ajoutez 1 caractère, ou des signes ou des espaces."),
    ("motdepasse", "ajoutez 7 caractères, ou des majuscules et des chiffres."),
    ("1234567890", "ajoutez 14 caractères, ou des minuscules et des majuscules."),
    ("a" * 60, "répète trop les mêmes caractères"),
    ("azertyazertyazertyazertyazerty", "répète trop les mêmes caractères"),
    ("la la la la la la la la la", "répète trop les mêmes caractères"),
]


def problems(password: str) -> list[str]:
    """Return what the validator says: nothing, or one sentence."""
    try:
        GuessworkValidator().validate(password)
    except ValidationError as refused:
        return list(refused.messages)
    return []


@pytest.mark.parametrize("password", GOOD)
def test_hard_password_is_taken(password: str) -> None:
    assert problems(password) == []


@pytest.mark.parametrize(("password", "expected"), EASY)
def test_easy_password_is_refused_with_what_to_add(password: str, expected: str) -> None:
    assert expected in problems(password)[0]


@pytest.mark.parametrize(
    ("password", "missing"), [("aB3$fG7!kL9", "?"), ("motdepasse", "àéèùçôî"), ("abcdefgh", "12AB+Zg8")]
)
def test_what_the_advice_says_is_enough(password: str, missing: str) -> None:
    assert "trop facile" in problems(password)[0]
    assert problems(password + missing) == []


def test_guesswork_is_that_of_the_cnil() -> None:
    assert [alphabet(text) for text in ("a", "aB", "aB1", "aB1$", "é", " ")] == [26, 52, 62, 99, 37, 37]
    # 12 x log2(99) = 79.55 and 14 x log2(62) = 83.36, as in the annex of the délibération.
    assert (bits("aB3$fG7!kL9?"), bits("aB3dEf7hIj9kLm"), bits("")) == (80, 83, 0)


def test_words_are_different_and_of_two_letters() -> None:
    assert (words("Le chat, le CHAT d'à côté"), words("1 22 333"), words("")) == (3, 0, 0)


@given(st.text(min_size=1, max_size=200))
def test_any_text_is_judged_without_fault(password: str) -> None:
    found = problems(password)

    assert [sentence[-1:] for sentence in found] == ["."] * len(found)
    assert (found == []) == (bits(password) >= 80 or words(password) >= 7)


def test_one_sign_more_never_makes_a_password_easier() -> None:
    password = "aB3$fG7!kL9?"

    assert [bits(password + more) >= bits(password) for more in ("a", "Z", "é", "?", " ")] == [True] * 5


@pytest.mark.django_db
def test_name_address_and_common_passwords_are_still_refused() -> None:
    user = make_user("bernadette.lafontaine@exemple.fr", name="Bernadette Lafontaine")

    with pytest.raises(ValidationError) as refused:
        validate_password("bernadette.lafontaine@exemple.fr", user)

    assert [error.code for error in refused.value.error_list] == ["password_too_similar"]


@pytest.mark.django_db
def test_help_stands_where_the_password_is_typed() -> None:
    page = logged_in(make_user()).get(CHANGE).content.decode()

    assert HELP in [str(text) for text in password_validators_help_texts()]
    assert "sept chats gris dansent sous la pluie" in page


@pytest.mark.django_db
def test_long_password_is_taken_whole() -> None:
    user, long = make_user(), "une phrase très longue " * 20
    client = logged_in(user)

    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": long, "password2": long})

    kept = User.objects.get(pk=user.pk)
    assert (kept.check_password(long), kept.check_password(long[:72])) == (True, False)


@pytest.mark.django_db
def test_easy_password_is_refused_by_the_page_and_changes_nothing() -> None:
    user = make_user()
    client = logged_in(user)

    form = {"oldpassword": PASSWORD, "password1": "motdepasse", "password2": "motdepasse"}
    response = client.post(CHANGE, form)

    assert "trop facile à deviner" in response.context["form"].errors["password1"][0]
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)


@pytest.mark.django_db
def test_present_password_is_not_guessed_from_an_open_session() -> None:
    user = make_user()
    client: Client = logged_in(user)
    new = "une tout autre phrase bien longue"

    for _ in range(5):
        client.post(CHANGE, {"oldpassword": "faux", "password1": new, "password2": new})
    client.post(CHANGE, {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
