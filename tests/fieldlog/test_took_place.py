"""An outing whose log holds a line took place, whatever nobody tapped: nobody is asked, and it counts everywhere."""

from datetime import date, datetime, timedelta

import pytest

from palier.agenda.actions.alerts import raise_due_alerts
from palier.agenda.enums import OutingState
from palier.agenda.models import Alert, Outing
from palier.agenda.periods import PeriodKind, period_of
from palier.agenda.queries.fairness import Period as Days
from palier.agenda.queries.fairness import shares
from palier.agenda.queries.regularity import regularity
from palier.agenda.queries.regularity_counts import Scope
from palier.agenda.queries.safety import safety_panel
from palier.agenda.queries.safety_watch import open_alerts
from palier.dashboard.queries.month import month_figures
from palier.dashboard.queries.today import today_of
from palier.structures.models import Membership
from tests.factories.fieldlog import make_tallies
from tests.factories.outings import make_outing, paris

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("inside")]
DAY = date(2027, 3, 11)
EVENING = paris(DAY, 19)


def tell(outing: Outing, at: datetime | None = None) -> Outing:
    """Write a line about it, as a phone does later, or at ``at``."""
    make_tallies(outing, at=at or EVENING - timedelta(minutes=1))
    outing.refresh_from_db()
    assert outing.state == OutingState.CONFIRMEE
    return outing


def test_nobody_is_asked_about_an_outing_with_lines(outing: Outing, lead: Membership) -> None:
    asked = [safety_panel(outing, lead, EVENING).is_silent, bool(today_of(lead, EVENING).unclosed)]

    tell(outing)

    told = [safety_panel(outing, lead, EVENING).is_silent, bool(today_of(lead, EVENING).unclosed)]
    assert (asked, told) == ([True, True], [False, False])
    assert raise_due_alerts(EVENING) == 0


def test_who_wrote_on_the_way_is_still_waited_for(outing: Outing, lead: Membership) -> None:
    tell(outing, at=outing.starts_at + timedelta(minutes=20))

    assert (safety_panel(outing, lead, EVENING).is_silent, bool(today_of(lead, EVENING).unclosed)) == (True, True)
    assert raise_due_alerts(EVENING) == 1
    assert len(open_alerts(lead)) == 1


def test_line_closes_the_question_asked_before(outing: Outing, lead: Membership) -> None:
    assert raise_due_alerts(EVENING) == 1
    assert len(open_alerts(lead)) == 1

    tell(outing)

    assert open_alerts(lead) == []
    assert raise_due_alerts(EVENING + timedelta(minutes=1)) == 0
    assert Alert.objects.filter(closed_at=None).count() == 0


def test_outing_with_lines_is_held_for_regularity_the_month_and_shares(outing: Outing, awa: Membership) -> None:
    def counted() -> list[int]:
        month = Scope(period_of(PeriodKind.MOIS, DAY))
        figures = month_figures(EVENING)
        held = regularity(month, weeks=4, now=EVENING).tally.held
        mine = next(share for share in shares(Days(DAY, DAY)) if share.member == awa)
        return [held, figures.held.value, figures.people.value, mine.outings]

    before = counted()
    tell(outing)

    assert (before, counted()) == ([0, 0, 0, 0], [1, 1, 1, 1])


def test_the_next_time_there_hears_that_it_was_held(outing: Outing, lead: Membership) -> None:
    tell(outing)
    make_outing(lead.structure, place=outing.place, day=date(2027, 3, 12), hour=14)

    said = today_of(lead, paris(date(2027, 3, 12), 8)).today[0].last_time

    assert said == "La dernière fois ici, le 11/03\u00a0: tenue"
