"""Millions of invented contacts, written in bulk SQL with their sums: the same rows on SQLite and on PostgreSQL.

The product writes a tap and its sums together; here both come from what was drawn, and ``sums_are_right`` asks the
product's own rebuild to compare them on a structure small enough to be read row by row.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from itertools import islice
from random import Random
from typing import Any

from django.db import connection
from django.db.models import Field, Model
from django.utils.timezone import localtime

from palier.agenda.enums import Modality, OutingState
from palier.agenda.models import Outing, Participation
from palier.core.tenancy import across_structures, structure_scope
from palier.fieldlog.actions.rebuilding import rebuild_rollups
from palier.fieldlog.actions.rollups import CELL_KEY, HOUR_KEY, MONTH_KEY, add_people, add_steps, month_of
from palier.fieldlog.actions.writing import Cell, tally_sums
from palier.fieldlog.enums import Acquaintance, Age, Contact, Gender
from palier.fieldlog.models import LINES, CellRollup, HourRollup, MonthRollup, OutingLog
from palier.structures.enums import MembershipStatus, Role
from palier.structures.models import Membership, Structure
from tests.factories.people import make_membership, make_structure
from tests.factories.territory import make_place

FIRST_DAY, NOW = datetime(2017, 9, 4, 8, tzinfo=UTC), datetime(2027, 7, 1, 12, tzinfo=UTC)
DAYS, PLACES, CELLS, STRIDE, STEPS = 3500, 24, 350, 75, 500
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
    _note(first_number)
    return lead


@cache
def drawn_cells() -> list[Cell]:
    """Return the cells that taps are drawn from, those that come often several times."""
    chance = Random("Palier chiffres")
    drawn = ([chance.choices(choices.values, weights)[0] for choices, weights in WEIGHTS] for _ in range(CELLS))
    return [(age, gender, acquaintance, contact) for age, gender, acquaintance, contact in drawn]


def make_scratch() -> None:
    """Make the tables that the taps are drawn from: outings, steps, cells."""
    key, instant = _kind(Outing, "id"), _kind(Outing, "starts_at")
    numbered: list[list[Any]] = [[number, *cell] for number, cell in enumerate(drawn_cells())]
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_outing (n integer PRIMARY KEY, structure {key}, outing {key}, sooner {instant},"
            f" later {instant})"
        )
        cursor.execute("CREATE TABLE bench_step (i integer PRIMARY KEY)")
        cursor.execute(
            "CREATE TABLE bench_cell (k integer PRIMARY KEY, age text, gender text, acquaintance text, contact text)"
        )
        cursor.executemany("INSERT INTO bench_step VALUES (%s)", [[number] for number in range(STEPS)])
        cursor.executemany("INSERT INTO bench_cell VALUES (%s, %s, %s, %s, %s)", numbered)


def fill_contacts(low: int, high: int) -> None:
    """Give each outing its taps from the one of rank ``low`` to that before ``high``, then make every sum again."""
    is_sqlite = connection.vendor == "sqlite"
    uuid = "printf('%%016x%%016x', o.n, s.i)" if is_sqlite else "lpad(to_hex(o.n * 1000 + s.i), 32, '0')::uuid"
    sql = (
        "INSERT INTO fieldlog_tally (id, created_at, updated_at, structure_id, outing_id, age, gender, acquaintance,"
        f" contact, step, reason, made_at, received_at) SELECT {uuid}, o.later, o.later, o.structure, o.outing,"
        " c.age, c.gender, c.acquaintance, c.contact, 1, '', CASE WHEN s.i %% 3 = 0 THEN o.later ELSE o.sooner END,"
        " o.later FROM bench_outing o CROSS JOIN bench_step s"
        f" JOIN bench_cell c ON c.k = (o.n * {STRIDE} + s.i) %% {CELLS}"
        " WHERE s.i >= %s AND s.i < %s ORDER BY o.n, s.i"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [low, high])
    _write_sums(high)


@lru_cache(maxsize=64)
def _told(start: int, high: int) -> tuple[Counter[Cell], Counter[int], Counter[str]]:
    """Return what an outing with ``high`` taps from the cell ``start`` on adds: by cell, by hour of the two, in all."""
    cells, hours, counts = Counter[Cell](), Counter[int](), Counter[str]()
    for rank in range(high):
        cell = drawn_cells()[(start + rank) % CELLS]
        cells[cell] += 1
        counts.update(tally_sums(cell[2], cell[3], 1))
        if cell[3] != Contact.REFUS:
            hours[int(rank % 3 == 0)] += 1
    return cells, hours, counts


def _write_sums(high: int) -> None:
    """Make every sum again, from what was drawn: reading millions of rows back would say the same."""
    cells, hours, months = Counter[Any](), Counter[Any](), defaultdict[Any, Counter[str]](Counter)
    logs = []
    # Two structures of the bench: this one fills both.
    with across_structures():
        for number, outing in enumerate(Outing.objects.order_by("created_at", "pk").iterator()):
            told, met, counts = _told(number * STRIDE % CELLS, high)
            month = (outing.structure_id, month_of(outing))
            where = (*month, outing.place_id, outing.modality)
            start = localtime(outing.starts_at)
            for cell, people in told.items():
                cells[*where, *cell] += people
            for late, people in met.items():
                hours[*where, start.weekday(), start.hour + late] += people
            months[month].update(counts)
            logs.append(OutingLog(structure_id=outing.structure_id, outing=outing, **counts))
        for model in (CellRollup, HourRollup, MonthRollup, OutingLog):
            model.objects.all().delete()
        OutingLog.objects.bulk_create(logs, batch_size=500)
    for batch in _batches(cells):
        add_people(CellRollup, CELL_KEY, batch, NOW)
    for batch in _batches(hours):
        add_people(HourRollup, HOUR_KEY, batch, NOW)
    add_steps(MonthRollup, MONTH_KEY, months, NOW)


def _batches(sums: Mapping[Any, int]) -> Iterator[dict[Any, int]]:
    rows = iter(sums.items())
    while batch := dict(islice(rows, 1000)):
        yield batch


def sums_are_right(structure: Structure) -> bool:
    """Tell whether the product's own rebuild finds every sum of ``structure`` equal to its rows."""
    with structure_scope(structure.pk):
        return rebuild_rollups(structure=structure, models=LINES, now=NOW, check=True).is_right


def _note(first_number: int) -> None:
    """Number the outings of the last structure in the order in which they are read back."""

    def written(name: str, value: Any) -> Any:
        field: Field[Any, Any] = Outing._meta.get_field(name)  # type: ignore[assignment]
        return field.get_db_prep_save(value, connection)

    with across_structures():  # the structures of the bench: numbers go on from one to the next
        outings = list(Outing.objects.order_by("created_at", "pk"))[first_number:]
    rows = [
        [
            number,
            *(written("id", value) for value in (outing.structure_id, outing.pk)),
            *(written("starts_at", value) for value in (outing.starts_at, outing.starts_at + timedelta(hours=1))),
        ]
        for number, outing in enumerate(outings, first_number)
    ]
    with connection.cursor() as cursor:
        cursor.executemany("INSERT INTO bench_outing VALUES (%s, %s, %s, %s, %s)", rows)


def _kind(model: type[Model], name: str) -> str:
    return str(model._meta.get_field(name).db_type(connection))
