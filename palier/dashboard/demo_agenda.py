"""Load the invented places, seasons and meetings, then live through the past: the same each time for the same day."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from palier.agenda.actions.demo import create_demo_series
from palier.agenda.actions.meetings import create_meeting
from palier.agenda.actions.vehicles import create_vehicle
from palier.agenda.enums import AttendanceState, CancelReason, OutingState, ParticipationState
from palier.agenda.models import Attendance, Meeting, Outing, OutingSeries, Participation
from palier.audit.actor import Actor
from palier.core.tenancy import structure_scope
from palier.dashboard.demo_people import PALIERS
from palier.dashboard.demo_places import CENTRES, SOURCE, SPOTS, TOWNS, ZONES, contour, degrees
from palier.dashboard.demo_seasons import (
    COMING_DAYS,
    MEETINGS,
    OUTINGS,
    PAST_DAYS,
    SERIES,
    DemoMeeting,
    DemoOuting,
    DemoSeries,
)
from palier.structures.models import Membership, Partner, Structure
from palier.territory.actions.places import create_place
from palier.territory.actions.zones import create_zone
from palier.territory.models import Place

BY = Actor.system("Démonstration")
PARIS = ZoneInfo("Europe/Paris")
SEED = "Palier"
# Of a hundred past outings, how many were cancelled; and the reasons, as often as teams give them.
CANCELLED = 13
REASONS = (
    *(CancelReason.METEO, CancelReason.METEO, CancelReason.METEO),
    *(CancelReason.EQUIPE_INCOMPLETE, CancelReason.LIEU_INDISPONIBLE),
)
# Those of the coming weeks are confirmed, the later ones are drafts.
CONFIRMED_DAYS = 17
Members = Mapping[str, Membership]


def load_agenda(structures: Mapping[str, Structure], people: Mapping[tuple[str, str], Membership], today: date) -> None:
    """Give each centre its neighbourhood and its season, around ``today``."""
    for key in CENTRES:
        structure = structures[key]
        members = {name: membership for (where, name), membership in people.items() if where == key}
        with structure_scope(structure.pk):
            places = _load_places(key, structure, today)
            for demo in SERIES:
                if demo.structure == key:
                    _load_series(demo, structure, places, members, today)
            _live_the_past(structure, today, Random(f"{SEED} {key}"))  # noqa: S311 (invented days, not secrets)
            _confirm_the_coming(structure, today)
            if key == PALIERS:
                create_vehicle(structure=structure, name="Triporteur à café", by=BY, now=_at(today, -PAST_DAYS))
                for lone in OUTINGS:
                    _load_outing(lone, structure, places, members, today)
                for meeting in MEETINGS:
                    _load_meeting(meeting, structure, members, today)


def _at(today: date, days: int, hour: time = time(7)) -> datetime:
    """Return the instant of an hour of Paris, some days from today."""
    return datetime.combine(today + timedelta(days=days), hour, PARIS).astimezone(UTC)


def _load_places(key: str, structure: Structure, today: date) -> dict[str, Place]:
    now = _at(today, -PAST_DAYS - 10)
    for zone in ZONES:
        if zone.structure == key:
            population = {
                "population": zone.population,
                "population_total": sum(zone.population.values()),
                "population_source": "Nombres inventés pour la démonstration",
            }
            fields = {"name": zone.name, "kind": zone.kind, "contour": contour(zone), "source": SOURCE, **population}
            create_zone(structure=structure, fields=fields, by=BY, now=now)
    partners = {partner.name: partner for partner in Partner.objects.all()}
    postal_code, commune = TOWNS[key]
    made = {}
    for spot in SPOTS:
        if spot.structure == key:
            longitude, latitude = degrees(key, spot.east, spot.north)
            fields = {
                "name": spot.name,
                "kind": spot.kind,
                "address": spot.address,
                "hours": spot.hours,
                "postal_code": postal_code,
                "commune": commune,
                "note": spot.note,
                "latitude": latitude,
                "longitude": longitude,
                "partner": partners.get(spot.partner),
            }
            made[spot.name] = create_place(structure=structure, fields=fields, by=BY, now=now)
    return made


def _load_series(
    demo: DemoSeries, structure: Structure, places: Mapping[str, Place], members: Members, today: date
) -> None:
    template = OutingSeries(
        name=demo.name,
        frequency=demo.frequency,
        interval=demo.interval,
        weekdays=[demo.weekday],
        ranks=list(demo.ranks),
        months=list(demo.months),
        starts_on=today - timedelta(days=PAST_DAYS),
        ends_on=today + timedelta(days=COMING_DAYS),
        start_time=demo.start,
        end_time=demo.end,
        rotation=demo.rotation,
        modality=demo.modality,
        intents=list(demo.intents),
        material=list(demo.material),
    )
    create_demo_series(
        structure=structure,
        template=template,
        places=[places[name] for name in demo.places],
        teams=[[members[name] for name in team] for team in demo.teams],
        by=BY,
        now=_at(today, -PAST_DAYS - 1),
    )


def _live_the_past(structure: Structure, today: date, chance: Random) -> None:
    """Hold the outings before today, or cancel some of them, and note who came and when."""
    past = list(Outing.objects.filter(structure=structure, starts_at__lt=_at(today, 0, time())).order_by("starts_at"))
    teams: dict[object, list[Participation]] = {}
    for entry in Participation.objects.filter(outing__in=past).order_by("membership__name"):
        teams.setdefault(entry.outing_id, []).append(entry)
    came = []
    for outing in past:
        outing.confirmed_at = outing.starts_at - timedelta(days=5)
        if chance.randrange(100) < CANCELLED:
            outing.state, outing.cancel_reason = OutingState.ANNULEE, chance.choice(REASONS)
            continue
        late, longer = (timedelta(minutes=chance.randrange(most)) for most in (10, 25))
        outing.state = OutingState.TERMINEE
        outing.started_at, outing.ended_at = outing.starts_at + late, outing.ends_at + longer
        for entry in teams.get(outing.pk, []):
            entry.checked_in_at, entry.checked_out_at = outing.started_at, outing.ended_at
            came.append(entry)
    Outing.objects.bulk_update(
        past, ["state", "cancel_reason", "confirmed_at", "started_at", "ended_at"], batch_size=100
    )
    Participation.objects.bulk_update(came, ["checked_in_at", "checked_out_at"], batch_size=100)


def _confirm_the_coming(structure: Structure, today: date) -> None:
    coming = Outing.objects.filter(
        structure=structure, starts_at__gte=_at(today, 0, time()), starts_at__lt=_at(today, CONFIRMED_DAYS)
    )
    coming.update(state=OutingState.CONFIRMEE, confirmed_at=_at(today, -1))


def _load_outing(
    demo: DemoOuting, structure: Structure, places: Mapping[str, Place], members: Members, today: date
) -> None:
    written = _at(today, demo.day - 12)
    outing = Outing.objects.create(
        structure=structure,
        name=demo.name,
        place=places[demo.place],
        modality=demo.modality,
        state=demo.state,
        starts_at=_at(today, demo.day, demo.start),
        ends_at=_at(today, demo.day, demo.end),
        confirmed_at=written if demo.state == OutingState.CONFIRMEE else None,
        created_at=written,
        updated_at=written,
    )
    for number, name in enumerate(demo.people, start=1):
        Participation.objects.create(
            structure=structure,
            outing=outing,
            membership=members[name],
            state=demo.asks if number == len(demo.people) else ParticipationState.INSCRIT,
            joined_at=written,
        )


def _load_meeting(demo: DemoMeeting, structure: Structure, members: Members, today: date) -> None:
    starts_at = _at(today, demo.day, demo.start)
    meeting = create_meeting(
        structure=structure,
        fields={
            "kind": demo.kind,
            "title": demo.title,
            "where": "Salle du Palier",
            "agenda": demo.agenda,
            "starts_at": starts_at,
            "ends_at": starts_at + timedelta(hours=demo.hours),
        },
        members=[members[name] for name in demo.people],
        guests=[],
        by=BY,
        now=min(starts_at - timedelta(days=14), _at(today, 0)),
    )
    if demo.day >= 0:
        return
    Meeting.objects.filter(pk=meeting.pk).update(minutes=demo.minutes)
    chance = Random(f"{SEED} {demo.title} {demo.day}")  # noqa: S311 (invented days, not secrets)
    for entry in Attendance.objects.filter(meeting=meeting).order_by("membership__name"):
        absent = chance.randrange(6) == 0
        entry.state = AttendanceState.EXCUSE if absent else AttendanceState.PRESENT
        entry.signed_at = None if absent else starts_at
        entry.save(update_fields=["state", "signed_at"])
