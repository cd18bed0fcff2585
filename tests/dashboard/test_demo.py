"""``palier demo``: the invented centre comes once, and never into a real library."""

import io

import pytest
from django.core.management import call_command
from pytest_django import Settings

from palier.accounts.models import User
from palier.dashboard.demo import DEMO_MEMBERS, DEMO_PASSWORD
from palier.library.models import ActionSheet
from palier.structures.models import Structure
from tests.factories.people import make_user
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db


def demo() -> list[str]:
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out)
    return out.getvalue().splitlines()


def loaded() -> tuple[int, int, int]:
    return Structure.objects.count(), User.objects.count(), ActionSheet.objects.count()


def test_demo_loads_once_and_prints_the_logins_again(settings: Settings) -> None:
    settings.SEMANTIC_SEARCH = False

    first = demo()
    after_first = loaded()
    second = demo()

    assert after_first == (1, len(DEMO_MEMBERS), 40)
    assert loaded() == after_first
    assert first == second
    assert [line.split()[:2] for line in first[1:]] == [[member.email, DEMO_PASSWORD] for member in DEMO_MEMBERS]


def test_logins_open_the_door(settings: Settings) -> None:
    settings.SEMANTIC_SEARCH = False
    demo()

    assert [User.objects.get(email=member.email).check_password(DEMO_PASSWORD) for member in DEMO_MEMBERS] == [
        True for _ in DEMO_MEMBERS
    ]


@pytest.mark.parametrize("make", [make_user, make_sheet])
def test_base_in_use_is_left_alone(make) -> None:  # type: ignore[no-untyped-def]
    make()
    before = loaded()

    lines = demo()

    assert loaded() == before
    assert lines == ["La base contient déjà des données : la démonstration n'a pas été chargée."]


def test_production_refuses_the_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "palier.config.settings.prod")
    errors = io.StringIO()

    with pytest.raises(SystemExit) as end:
        call_command("demo", no_serve=True, stderr=errors)

    assert end.value.code == 2
    assert errors.getvalue()[:41] == "La démonstration a des mots de passe publ"
    assert loaded() == (0, 0, 0)
