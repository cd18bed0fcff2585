"""Who is warned, when, once; what the letters say; what keeps them from being lost."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import IntegrityError, transaction

from palier.accounts.models import User
from palier.agenda.actions.alerts import raise_due_alerts
from palier.agenda.actions.help import HelpRefused, ask_help, close_help
from palier.agenda.actions.letters import HELD, TRIED_FOR, send_letters
from palier.agenda.actions.safety import end_outing, start_outing, undo_tap
from palier.agenda.enums import AlertLevel, OutingState
from palier.agenda.models import Alert, AlertLetter, Outing
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.core.tenancy import structure_scope
from palier.structures.enums import Role
from palier.structures.models import Membership
from tests.agenda.safety_teams import END, MINUTE, START, Team, alerts_of, fresh, letters_waiting, make_team
from tests.factories.people import actor_for, make_membership, make_structure

pytestmark = pytest.mark.django_db
LATE = END + 30 * MINUTE


@pytest.fixture
def team() -> Team:
    return make_team()


@pytest.fixture
def out(team: Team) -> Iterator[Team]:
    """The same team, Awa already out."""
    with structure_scope(team.structure.pk):
        start_outing(participation=team.of_awa, by=actor_for(team.awa), now=START)
        yield team


def send(now: datetime) -> int:
    return send_letters(lambda: now)


def reached(team: Team) -> list[str]:
    """Return to whom the letters went, by their names in the team, in alphabetical order."""
    names = {getattr(team, name).user.email: name for name in ("awa", "karim", "ines", "lead", "direction")}
    return sorted(names[address] for message in mail.outbox for address in message.to)


def help_from(team: Team, who: Membership, now: datetime = START) -> Alert:
    return ask_help(outing=team.outing, asked_by=who, by=actor_for(who), now=now)


def test_each_level_is_warned_at_its_minute_and_once(out: Team) -> None:
    second = timedelta(seconds=1)
    raised = [
        [raise_due_alerts(at - second), raise_due_alerts(at), raise_due_alerts(at + second)]
        for at in (LATE, LATE + 15 * MINUTE, LATE + 30 * MINUTE, LATE + 45 * MINUTE)
    ]

    assert raised == [[0, 1, 0], [0, 1, 0], [0, 1, 0], [0, 0, 0]]
    assert alerts_of(out.outing) == [("equipe", 1, True), ("referent", 1, True), ("direction", 1, True)]


def test_letters_reach_the_team_then_the_lead_then_the_direction(out: Team) -> None:
    heard = []
    for minutes in (0, 15, 30):
        mail.outbox = []
        raise_due_alerts(LATE + minutes * MINUTE)
        send(LATE + minutes * MINUTE)
        heard.append(reached(out))

    assert heard == [["awa", "karim"], ["lead"], ["direction"]]


def test_server_down_for_an_hour_warns_everybody_when_it_is_back(out: Team) -> None:
    assert raise_due_alerts(LATE + 60 * MINUTE) == 3

    assert send(LATE + 60 * MINUTE) == 4
    assert reached(out) == ["awa", "direction", "karim", "lead"]


def test_grace_is_a_setting(out: Team, settings: object) -> None:
    settings.RETURN_GRACE_MINUTES = 5  # type: ignore[attr-defined]

    assert [raise_due_alerts(END + minutes * MINUTE) for minutes in (4, 5)] == [0, 1]


def test_team_that_is_back_is_not_looked_for(out: Team) -> None:
    end_outing(outing=out.outing, told_by=out.awa, by=actor_for(out.awa), now=LATE - MINUTE)

    assert raise_due_alerts(LATE + 60 * MINUTE) == 0


@pytest.mark.parametrize("state", [OutingState.BROUILLON, OutingState.ANNULEE, OutingState.TERMINEE])
def test_other_states_warn_nobody(state: OutingState) -> None:
    make_team(state=state)

    assert raise_due_alerts(LATE) == 0


def test_return_closes_the_alerts_and_holds_back_their_letters(out: Team) -> None:
    raise_due_alerts(LATE)

    end_outing(outing=out.outing, told_by=out.awa, by=actor_for(out.awa), now=LATE + MINUTE)

    assert alerts_of(out.outing) == [("equipe", 1, False)]
    assert (send(LATE + MINUTE), letters_waiting()) == (0, 0)


def test_alert_of_an_outing_cancelled_elsewhere_is_closed(out: Team) -> None:
    raise_due_alerts(LATE)
    Outing.objects.update(state=OutingState.ANNULEE, cancel_reason="autre")

    raise_due_alerts(LATE + MINUTE)

    assert alerts_of(out.outing) == [("equipe", 1, False)]


def test_confirmed_outing_never_started_asks_the_lead_once(team: Team) -> None:
    raised = [raise_due_alerts(LATE - MINUTE), raise_due_alerts(LATE), raise_due_alerts(LATE + 120 * MINUTE)]
    send(LATE)

    assert raised == [0, 1, 0]
    assert alerts_of(team.outing) == [("nouvelles", 1, True)]
    assert reached(team) == ["lead"]


def test_outing_written_down_afterwards_or_long_ago_asks_nothing(team: Team) -> None:
    assert raise_due_alerts(END + timedelta(days=3)) == 0
    with structure_scope(team.structure.pk):
        Outing.objects.update(created_at=END + MINUTE)

    assert raise_due_alerts(LATE) == 0


def test_direction_is_asked_where_nobody_else_leads(team: Team) -> None:
    with structure_scope(team.structure.pk):
        Membership.objects.filter(pk=team.lead.pk).update(ended_at=START)

    raise_due_alerts(LATE)
    send(LATE)

    assert reached(team) == ["direction"]


def test_who_has_no_address_or_left_gets_no_letter(out: Team) -> None:
    out.karim.user.email = None
    out.karim.user.save(update_fields=["email"])
    Membership.objects.filter(pk=out.lead.pk).update(ended_at=START)
    make_membership(Role.REFERENT, structure=out.structure, is_active=False)

    raise_due_alerts(LATE + 15 * MINUTE)
    send(LATE + 15 * MINUTE)

    assert reached(out) == ["awa", "direction"]


def test_trouble_in_one_structure_leaves_the_others_their_alerts(out: Team, caplog: pytest.LogCaptureFixture) -> None:
    other = make_team(structure=make_structure())
    with structure_scope(other.structure.pk):
        Alert.objects.create(structure=other.structure, outing=other.outing, level=AlertLevel.EQUIPE, raised_at=LATE)
        Outing.objects.filter(pk=other.outing.pk).update(state="inconnu")

    assert raise_due_alerts(LATE) == 1

    assert alerts_of(out.outing) == [("equipe", 1, True)]
    assert [record.args for record in caplog.records] == [(other.structure.pk,)]


def test_database_refuses_the_same_alert_twice(out: Team) -> None:
    raise_due_alerts(LATE)
    alert = Alert.objects.get()

    with pytest.raises(IntegrityError), transaction.atomic():
        Alert.objects.create(structure=out.structure, outing=out.outing, level=alert.level, raised_at=LATE)


def test_help_reaches_the_team_the_lead_and_the_direction(out: Team) -> None:
    alert = help_from(out, out.awa)

    assert send(START) == 4
    assert reached(out) == ["awa", "direction", "karim", "lead"]
    alert.refresh_from_db()
    assert alert.sent_at == START
    entry = AuditEntry.objects.get(kind=AuditKind.HELP_ASKED)
    assert (entry.detail, entry.actor_name, entry.target_id) == ("Aide demandée", "Awa Perrin", str(out.outing.pk))


def test_second_touch_is_the_same_call_and_a_later_one_another(out: Team) -> None:
    first, same = help_from(out, out.awa), help_from(out, out.karim)
    assert first == same
    close_help(alert=first, closed_by=out.awa, by=actor_for(out.awa), now=START + MINUTE)

    help_from(out, out.karim, START + 2 * MINUTE)

    assert alerts_of(out.outing) == [("aide", 1, False), ("aide", 2, True)]


@pytest.mark.parametrize("closer", ["awa", "lead", "direction"])
def test_caller_or_lead_says_that_all_is_well(out: Team, closer: str) -> None:
    who = getattr(out, closer)
    alert = help_from(out, out.awa)

    close_help(alert=alert, closed_by=who, by=actor_for(who), now=START + MINUTE)
    close_help(alert=alert, closed_by=who, by=actor_for(who), now=START + 2 * MINUTE)

    alert.refresh_from_db()
    assert (alert.closed_at, alert.closed_by) == (START + MINUTE, who)
    kinds = AuditEntry.objects.filter(kind=AuditKind.HELP_ASKED).order_by("at", "pk")
    assert [entry.detail for entry in kinds] == ["Aide demandée", "Tout va bien"]
    assert (send(START + MINUTE), mail.outbox) == (0, [])


@pytest.mark.parametrize("closer", ["karim", "ines"])
def test_others_do_not_close_a_call(out: Team, closer: str) -> None:
    alert, who = help_from(out, out.awa), getattr(out, closer)

    with pytest.raises(HelpRefused, match="référent·es"):
        close_help(alert=alert, closed_by=who, by=actor_for(who), now=START)

    assert alerts_of(out.outing) == [("aide", 1, True)]


def test_return_of_the_team_leaves_a_call_open(out: Team) -> None:
    help_from(out, out.awa)

    end_outing(outing=out.outing, told_by=out.lead, by=actor_for(out.lead), now=END)
    raise_due_alerts(END)

    assert alerts_of(out.outing) == [("aide", 1, True)]


@pytest.mark.parametrize(("hours", "asks"), [(-3.1, False), (-3, True), (14, True), (14.1, False)])
def test_help_is_asked_near_the_hours_of_an_outing_even_not_started(team: Team, hours: float, asks: bool) -> None:
    with structure_scope(team.structure.pk):
        try:
            help_from(team, team.awa, START + timedelta(hours=hours))
        except HelpRefused:
            assert not asks
    assert bool(alerts_of(team.outing)) == asks


def test_letter_says_first_names_and_the_place_and_leads_to_the_page(out: Team, settings: object) -> None:
    settings.BASE_URL = "https://palier.exemple.fr"  # type: ignore[attr-defined]
    raise_due_alerts(LATE + 15 * MINUTE)
    help_from(out, out.karim, LATE)
    send(LATE + 15 * MINUTE)

    words = {message.subject: message.body for message in mail.outbox}

    place = str(fresh(out.outing).place)
    referent, aide = words[f"Équipe pas encore rentrée : {place}"], words[f"Besoin d'aide : Karim, {place}"]
    assert "devait rentrer le 11 mars à 11:00" in referent
    assert "Encore dehors : Awa." in referent
    assert f"https://palier.exemple.fr/sorties/{out.outing.pk}/securite/" in referent
    assert "15, 17, 18, 112" in referent
    assert "Karim demande de l'aide" in aide
    for text in [*words, *words.values()]:
        assert [name for name in ("Perrin", "Vidal", "Roche", "Marchal", "@") if name in text] == []


def test_each_person_gets_a_letter_of_their_own(out: Team) -> None:
    help_from(out, out.awa)
    send(START)

    assert [len(message.recipients()) for message in mail.outbox] == [1, 1, 1, 1]
    assert len({message.extra_headers["Message-ID"] for message in mail.outbox}) == 4


class Broken(EmailBackend):
    """A mail server that refuses the first address of the team."""

    refused: str = ""

    def send_messages(self, messages: object) -> int:
        if [message.to for message in messages] == [[Broken.refused]]:  # type: ignore[attr-defined]
            raise ConnectionRefusedError("mail server away")
        return super().send_messages(messages)  # type: ignore[arg-type]


def test_refused_letter_is_tried_again_and_holds_back_no_other(out: Team, settings: object) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Broken"  # type: ignore[attr-defined]
    Broken.refused = out.awa.user.email or ""
    raise_due_alerts(LATE)

    assert (send(LATE), reached(out)) == (1, ["karim"])
    Broken.refused = ""
    assert send(LATE + HELD - timedelta(seconds=1)) == 0
    assert send(LATE + HELD) == 1
    assert (send(LATE + 2 * HELD), reached(out)) == (0, ["awa", "karim"])


def test_letter_taken_by_a_process_that_died_is_sent_by_the_next(out: Team) -> None:
    raise_due_alerts(LATE)
    AlertLetter.objects.update(taken_until=LATE + HELD)

    assert (send(LATE + HELD - timedelta(seconds=1)), send(LATE + HELD)) == (0, 2)


def test_letter_of_yesterday_is_not_sent(out: Team) -> None:
    raise_due_alerts(LATE)

    assert send(LATE + TRIED_FOR) == 0


def test_looking_out_asks_no_more_for_thirty_quiet_structures_than_for_one(
    out: Team, django_assert_num_queries: Callable[..., Any]
) -> None:
    with django_assert_num_queries(1):
        raise_due_alerts(LATE - MINUTE)
    for _ in range(30):
        make_structure()

    with django_assert_num_queries(1):
        assert raise_due_alerts(LATE - MINUTE) == 0


def test_wrong_return_taken_back_leaves_no_letter_behind(out: Team) -> None:
    raise_due_alerts(LATE)
    tapped_at = LATE + MINUTE
    end_outing(outing=out.outing, told_by=out.ines, by=actor_for(out.ines), now=tapped_at)
    assert (send(tapped_at), letters_waiting()) == (0, 0)

    undo_tap(participation=out.of_awa, by=actor_for(out.ines), now=tapped_at + MINUTE)

    assert send(tapped_at + 2 * MINUTE) == 2
    assert reached(out) == ["awa", "karim"]


def test_wrong_return_taken_back_writes_to_nobody_twice(out: Team) -> None:
    raise_due_alerts(LATE)
    send(LATE)
    end_outing(outing=out.outing, told_by=out.ines, by=actor_for(out.ines), now=LATE + MINUTE)

    undo_tap(participation=out.of_awa, by=actor_for(out.ines), now=LATE + 2 * MINUTE)

    assert send(LATE + 3 * MINUTE) == 0
    assert reached(out) == ["awa", "karim"]


def test_letter_waiting_for_the_server_does_not_follow_who_left_meanwhile(out: Team) -> None:
    raise_due_alerts(LATE)
    Membership.objects.filter(pk=out.awa.pk).update(ended_at=LATE)
    User.objects.filter(pk=out.karim.user_id).update(is_active=False)

    assert send(LATE + MINUTE) == 0
    assert mail.outbox == []


def test_letter_of_who_gave_up_their_address_is_sent_to_nobody(out: Team) -> None:
    raise_due_alerts(LATE)
    User.objects.filter(pk=out.awa.user_id).update(email=None)

    assert send(LATE + MINUTE) == 1
    assert reached(out) == ["karim"]
