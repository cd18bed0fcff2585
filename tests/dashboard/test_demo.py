"""``palier demo``: the invented network comes once, never into a real library, and can be entered in a minute."""

import io
import re
from collections import Counter

import pytest
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from palier.accounts.models import User
from palier.core.tenancy import across_structures
from palier.dashboard.demo import DEMO_PASSWORD, DEMO_SECRET, SHOWN_LOGINS, demo_code, load_demo
from palier.dashboard.demo_people import PEOPLE
from palier.dashboard.demo_structures import STRUCTURES
from palier.library.models import ActionSheet
from palier.structures.enums import MembershipStatus, Role, StructureKind
from palier.structures.models import Membership, Partner, PartnerContact, Structure, Training
from palier.structures.permissions import SECOND_FACTOR_ROLES
from palier.structures.queries.communes import commune_of
from tests.factories.people import make_user
from tests.factories.sheets import make_sheet

pytestmark = pytest.mark.django_db
SHOWN = PEOPLE[:SHOWN_LOGINS]


def demo(**options: bool) -> list[str]:
    out = io.StringIO()
    call_command("demo", no_serve=True, stdout=out, **options)
    return out.getvalue().splitlines()


def loaded() -> tuple[int, int, int]:
    return Structure.objects.count(), User.objects.count(), ActionSheet.objects.count()


def test_demo_loads_once_and_prints_the_logins_again(settings: Settings) -> None:
    settings.SEMANTIC_SEARCH = False

    first = demo()
    after_first = loaded()
    second = demo()

    assert after_first == (4, 20, 40)
    assert loaded() == after_first
    assert first == second
    assert [line.split()[:2] for line in first[1:-1]] == [[person.email, DEMO_PASSWORD] for person in SHOWN]
    assert DEMO_SECRET in first[-1]


def test_printed_logins_show_every_role() -> None:
    assert [person.email for person in SHOWN] == [
        *(f"{name}@demo.example" for name in ("direction", "referent", "equipe", "relais", "lecture", "federation")),
    ]
    assert {person.role for person in SHOWN} == set(Role)


def test_network_has_every_role_and_status_and_no_name_twice() -> None:
    load_demo()

    with across_structures():
        places = list(Membership.objects.select_related("structure", "user"))
        by_person = Counter(place.user_id for place in places)
        left = [place.name for place in places if place.ended_at]
        tied = [Training.objects.count(), Partner.objects.count(), PartnerContact.objects.count()]
    federation = Structure.objects.get(kind=StructureKind.FEDERATION)
    assert {place.role for place in places} == set(Role)
    assert {place.status for place in places} == set(MembershipStatus)
    assert (len({place.name for place in places}), sorted(by_person.values())[-3:]) == (20, [1, 2, 2])
    assert (left, tied) == (["Lila Monteverdi"], [10, 6, 4])
    assert Structure.objects.filter(federation=federation).count() == 3
    assert User.objects.filter(email=None).count() == 4


def test_each_structure_is_led_and_stands_in_its_commune() -> None:
    load_demo()

    with across_structures():
        led = set(Membership.objects.filter(role__in=SECOND_FACTOR_ROLES).values_list("structure__name", flat=True))
    assert led == {demo.card["name"] for demo in STRUCTURES}
    for structure in Structure.objects.all():
        commune = commune_of(structure.commune_code)
        assert commune is not None
        assert (structure.postal_code in commune.postal_codes, structure.departement) == (True, "38")
        structure.full_clean()


def test_logins_open_the_door(settings: Settings) -> None:
    settings.SEMANTIC_SEARCH = False
    demo()

    assert [User.objects.get(email=person.email).check_password(DEMO_PASSWORD) for person in SHOWN] == [True] * 6
    assert not any(user.has_usable_password() for user in User.objects.filter(email=None))


def enter(client: Client, email: str) -> str:
    """Send the log-in page, and return the path it leads to."""
    return str(client.post("/compte/connexion/", {"login": email, "password": DEMO_PASSWORD})["Location"])


def test_second_step_shows_the_code_that_opens_it(client: Client, settings: Settings) -> None:
    settings.DEMO = True
    load_demo()

    step = enter(client, "federation@demo.example")
    shown = re.findall(r"Code du moment : <strong>(\d{6})</strong>", client.get(step).content.decode())
    opened = client.post(step, {"code": shown[0]})

    assert step[:21] == "/compte/connexion/cod"
    assert (shown, opened.status_code) == ([demo_code()], 302)
    assert client.get("/federation/").status_code == 200


def test_code_is_shown_nowhere_else(client: Client, settings: Settings) -> None:
    load_demo()

    step = enter(client, "direction@demo.example")
    outside = client.get(step).content.decode()
    settings.DEMO = True
    home = client.get("/").content.decode()

    assert ("Code du moment" in outside, "Code du moment" in home) == (False, False)


def test_code_is_the_one_an_authenticator_shows() -> None:
    # RFC 6238 has no example for this secret: the library's own check is the witness.
    assert validate_totp_code(DEMO_SECRET, demo_code())
    assert demo_code(0) != demo_code(30)
    assert demo_code(0) == demo_code(29)


def test_command_writes_the_code_alone() -> None:
    lines = demo(code=True)

    assert [re.fullmatch(r"\d{6}", line) is not None for line in lines] == [True]
    assert loaded() == (0, 0, 0)


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
