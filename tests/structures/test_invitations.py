"""Inviting by e-mail, and accepting."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core import mail
from django.test import Client, override_settings

from palier.accounts.models import User
from palier.core.tenancy import across_structures, structure_scope
from palier.structures.actions.invitations import (
    InvitationClosed,
    accept_with_account,
    accept_with_new_account,
    forget_invitations,
)
from palier.structures.actions.invitations import invite as send
from palier.structures.actions.leads import RoleRefused
from palier.structures.enums import Role
from palier.structures.models import Invitation, Membership
from tests.factories.people import (
    PASSWORD,
    actor_for,
    logged_in,
    make_federation,
    make_membership,
    make_structure,
    make_user,
)
from tests.structures.team import NOON, Team, audited, make_team, reload

pytestmark = pytest.mark.django_db

NEW = "/reglages/equipe/inviter/"
LIST = "/reglages/equipe/invitations/"
EMAIL = "ines@exemple.fr"
FORM = {"name": "Inès Roux", "email": "Ines@Exemple.FR", "status": "benevole", "role": "referent"}
PHRASE = "sept chats gris dansent sous la pluie"
ACCEPT = {"name": "Inès R.", "password": PHRASE, "again": PHRASE}
CLOSED = "Cette invitation ne marche plus"


@pytest.fixture
def team() -> Team:
    return make_team("L'Arc-en-ciel")


def invite(team: Team, **fields: str) -> str:
    """Invite from the page, and return the path of the link."""
    team.desk.post(NEW, {**FORM, **fields})
    return mailed_link()


def mailed_link() -> str:
    """Return the path of the link in the last letter."""
    found = re.search(r"https?://\S+/invitation/\S+", str(mail.outbox[-1].body))
    assert found
    return urlsplit(found[0]).path


def invitations() -> list[Invitation]:
    with across_structures():
        return list(Invitation.objects.order_by("id"))


def places(email: str = EMAIL) -> list[tuple[str, str, str]]:
    with across_structures():
        found = Membership.objects.filter(user__email=email, ended_at=None).select_related("structure")
        return sorted((place.structure.name, place.role, place.name) for place in found)


def test_invitation_is_written_mailed_and_audited(team: Team) -> None:
    answer = team.desk.post(NEW, FORM)

    (invitation,), (letter,) = invitations(), mail.outbox
    token = mailed_link().rstrip("/").rpartition("/")[2]
    assert (invitation.email, invitation.role, invitation.invited_by_id) == (EMAIL, "referent", team.lead.pk)
    assert (letter.to, letter.subject) == ([EMAIL], "L'Arc-en-ciel vous invite sur Palier")
    assert token not in answer.content.decode()
    assert "Maryvonne Lek vous invite" in letter.body
    assert "&" not in letter.body
    assert len(token) == 43
    assert token not in map(str, vars(invitation).values())
    assert audited(team.structure) == [("member_invited", "Maryvonne Lek", "Inès Roux")]
    assert answer.headers["Cache-Control"] == "no-store"


@override_settings(EMAIL_BACKEND="django.core.mail.backends.console.EmailBackend")
def test_without_a_mail_server_the_page_says_to_hand_the_link_over(team: Team, capsys: Any) -> None:
    answer = team.desk.post(NEW, FORM).content.decode()

    assert "Aucun courriel ne part d'ici" in answer.replace("&#x27;", "'")
    assert "/invitation/" in answer


def test_new_person_accepts_with_a_password_and_is_logged_in(team: Team, client: Client) -> None:
    path = invite(team)

    offer = client.get(path).content.decode().replace("&#x27;", "'")
    answer = client.post(path, ACCEPT)

    assert [words in offer for words in ("Maryvonne Lek", "L'Arc-en-ciel", "Référent·e")] == [True] * 3
    assert answer.headers["Location"] == "/"
    assert places() == [("L'Arc-en-ciel", "referent", "Inès R.")]
    assert User.objects.get(email=EMAIL).check_password(PHRASE)
    assert client.get("/reglages/equipe/").status_code == 200
    assert audited(team.structure)[1:] == [("member_joined", "Inès R.", "Inès R."), ("login", "Inès R.", "")]


def test_direction_is_led_to_the_second_factor(team: Team, client: Client) -> None:
    path = invite(team, role="direction")

    assert client.post(path, ACCEPT).headers["Location"] == "/compte/double-verification/"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"password": "court", "again": "court"}, "password"),
        ({"password": "Ines@exemple.fr-1A", "again": "Ines@exemple.fr-1A"}, "password"),
        ({"again": "autre phrase"}, "again"),
        ({"name": " "}, "name"),
    ],
)
def test_bad_answer_opens_nothing(team: Team, client: Client, fields: dict[str, str], field: str) -> None:
    path = invite(team)

    answer = client.post(path, {**ACCEPT, **fields})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert not User.objects.filter(email=EMAIL).exists()


def test_who_has_an_account_logs_in_first_then_has_two_places(team: Team, client: Client) -> None:
    user = make_user(EMAIL)
    make_membership(Role.EQUIPIER, structure=make_structure("Ailleurs"), user=user)
    path = invite(team)

    asked = client.get(path).context["step"]
    forced = client.post(path, ACCEPT)
    client.post(f"/compte/connexion/?next={path}", {"login": EMAIL, "password": PASSWORD, "next": path})
    offer = client.get(path).context["step"]
    client.post(path)

    assert (asked, forced.context["step"], offer) == ("log-in", "log-in", "join")
    assert places() == [("Ailleurs", "equipier", "Awa Perrin"), ("L'Arc-en-ciel", "referent", "Inès Roux")]
    assert client.get("/reglages/equipe/").context["membership"].structure == team.structure


def test_another_account_cannot_take_the_place(team: Team) -> None:
    other = make_membership(structure=make_structure())
    path = invite(team)
    browser = logged_in(other.user)

    answers = [browser.get(path), browser.post(path, ACCEPT)]

    assert [answer.context["step"] for answer in answers] == ["other-account"] * 2
    assert EMAIL not in answers[0].content.decode()
    assert places() == []


def test_account_opened_meanwhile_is_not_taken_over(team: Team, client: Client, monkeypatch: Any) -> None:
    path = invite(team)
    monkeypatch.setattr("palier.structures.views.invitations.has_account", lambda email: False)
    user = make_user(EMAIL)

    answer = client.post(path, ACCEPT)

    assert answer.context["step"] == "log-in"
    assert User.objects.get(pk=user.pk).check_password(PASSWORD)
    assert places() == []


def test_used_withdrawn_and_old_links_are_closed(team: Team, client: Client) -> None:
    used, withdrawn = invite(team), invite(team, email="b@exemple.fr")
    client.post(used, ACCEPT)
    team.desk.post(f"{LIST}{invitations()[1].pk}/retrait/")
    with time_machine.travel(NOON):
        old = invite(team, email="c@exemple.fr")

    answers = [Client().get(path) for path in (used, withdrawn, old, "/invitation/inconnu/")]
    posted = [Client().post(path, ACCEPT).status_code for path in (used, withdrawn, old)]

    assert [(answer.status_code, CLOSED in answer.content.decode()) for answer in answers] == [(410, True)] * 4
    assert posted == [410] * 3
    assert [User.objects.filter(email__startswith=letter).count() for letter in "bc"] == [0, 0]


def test_guessing_is_slowed_down_and_a_real_link_still_opens(team: Team, client: Client) -> None:
    path = invite(team)
    answers = [client.get(f"/invitation/hasard-{number}/").status_code for number in range(21)]

    assert answers == [410] * 20 + [429]
    assert client.get(path).status_code == 200


def test_resend_gives_a_new_link_and_ends_the_old_one(team: Team) -> None:
    with time_machine.travel(NOON):
        old = invite(team)
    (invitation,) = invitations()

    sent = team.desk.post(f"{LIST}{invitation.pk}/renvoi/")

    new = mailed_link()
    assert sent.status_code == 200
    assert [Client().get(path).status_code for path in (old, new)] == [410, 200]
    assert [letter.to for letter in mail.outbox] == [[EMAIL], [EMAIL]]
    assert len(audited(team.structure)) == 2


def test_nothing_is_resent_or_withdrawn_once_accepted(team: Team) -> None:
    Client().post(invite(team), ACCEPT)
    (invitation,) = invitations()

    answers = [team.desk.post(f"{LIST}{invitation.pk}/{action}/", follow=True) for action in ("renvoi", "retrait")]

    assert [[message.level_tag for message in answer.context["messages"]] for answer in answers] == [["error"]] * 2
    assert len(mail.outbox) == 1
    assert invitations()[0].withdrawn_at is None


def test_an_open_invitation_and_a_member_are_not_invited_again(team: Team) -> None:
    invite(team)

    again = team.desk.post(NEW, FORM)
    member = team.desk.post(NEW, {**FORM, "email": str(team.member.user.email)})

    assert [list(answer.context["form"].errors) for answer in (again, member)] == [["email"], ["email"]]
    assert len(invitations()) == 1


def test_form_says_nothing_of_an_account_elsewhere(team: Team) -> None:
    make_user(EMAIL)

    known, unknown = team.desk.post(NEW, FORM), team.desk.post(NEW, {**FORM, "email": "autre@exemple.fr"})

    assert (known.status_code, unknown.status_code) == (200, 200)
    assert [template.name for template in known.templates] == [template.name for template in unknown.templates]


@pytest.mark.parametrize(
    "fields", [{"role": "federation"}, {"role": "roi"}, {"email": "x"}, {"name": ""}, {"status": ""}]
)
def test_bad_invitation_is_refused_in_its_field(team: Team, fields: dict[str, str]) -> None:
    answer = team.desk.post(NEW, {**FORM, **fields})

    assert (answer.status_code, list(answer.context["form"].errors)) == (422, list(fields))
    assert (invitations(), mail.outbox) == ([], [])


def test_role_of_federation_is_offered_in_a_federation_by_its_own() -> None:
    federation = make_federation()
    head = make_membership(Role.FEDERATION, structure=federation)
    direction = make_membership(Role.DIRECTION, structure=federation)

    answers = [
        logged_in(place.user).post(NEW, {**FORM, "role": "federation"}).status_code for place in (direction, head)
    ]

    assert answers == [422, 200]


def test_a_stolen_account_does_not_write_to_a_town(team: Team) -> None:
    desk = team.desk
    for number in range(60):
        desk.post(NEW, {**FORM, "email": f"p{number}@exemple.fr"})

    answer = desk.post(NEW, FORM)

    assert (answer.status_code, len(mail.outbox)) == (422, 60)


def test_who_left_comes_back_by_an_invitation(team: Team) -> None:
    user = team.member.user
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=team.member.pk).update(ended_at=NOON, renamed_at=NOON, name="Ancien membre")
    path = invite(team, email=str(user.email))

    logged_in(user).post(path)

    back = reload(team.member)
    assert (back.ended_at, back.renamed_at, back.name, back.role) == (None, None, "Inès Roux", "referent")


def test_old_invitations_are_forgotten(team: Team) -> None:
    with time_machine.travel(NOON):
        invite(team)
    with time_machine.travel(NOON.replace(month=4, day=7)):
        invite(team, email="b@exemple.fr")

    erased = forget_invitations(NOON.replace(month=4, day=8, hour=13))

    assert (erased, [invitation.email for invitation in invitations()]) == (1, ["b@exemple.fr"])


def test_list_shows_what_waits_in_as_many_queries_for_one_as_for_thirty(
    team: Team, django_assert_num_queries: Any
) -> None:
    invite(team)
    desk = team.desk
    desk.get(LIST)
    with django_assert_num_queries(12, exact=False) as few:
        shown = desk.get(LIST).content.decode()
    for number in range(29):
        invite(team, email=f"p{number}@exemple.fr")
    with django_assert_num_queries(12, exact=False) as many:
        desk.get(LIST)

    assert "Inès Roux" in shown
    assert len(many) == len(few)


@pytest.mark.parametrize("path", [NEW, LIST])
def test_who_may_invite(team: Team, path: str) -> None:
    stranger = make_team()

    assert Client().get(path).status_code == 302
    assert [team.field.get(path).status_code, team.desk.put(path).status_code] == [403, 405]
    assert len(stranger.desk.get(LIST).context["invitations"]) == 0


@pytest.mark.parametrize("action", ["renvoi", "retrait"])
def test_invitation_of_another_structure_is_not_found(team: Team, action: str) -> None:
    invite(team)
    path = f"{LIST}{invitations()[0].pk}/{action}/"

    assert make_team().desk.post(path).status_code == 404
    assert [team.desk.get(path).status_code, team.field.post(path).status_code] == [405, 403]
    assert invitations()[0].withdrawn_at is None


def test_actions_refuse_by_themselves_what_the_pages_do_not_offer(team: Team) -> None:
    invite(team)
    (invitation,) = invitations()
    with across_structures():
        invitation = Invitation.objects.select_related("structure").get(pk=invitation.pk)
    late, told = invitation.expires_at, {**FORM, "email": "b@exemple.fr", "role": "federation"}

    with pytest.raises(InvitationClosed, match="autre adresse"):
        accept_with_account(invitation=invitation, user=make_user(), device="", now=invitation.created_at)
    with pytest.raises(InvitationClosed, match="plus valable"):
        accept_with_new_account(invitation=invitation, name="Inès", password=PHRASE, device="", now=late)
    with structure_scope(team.structure.pk), pytest.raises(RoleRefused):
        send(
            structure=team.structure,
            **told,
            invited_by=team.lead,
            by=actor_for(team.lead),
            now=NOON,
            origin="http://x/",
        )

    assert (places(), len(invitations())) == ([], 1)
