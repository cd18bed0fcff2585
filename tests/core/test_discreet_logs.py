"""The log never holds the secret of an address."""

import io
import logging
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.utils.module_loading import import_string

from palier.core.discreet_logs import DiscreetFormatter, without_secrets

SECRET = "kZ3v-_q8" * 5 + "abc"  # 43 characters, as the secrets of links


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Return what the console of the product would write."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(DiscreetFormatter("{levelname} {name} {message}", style="{"))
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


@pytest.mark.parametrize("path", ["/r/{}/", "/invitation/{}/", "/entrer/a/{}/?x=1", "Not Found: /agenda/{}"])
def test_secrets_are_hidden_and_nothing_else(path: str) -> None:
    assert without_secrets(path.format(SECRET)) == path.format("[secret]")


@pytest.mark.parametrize(
    "text",
    ["/relais/0190b7a2-0000-7000-8000-00000000f00d/", "/static/css/base.css", "Un mot de /quarante-deux lettres"],
)
def test_keys_and_words_stay(text: str) -> None:
    assert without_secrets(text) == text


def test_console_of_the_product_is_discreet() -> None:
    formats = settings.LOGGING["formatters"]

    used = {handler["formatter"] for handler in settings.LOGGING["handlers"].values()}
    assert {import_string(formats[name]["()"]) for name in used} == {DiscreetFormatter}


def test_traceback_is_discreet_too(written: io.StringIO) -> None:
    try:
        raise ValueError(f"/r/{SECRET}/")
    except ValueError:
        logging.getLogger("palier").exception("Panne à /r/%s/", SECRET)

    assert (SECRET in written.getvalue(), written.getvalue().count("[secret]")) == (False, 2)


@pytest.mark.django_db
def test_refused_form_is_logged_without_its_secret(written: io.StringIO) -> None:
    Client(enforce_csrf_checks=True).post(f"/invitation/{SECRET}/")

    assert ("[secret]" in written.getvalue(), SECRET in written.getvalue()) == (True, False)
