"""What the form of a series shows first."""

from datetime import date
from typing import Any

from dateutil.relativedelta import relativedelta

from palier.agenda.calendar_facts.zones import school_zone_of
from palier.agenda.enums import Frequency, Modality, Rotation
from palier.agenda.forms.series_places import PLACE_LINES, numbered
from palier.agenda.series_plan import SeriesPlan


def first_values(departement: str, today: date) -> dict[str, Any]:
    """Return the values of a new series: a morning each week, for a year, with the holidays of the département."""
    return {
        "modality": Modality.PRESENCE_SOCIALE,
        "frequency": Frequency.HEBDOMADAIRE,
        "interval": 1,
        "starts_on": today,
        "ends_on": today + relativedelta(years=1, days=-1),
        "start_time": "09:00",
        "end_time": "11:00",
        "skip_public_holidays": True,
        "school_zone": school_zone_of(departement) or "",
        "rotation": Rotation.ORDRE,
        "smallest_team": 2,
        "largest_team": 3,
        "is_public": True,
    }


def values_of(plan: SeriesPlan) -> dict[str, Any]:
    """Return the values of a plan that exists."""
    rule, fields = plan.rule, plan.fields
    lines = [(str(turn.place_id), str(turn.weight)) for turn in plan.turns[:PLACE_LINES]]
    return {
        **{name: fields[name] for name in ("name", "modality", "intents", "smallest_team", "largest_team")},
        **{name: fields[name] for name in ("plan_action", "note", "is_public")},
        "vehicle": fields["vehicle_id"],
        "material": "\n".join(fields["material"]),
        "frequency": rule.frequency,
        "interval": rule.interval,
        "weekdays": list(rule.weekdays),
        "ranks": list(rule.ranks),
        "months": list(rule.months),
        "starts_on": rule.starts_on,
        "ends_on": rule.ends_on,
        "start_time": plan.start_time,
        "end_time": plan.end_time,
        "skip_public_holidays": plan.exceptions.skip_public,
        "skip_school_holidays": plan.exceptions.skip_school,
        "school_zone": plan.exceptions.school_zone or "",
        "rotation": plan.rotation,
        **numbered(lines or [("", "1")]),
        **{f"team_{number}": [str(person) for person in people] for number, people in plan.teams.items()},
    }
