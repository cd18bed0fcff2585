"""Lists drawn at once are those that Django draws choice by choice."""

import pytest
from django import forms
from django.test import SimpleTestCase

from palier.core.lists import PlainSelect

CHOICES = [("", "Tous"), ("a", "L'été & l'hiver"), ('b"<', "<b>Fort</b>"), (3, "Trois")]


@pytest.mark.parametrize("value", ["", None, "a", 'b"<', "3", 3, "inconnu"])
def test_markup_is_that_of_django(value: object) -> None:
    given = {"attrs": {"class": "x", "required": True}, "choices": CHOICES}
    plain, usual = PlainSelect(**given), forms.Select(**given)

    drawn = [widget.render("nom", value, {"id": "id_nom"}) for widget in (plain, usual)]

    SimpleTestCase().assertHTMLEqual(*drawn)
