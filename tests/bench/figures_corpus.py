"""Millions of invented contacts, and their sums, written in bulk SQL: the same rows on SQLite and on PostgreSQL.

The product writes a tap and its sums together; here both are made by SQL, and ``sums_are_right`` asks the product's own
rebuild to compare them on a structure small enough to be read row by row.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.utils.timezone import localtime

from palier.agenda.enums import Modality, OutingState
from palier.agenda.models import Outing, Participation
from palier.core.tenancy import structure_scope
from palier.fieldlog.actions.rebuilding import rebuild_rollups
from palier.fieldlog.actions.rollups import month_of
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import LINES, CellRollup, HourRollup, MonthRollup, OutingLog
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership, Structure
from tests.factories.people import make_membership, make_structure
from tests.factories.territory import make_place

FIRST_DAY, NOW = datetime(2017, 9, 4, 8, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC)
DAYS, PLACES, CELLS, STEPS = 3500, 24, 350, 500
# With 24 places and 350 cells, seven outings of fifty contacts at a place meet every cell: from there on, more contacts
# make no more sums (palier writes one a cell, a place and a month).
WAYS = (Modality.PIED_IMMEUBLE, Modality.CAFE_QUARTIER)
STATUSES = (MembershipStatus.SALARIE, MembershipStatus.BENEVOLE, MembershipStatus.HABITANT_RELAIS)
# How often each value of a list comes, in its order.
WEIGHTS: tuple[tuple[Any, tuple[int, ...]], ...] = (
    (Age, (8, 7, 8, 18, 22, 15, 14, 8)),
    (Gender, (55, 38, 1, 6)),
    (Acquaintance, (35, 55, 10)),
    (Contact, (65, 25, 10)),
)
MET, FIRST_TIME = "t.contact <> 'refus'", "t.acquaintance = 'premiere_rencontre'"
COUNTED = {
    "people": f"sum(CASE WHEN {MET} THEN t.step ELSE 0 END)",
    "first_meetings": f"sum(CASE WHEN {MET} AND {FIRST_TIME} THEN t.step ELSE 0 END)",
    "refusals": f"sum(CASE WHEN {MET} THEN 0 ELSE t.step END)",
}
NOTHING = dict.fromkeys(sorted(set(OutingLog.COUNTS) - set(COUNTED)), "0")
CELL = {name: f"t.{name}" for name in CellRollup.CELL}
PLACE = {"structure": "o.structure", "month": "o.month", "place": "o.place", "modality": "o.modality"}
HOUR = "CASE WHEN t.made_at = o.later THEN o.hour + 1 ELSE o.hour END"


def fill_outings(count: int, name: str, first_number: int = 0) -> Membership:
    """Write a structure, its places, its team and ``count`` outings held over ten years; return its lead."""
    structure = make_structure(name)
    lead = make_membership(Role.REFERENT, structure=structure)
    team = [make_membership(Role.EQUIPIER, structure=structure, status=status) for status in STATUSES]
    places = [make_place(structure) for _ in range(PLACES)]
    outings = []
    for number in range(count):
        starts_at = FIRST_DAY + timedelta(days=number * DAYS // count, hours=number % 8)
        place = places[number * 7 % PLACES]
        way = WAYS[number % len(WAYS)]
        fields: dict[str, Any] = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
        fields |= {"state": OutingState.TERMINEE, "modality": way, "written_at": starts_at}
        outings.append(Outing(structure=structure, place=place, **fields))
    Outing.objects.bulk_create(outings, batch_size=500)
    there = [
        Participation(structure=structure, outing=outing, membership=member, joined_at=outing.starts_at)
        for number, outing in enumerate(outings)
        for member in (lead, *team[: 1 + number % 3])
    ]
    Participation.objects.bulk_create(there, batch_size=500)
    _note(outings, first_number)
    return lead


def make_scratch() -> None:
    """Make the tables that the taps are drawn from: outings, steps, cells."""
    kinds = [_kind(Outing, "id"), _kind(CellRollup, "month"), _kind(Outing, "starts_at")]
    key, day, instant = kinds
    chance = Random("Palier chiffres")
    drawn = [
        [number, *(chance.choices(choices.values, weights)[0] for choices, weights in WEIGHTS)]
        for number in range(CELLS)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_outing (n integer PRIMARY KEY, structure {key}, outing {key} UNIQUE, place {key},"
            f" modality text, month {day}, weekday integer, hour integer, sooner {instant}, later {instant})"
        )
        cursor.execute("CREATE TABLE bench_step (i integer PRIMARY KEY)")
        cursor.execute(
            "CREATE TABLE bench_cell (k integer PRIMARY KEY, age text, gender text, acquaintance text, contact text)"
        )
        cursor.executemany("INSERT INTO bench_step VALUES (%s)", [[number] for number in range(STEPS)])
        cursor.executemany("INSERT INTO bench_cell VALUES (%s, %s, %s, %s, %s)", drawn)


def fill_contacts(low: int, high: int) -> None:
    """Give each outing its taps from the one of rank ``low`` to that before ``high``, then make every sum again."""
    is_sqlite = connection.vendor == "sqlite"
    uuid = "printf('%%016x%%016x', o.n, s.i)" if is_sqlite else "lpad(to_hex(o.n * 1000 + s.i), 32, '0')::uuid"
    sql = (
        "INSERT INTO fieldlog_tally (id, created_at, updated_at, structure_id, outing_id, age, gender, acquaintance,"
        f" contact, step, reason, made_at, received_at) SELECT {uuid}, o.later, o.later, o.structure, o.outing,"
        " c.age, c.gender, c.acquaintance, c.contact, 1, '', CASE WHEN s.i %% 3 = 0 THEN o.later ELSE o.sooner END,"
        " o.later FROM bench_outing o CROSS JOIN bench_step s"
        f" JOIN bench_cell c ON c.k = (o.n * 75 + s.i) %% {CELLS}"
        " WHERE s.i >= %s AND s.i < %s ORDER BY o.n, s.i"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [low, high])
    _sum(CellRollup, {**PLACE, **CELL}, {"people": "sum(t.step)"})
    _sum(HourRollup, {**PLACE, "weekday": "o.weekday", "hour": HOUR}, {"people": "sum(t.step)"}, where=MET)
    _sum(MonthRollup, {"structure": "o.structure", "month": "o.month"}, {**COUNTED, **NOTHING})
    one = {"version": "1", "nobody": "false" if not is_sqlite else "0", "last_received_at": "max(o.later)"}
    _sum(OutingLog, {"structure": "o.structure", "outing": "o.outing"}, {**COUNTED, **NOTHING, **one})


def sums_are_right(structure: Structure) -> bool:
    """Tell whether the product's own rebuild finds every sum of ``structure`` equal to its rows."""
    with structure_scope(structure.pk):
        return rebuild_rollups(structure=structure, models=LINES, now=NOW, check=True).is_right


def _note(outings: Sequence[Outing], first_number: int) -> None:
    def written(field: Field[Any, Any], value: Any) -> Any:
        return field.get_db_prep_save(value, connection)

    key, instant = Outing._meta.get_field("id"), Outing._meta.get_field("starts_at")
    month = CellRollup._meta.get_field("month")
    rows = []
    for number, outing in enumerate(outings, first_number):
        local = localtime(outing.starts_at)
        later = outing.starts_at + timedelta(hours=1)
        keys = [written(key, value) for value in (outing.structure_id, outing.pk, outing.place_id)]
        rows.append(
            [
                number,
                *keys,
                outing.modality,
                written(month, month_of(outing)),
                *(local.weekday(), local.hour),
                *(written(instant, value) for value in (outing.starts_at, later)),
            ]
        )
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO bench_outing VALUES ({', '.join(['%s'] * 10)})", rows)


def _sum(model: type[Model], by: dict[str, str], values: dict[str, str], where: str = "1 = 1") -> None:
    """Empty the table of ``model`` and fill it again from the taps."""
    is_sqlite = connection.vendor == "sqlite"
    row = "row_number() OVER ()"
    uuid = f"printf('%%032x', {row})" if is_sqlite else f"lpad(to_hex({row}), 32, '0')::uuid"
    columns = ", ".join(str(model._meta.get_field(name).column) for name in (*by, *values))  # type: ignore[union-attr]
    asked = ", ".join(f"{value} AS {name}" for name, value in (by | values).items())
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute(
            f"INSERT INTO {model._meta.db_table} (id, created_at, updated_at, {columns})"
            f" SELECT {uuid}, %s, %s, g.* FROM (SELECT {asked} FROM fieldlog_tally t"
            f" JOIN bench_outing o ON o.outing = t.outing_id WHERE {where} GROUP BY {', '.join(by.values())}) g",
            [NOW.isoformat(" "), NOW.isoformat(" ")],
        )


def _kind(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).db_type(connection))
