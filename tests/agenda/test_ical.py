"""The iCalendar file: what RFC 5545 requires, the hour in Paris all year, escaping, folding, equal bytes."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from palier.agenda.ical import CalendarEvent, EventStatus, calendar_file, calendar_hash
from tests.factories.outings import paris

PARIS = ZoneInfo("Europe/Paris")
BORN = datetime(2027, 1, 5, 8, 30, tzinfo=UTC)
REQUIRED = {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS", "SEQUENCE", "LAST-MODIFIED"}


def make_event(**fields: object) -> CalendarEvent:
    values = {
        "uid": "1@palier",
        "starts_at": paris(date(2027, 3, 11), 9),
        "ends_at": paris(date(2027, 3, 11), 11),
        "created_at": BORN,
        "changed_at": BORN,
        "status": EventStatus.CONFIRMED,
        "summary": "Marché",
        **fields,
    }
    return CalendarEvent(**values)  # type: ignore[arg-type]


def read_back(*events: CalendarEvent) -> Calendar:
    return Calendar.from_ical(calendar_file("Sorties", events))


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [
        (date(2027, 3, 27), 8),  # the day before the last Sunday of March
        (date(2027, 3, 28), 7),
        (date(2027, 3, 29), 7),
        (date(2027, 10, 30), 7),  # the day before the last Sunday of October
        (date(2027, 10, 31), 8),
        (date(2027, 11, 1), 8),
        (date(2028, 2, 29), 8),
    ],
)
def test_nine_o_clock_stays_nine_o_clock_over_daylight_changes(day: date, utc_hour: int) -> None:
    # However the instant was given: on the clock of Paris, or as the database gives it.
    event = make_event(starts_at=paris(day, 9).astimezone(PARIS), ends_at=paris(day, 11))

    read = read_back(event).events[0]

    assert read.start == datetime(day.year, day.month, day.day, utc_hour, tzinfo=UTC)
    assert f"{read.start.astimezone(PARIS):%Y-%m-%d %H:%M}" == f"{day} 09:00"
    assert read.end - read.start == timedelta(hours=2)


def test_file_holds_what_the_standard_requires() -> None:
    calendar = read_back(make_event(), make_event(uid="2@palier"))

    assert (calendar["VERSION"], calendar["PRODID"], calendar["X-WR-CALNAME"]) == (
        "2.0",
        "-//Palier//Agenda des sorties//FR",
        "Sorties",
    )
    assert [REQUIRED - set(event) for event in calendar.events] == [set(), set()]
    assert [event.errors for event in calendar.walk()] == [[], [], []]
    assert [str(event["UID"]) for event in calendar.events] == ["1@palier", "2@palier"]
    # Nobody's telephone rings because of us.
    assert calendar.walk("VALARM") == []


def test_everything_said_is_read_back() -> None:
    event = make_event(
        status=EventStatus.CANCELLED,
        location="Place du Marché, 12 rue de l'Église; 38000 Valbrune",
        point=(45.1885, 5.7245),
        description="Annulée : il pleut\nÀ emporter : thermos, « café »; \\o/",
        categories=("Café, goûter", "Météo"),
        url="https://palier.exemple.fr/sorties/1/",
        changed_at=BORN + timedelta(hours=1, microseconds=999),
    )

    read = read_back(event).events[0]

    assert str(read["STATUS"]) == "CANCELLED"
    assert str(read["LOCATION"]) == event.location
    assert (read["GEO"].latitude, read["GEO"].longitude) == event.point
    assert str(read["DESCRIPTION"]) == event.description
    assert list(read["CATEGORIES"].cats) == list(event.categories)
    assert str(read["URL"]) == event.url
    assert int(read["SEQUENCE"]) == 3600
    assert read["LAST-MODIFIED"].dt == read["DTSTAMP"].dt == BORN + timedelta(hours=1)


def test_change_raises_the_sequence_and_keeps_the_uid() -> None:
    before = read_back(make_event()).events[0]
    after = read_back(make_event(changed_at=BORN + timedelta(seconds=1))).events[0]

    assert before["UID"] == after["UID"]
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"])) == (0, 1)


def test_lines_are_folded_and_end_as_the_standard_says() -> None:
    data = calendar_file("Sorties", [make_event(summary="é" * 300)])

    lines = data.split(b"\r\n")
    assert [line for line in lines if len(line) > 75 or b"\n" in line] == []
    assert str(Calendar.from_ical(data).events[0]["SUMMARY"]) == "é" * 300


@pytest.mark.parametrize("text", ["fin\r\nBEGIN:VEVENT\r\nUID:faux", "deux\nlignes", "virgule, point-virgule; \\"])
def test_what_people_type_opens_no_other_event(text: str) -> None:
    calendar = read_back(make_event(summary=text, location=text, description=text))

    assert len(calendar.events) == 1
    assert str(calendar.events[0]["UID"]) == "1@palier"
    assert str(calendar.events[0]["SUMMARY"]) == " ".join(text.split())


def test_equal_events_give_equal_bytes_and_other_events_another_hash() -> None:
    events = [make_event(), make_event(uid="2@palier")]

    assert calendar_file("Sorties", events) == calendar_file("Sorties", list(events))
    assert calendar_hash("Sorties", events) == calendar_hash("Sorties", list(events))
    others = [("Autres", events), ("Sorties", events[:1]), ("Sorties", [make_event(summary="Marche"), events[1]])]
    assert len({calendar_hash("Sorties", events), *(calendar_hash(name, found) for name, found in others)}) == 4


def test_no_control_character_reaches_a_reader() -> None:
    pasted = "Café\x0b\x07 du\x1c marché\x7f"

    event = read_back(make_event(summary=pasted, location=pasted, description=pasted, categories=(pasted,))).walk(
        "VEVENT"
    )[0]

    told = {str(event["SUMMARY"]), str(event["LOCATION"]), str(event["DESCRIPTION"])}
    assert told == {"Café du marché"}
    assert event["CATEGORIES"].to_ical().decode() == "Café du marché"
