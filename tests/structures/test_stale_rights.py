"""Whoever loses a right keeps no door open: an old session, a code, an invitation, another structure's second proof."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from palier.accounts.limits import Limit
from palier.accounts.second_factor import has_second_factor
from palier.core.tenancy import structure_scope
from palier.structures.actions.federation import invite_first_direction
from palier.structures.actions.invitations import InvitationClosed, accept_with_new_account, invite
from palier.structures.actions.lost_factors import FactorKept, take_factor_away
from palier.structures.actions.members import change_member, end_membership
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Invitation, Membership
from tests.accounts.codes import code_of
from tests.factories.people import (
    PASSWORD,
    actor_for,
    logged_in,
    make_federation,
    make_membership,
    make_structure,
    show_second_factor,
)
from tests.structures.phone_browsers import PIN, address_of, code_shown
from tests.structures.team import Team, make_team

ADD_APP = "/compte/double-verification/application/ajouter/"

pytestmark = pytest.mark.django_db


def sent_away(team: Team, gone: Membership) -> None:
    with structure_scope(team.structure.pk):
        end_membership(member=gone, ended_by=team.lead, by=actor_for(team.lead), now=timezone.now())


def demoted(team: Team, member: Membership) -> None:
    with structure_scope(team.structure.pk):
        change_member(
            member=member,
            name=member.name,
            status=member.status,
            role=Role.EQUIPIER,
            changed_by=team.lead,
            by=actor_for(team.lead),
            now=timezone.now(),
        )


def invited_by(lead: Membership) -> Invitation:
    with structure_scope(lead.structure_id):
        return invite(
            structure=lead.structure,
            email="seconde@exemple.fr",
            name="Seconde adresse",
            status=MembershipStatus.SALARIE,
            role=Role.DIRECTION,
            invited_by=lead,
            by=actor_for(lead),
            now=timezone.now(),
            origin="https://palier.exemple.fr/",
        )


def accepted(invitation: Invitation) -> Membership:
    return accept_with_new_account(
        invitation=invitation, name="Paul", password=PASSWORD, device="Test", now=timezone.now()
    )


def test_session_older_than_the_factor_opens_no_page_of_the_direction() -> None:
    team = make_team()
    thief = Client()
    thief.force_login(team.lead.user)
    Authenticator.objects.create(user=team.lead.user, type=Authenticator.Type.TOTP, data={"secret": "x"})

    answer = thief.get(reverse("structures:audit-list"))

    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        "/compte/confirmer/code/?next=%2Freglages%2Fjournal%2F",
    )
    show_second_factor(thief, team.lead.user)
    assert thief.get(reverse("structures:audit-list")).status_code == 200


def test_factor_just_set_up_opens_at_once() -> None:
    team = make_team()
    client = Client()
    client.post("/compte/connexion/", {"login": str(team.lead.user.email), "password": PASSWORD})
    client.post("/compte/confirmer/", {"password": PASSWORD})
    key = client.get(ADD_APP).context["form"].secret

    client.post(ADD_APP, {"code": code_of(key)})

    assert client.get(reverse("structures:audit-list")).status_code == 200


@pytest.mark.parametrize("lose", [sent_away, demoted])
def test_code_of_somebody_who_may_show_no_more_lets_nobody_in(lose: object) -> None:
    assert callable(lose)
    team = make_team()
    lead = make_membership(Role.REFERENT, structure=team.structure)
    code, kept = code_shown(lead), code_shown(team.lead)

    lose(team, lead)

    answers = [Client().post(address_of(each), {"name": "Fatima", "pin": PIN}).status_code for each in (code, kept)]
    assert answers == [410, 302]


@pytest.mark.parametrize("lose", [sent_away, demoted])
def test_invitation_of_somebody_who_may_invite_no_more_is_withdrawn(lose: object) -> None:
    assert callable(lose)
    team = make_team()
    invitation = invited_by(make_membership(Role.DIRECTION, structure=team.structure))

    lose(team, invitation.invited_by)

    with pytest.raises(InvitationClosed):
        accepted(invitation)


def test_invitation_of_somebody_whose_name_alone_changed_stays() -> None:
    team = make_team()
    invitation = invited_by(team.lead)
    with structure_scope(team.structure.pk):
        change_member(
            member=team.lead,
            name="Autre nom",
            status=team.lead.status,
            role=team.lead.role,
            changed_by=team.lead,
            by=actor_for(team.lead),
            now=timezone.now(),
        )

    assert accepted(invitation).role == Role.DIRECTION


def test_federation_keeps_no_second_key_of_a_structure() -> None:
    federation = make_membership(Role.FEDERATION)
    centre = make_structure(federation=federation.structure)
    first, second = (
        invite_first_direction(
            structure=centre,
            name=name,
            email=f"{name}@exemple.fr",
            by=actor_for(federation),
            now=timezone.now(),
            origin="https://palier.exemple.fr/",
        )
        for name in ("vraie", "autre")
    )

    accepted(first)

    with pytest.raises(InvitationClosed):
        accepted(second)


@pytest.mark.parametrize("path", ["/reglages/equipe/", "/reglages/equipe/moi/", "/reglages/partenaires/", "/"])
def test_page_of_somebody_logged_in_is_kept_by_no_browser(path: str) -> None:
    team = make_team()

    assert "no-store" in team.desk.get(path).headers["Cache-Control"]
    assert "no-store" in team.field.get(path).headers["Cache-Control"]


def with_factor(member: Membership) -> Membership:
    Authenticator.objects.create(user=member.user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return member


def refused_to_take(member: Membership, taken_by: Membership) -> bool:
    with structure_scope(member.structure_id), pytest.raises(FactorKept):
        take_factor_away(member=member, taken_by=taken_by, by=actor_for(taken_by), now=timezone.now())
    return has_second_factor(member.user)


def test_factor_of_somebody_who_left_is_not_taken_away() -> None:
    team = make_team()
    gone = with_factor(make_membership(structure=team.structure))
    sent_away(team, gone)
    gone.refresh_from_db()

    assert refused_to_take(gone, team.lead)


def test_factor_that_guards_the_exports_of_another_structure_is_not_taken_away() -> None:
    team = make_team()
    elsewhere = make_membership(Role.REFERENT)
    here = with_factor(make_membership(Role.EQUIPIER, structure=team.structure, user=elsewhere.user))

    assert refused_to_take(here, team.lead)


def test_direction_of_a_federation_does_not_take_the_factor_of_who_federates() -> None:
    federation = make_federation()
    direction = make_membership(Role.DIRECTION, structure=federation)
    federates = with_factor(make_membership(Role.FEDERATION, structure=federation))

    assert refused_to_take(federates, direction)


def test_page_of_the_direction_asks_again_after_the_factor_was_shown_to_another_account() -> None:
    team, other = make_team(), make_team()
    client = logged_in(team.lead.user)
    client.force_login(other.lead.user)
    with_factor(other.lead)

    assert client.get(reverse("structures:audit-list")).status_code == 302


@pytest.mark.parametrize(
    "wanted", ["x", "-1", "structures:member-list", "//ailleurs.exemple", "https://ailleurs.exemple/"]
)
def test_way_on_after_the_pin_is_a_path_of_this_instance(wanted: str) -> None:
    answer = make_team().field.get("/code/", {"next": wanted})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("bound", ["since", "until"])
def test_audit_is_read_up_to_the_ends_of_time(bound: str, day: str) -> None:
    team = make_team()
    demoted(team, make_membership(Role.REFERENT, structure=team.structure))

    page = team.desk.get("/reglages/journal/", {bound: day, "kind": "member_changed"}).context["page"]

    assert len(page) == ((bound, day) in {("since", "0001-01-01"), ("until", "9999-12-31")})


def test_federation_sends_no_letters_to_a_whole_town(monkeypatch: pytest.MonkeyPatch) -> None:
    federation = make_membership(Role.FEDERATION)
    centre = make_structure(federation=federation.structure)
    monkeypatch.setattr("palier.structures.views.federation.SENT_BY_STRUCTURE", Limit("essai", 2, 3600))
    client, path = logged_in(federation.user), reverse("structures:federation-direction-new", args=[centre.pk])

    statuses = [client.post(path, {"name": "Paul", "email": f"p{n}@exemple.fr"}).status_code for n in range(3)]

    assert statuses == [302, 302, 422]
