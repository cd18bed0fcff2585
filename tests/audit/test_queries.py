"""A structure reads its own audit, and finds what it looks for in it."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from django_scopes.exceptions import ScopeError

from palier.audit.actions import record
from palier.audit.actor import Actor
from palier.audit.enums import AuditKind
from palier.audit.models import AuditEntry
from palier.audit.queries import EntryChoices, EntryFilters, entries_of, entry_choices
from palier.core.tenancy import structure_scope

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
AWA = Actor(id="awa", name="Awa Perrin", structure_id=HERE, device="Firefox, Linux")
ELOISE = Actor(id="eloise", name="Éloïse Cœur", structure_id=HERE, device="Téléphone")
FOREIGN = Actor(id="foreign", name="Canari Perrin", structure_id=ELSEWHERE, device="Téléphone")
NOBODY = Actor(id="", name="inconnu@exemple.fr")


def at(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """Return an instant of November 2026, in UTC: an hour less than in Paris."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def audit(db: None) -> None:
    """Four entries here, one elsewhere, one nowhere."""
    record(kind=AuditKind.LOGIN, by=AWA, now=at(1))
    record(kind=AuditKind.EXPORT_NAMED, by=AWA, now=at(2), target_label="Partenaires", detail="12 lignes, 100 %")
    record(kind=AuditKind.LOGIN, by=ELOISE, now=at(3))
    record(kind=AuditKind.MEMBER_LEFT, by=ELOISE, now=at(4), target_label="Zoé Oudin")
    record(kind=AuditKind.PARTNER_CHANGED, by=FOREIGN, now=at(5), target_label="Zoé", detail="12 lignes, 100 %")
    record(kind=AuditKind.LOGIN_FAILED, by=NOBODY, now=at(6))


def days(filters: EntryFilters | None = None) -> list[int]:
    """Return the days of the entries found here, in their order."""
    with structure_scope(HERE):
        return [entry.at.day for entry in entries_of(HERE, filters)]


@pytest.mark.usefixtures("audit")
def test_entries_come_newest_first_and_from_here_only() -> None:
    assert days() == [4, 3, 2, 1]


@pytest.mark.usefixtures("audit")
@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (EntryFilters(since=date(2026, 11, 3)), [4, 3]),
        (EntryFilters(until=date(2026, 11, 2)), [2, 1]),
        (EntryFilters(since=date(2026, 11, 2), until=date(2026, 11, 2)), [2]),
        (EntryFilters(since=date(2026, 11, 5)), []),
        (EntryFilters(kind="login"), [3, 1]),
        (EntryFilters(kind="partner_changed"), []),
        (EntryFilters(kind="never_heard_of"), []),
        (EntryFilters(actor_id="awa"), [2, 1]),
        (EntryFilters(actor_id="foreign"), []),
        (EntryFilters(actor_id="awa", kind="login", until=date(2026, 11, 3)), [1]),
        (EntryFilters(text="ELOISE coeur"), [4, 3]),
        (EntryFilters(text="zoe"), [4]),
        (EntryFilters(text="perrin partenaires"), [2]),
        (EntryFilters(text="perrin zoé"), []),
        (EntryFilters(text="firefox"), [2, 1]),
        (EntryFilters(text="connexion"), [3, 1]),
        (EntryFilters(text="100 %"), [2]),
        (EntryFilters(text="_"), []),
        (EntryFilters(text="zoé\0 \ud800"), [4]),
        (EntryFilters(text="canari"), []),
    ],
)
def test_filters_keep_what_they_say(filters: EntryFilters, found: list[int]) -> None:
    assert days(filters) == found


@pytest.mark.django_db
def test_a_day_begins_and_ends_at_midnight_in_paris() -> None:
    for moment in (at(9, 22, 59), at(9, 23, 0), at(10, 22, 59), at(10, 23, 0)):
        record(kind=AuditKind.LOGIN, by=AWA, now=moment)

    with structure_scope(HERE):
        found = entries_of(HERE, EntryFilters(since=date(2026, 11, 10), until=date(2026, 11, 10)))
        assert [entry.at for entry in found] == [at(10, 22, 59), at(9, 23, 0)]


@pytest.mark.usefixtures("audit")
def test_choices_are_what_the_entries_hold() -> None:
    record(kind=AuditKind.LOGIN, by=Actor(id="awa", name="Awa Diop", structure_id=HERE), now=at(7))

    with structure_scope(HERE):
        choices = entry_choices(HERE)

    assert choices == EntryChoices(
        kinds=[
            ("login", "Connexion"),
            ("member_left", "Départ d'un membre"),
            ("export_named", "Export de données nominatives"),
        ],
        people=[("awa", "Awa Diop"), ("eloise", "Éloïse Cœur")],
    )


@pytest.mark.usefixtures("audit")
def test_the_audit_of_another_structure_is_not_read_from_here() -> None:
    with structure_scope(HERE):
        assert list(entries_of(ELSEWHERE)) == []
        assert entry_choices(ELSEWHERE) == EntryChoices(kinds=[], people=[])


@pytest.mark.usefixtures("audit")
def test_the_audit_is_not_read_outside_of_a_scope() -> None:
    with pytest.raises(ScopeError):
        entries_of(HERE)
    with pytest.raises(ScopeError):
        entry_choices(HERE)
    with pytest.raises(ScopeError):
        AuditEntry.objects.count()
