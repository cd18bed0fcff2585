"""JSON files: a list of sheets, or {"sheets": [...]}; keys are our identifiers, or the French labels."""

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from palier.documents.reading.characters import clean_line
from palier.documents.reading.errors import UnreadableFile
from palier.library.drafts import Notice, ParsedFile, PeopleCount
from palier.library.importing.cleaning import Line, clean_text, to_lines
from palier.library.importing.columns import read_amounts
from palier.library.importing.errors import Refused
from palier.library.importing.labels import EXTRA_COLUMNS, NAMES, find_column
from palier.library.importing.people_words import KINDS
from palier.library.importing.sheets import RawSheet, Rubric, assemble
from palier.library.importing.tables import LIST_SEPARATORS
from palier.library.importing.values import CHOICES

_SPACE = re.compile(r"[ \t\r\n]*")
_LARGEST_COUNT = 10**9
_DEEPEST = 20
WRONG_SHAPE = 'Ce JSON doit être une liste de fiches, ou un objet {"sheets": [ ... ]}, chaque fiche étant un objet.'
TOO_DEEP = "Ce JSON est imbriqué sans fin : une fiche n'a que des textes et des listes de textes."
NO_SHEET = "Ce JSON ne contient aucune fiche."


class _Faulty(dict[str, Any]):
    """An object of the file that names a key twice, or holds a number that JSON does not have."""

    reason: str = ""


class _NotANumber:
    """NaN or Infinity, which JSON does not have."""


def _refuse_number(_text: str) -> _NotANumber:
    return _NotANumber()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _value in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        faulty = _Faulty(found)
        faulty.reason = f"La clé « {twice[:80]} » est présente deux fois dans cet objet : gardez-en une."
        return faulty
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse_number)


def _malformed(text: str, position: int, error: Exception | None = None) -> NoReturn:
    line = text.count("\n", 0, position) + 1
    column = position - text.rfind("\n", 0, position)
    message = f"Ce JSON est mal formé (colonne {column}) : corrigez-le, ou exportez-le de nouveau."
    raise UnreadableFile(message, line) from error


def _value(text: str, position: int) -> tuple[Any, int]:
    """Return the value at a position, and where what follows it starts."""
    try:
        value, end = _DECODER.raw_decode(text, position)
    except json.JSONDecodeError as error:
        _malformed(text, error.pos, error)
    except RecursionError as error:
        raise UnreadableFile(TOO_DEEP, text.count("\n", 0, position) + 1) from error
    except ValueError as error:  # an integer of thousands of digits
        _malformed(text, position, error)
    return value, _skip(text, end)


def _skip(text: str, position: int) -> int:
    match = _SPACE.match(text, position)
    return match.end() if match else position


def _sheets(text: str) -> tuple[list[Any], int]:
    """Return the list of sheets, at the top or under the key "sheets", and where its first element starts."""
    top = _skip(text, 0)
    whole, end = _value(text, top)
    if end != len(text):
        _malformed(text, end)
    if isinstance(whole, list):
        return whole, _skip(text, top + 1)
    if isinstance(whole, _Faulty):
        raise UnreadableFile(whole.reason, 1)
    if not isinstance(whole, dict) or not isinstance(whole.get("sheets"), list):
        raise UnreadableFile(WRONG_SHAPE, 1)
    position = _skip(text, top + 1)
    for key in whole:
        position = _skip(text, _value(text, position)[1] + 1)
        if key == "sheets":
            break
        position = _skip(text, _value(text, position)[1] + 1)
    return whole["sheets"], _skip(text, position + 1)


def read_json(text: str) -> ParsedFile:
    """Return the sheets of a JSON text. Raises UnreadableFile; a faulty sheet alone is refused."""
    parsed = ParsedFile()
    sheets, position = _sheets(text)
    line, counted = 1, 0
    for sheet in sheets:
        line += text.count("\n", counted, position)
        counted = position
        try:
            assemble(_raw_sheet(line, sheet), parsed)
        except Refused as refusal:
            title = sheet.get("title", "") if isinstance(sheet, dict) else ""
            shown = clean_line(title)[:200] if isinstance(title, str) else ""
            parsed.refused.append(Notice(shown, line, refusal.field, refusal.reason))
        # Decoding a second time is the price of telling the line: the values alone do not know where they
        # stood.
        position = _skip(text, _value(text, position)[1] + 1)
    if not sheets:
        raise UnreadableFile(NO_SHEET, 1)
    return parsed


def _raw_sheet(line: int, value: object) -> RawSheet:
    if not isinstance(value, dict):
        raise Refused("", "Chaque fiche doit être un objet { ... }.")
    _check(value)
    raw = RawSheet(line, "", whole_structure="departement" in value)
    for name, content in value.items():
        key = find_column(name) or ""
        if name == "line" or content is None:
            continue
        if key in EXTRA_COLUMNS:
            _add_stated(raw, key, content)
        elif key == "title" and not raw.title:
            raw.title = _text(key, content)
        else:
            known = key if key != "title" else ""
            label = NAMES.get(known) or clean_line(name)[:200] or "Sans nom"
            raw.rubrics.append(Rubric(known, label, line, _lines(known, content), in_cell=True))
    raw.rubrics.sort(key=lambda rubric: rubric.key != "departement")
    return raw


def _check(value: object, depth: int = 0) -> None:
    """Refuse a sheet that holds, at any depth, a key said twice or a number that does not exist."""
    if isinstance(value, _Faulty):
        raise Refused("", value.reason)
    if isinstance(value, _NotANumber):
        raise Refused("", "« NaN » et « Infinity » ne sont pas des nombres du JSON : mettez null ou un nombre.")
    if depth > _DEEPEST:
        raise Refused("", TOO_DEEP)
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            _check(item, depth + 1)


def _wrong_type(key: str, expected: str) -> Refused:
    return Refused(key, f"« {NAMES.get(key, EXTRA_COLUMNS.get(key, key))} » : {expected} attendu.")


def _text(key: str, content: object) -> str:
    if isinstance(content, bool) or not isinstance(content, str | int | float):
        raise _wrong_type(key, "un texte est")
    return str(content)


def _lines(key: str, content: object) -> list[Line]:
    """Return the lines of a value: a text, or for a list of values a list of texts."""
    listed = key in CHOICES or key in ("attachments", "partners")
    if isinstance(content, list) and (listed or not key):
        return [(False, clean_line(_text(key, item))) for item in content]
    text = _text(key, content)
    return to_lines("\n".join(LIST_SEPARATORS.split(text)) if listed and key != "attachments" else text)


def _add_stated(raw: RawSheet, key: str, content: object) -> None:
    if key == "amounts":
        raw.amounts = _amounts(content)
    elif key == "people":
        raw.people = _people(content)
    elif isinstance(content, dict) and all(isinstance(text, str) for text in content.values()):
        raw.unmapped.update({clean_line(name): clean_text(text) for name, text in content.items()})
    else:
        raise _wrong_type(key, "un objet de textes est")


def _amounts(content: object) -> list[Decimal]:
    if not isinstance(content, list):
        raise _wrong_type("amounts", "une liste de nombres est")
    amounts = [read_amounts(_text("amounts", item)) for item in content]
    if any(amount is None or len(amount) != 1 for amount in amounts):
        raise _wrong_type("amounts", "une liste de nombres est")
    return [amount[0] for amount in amounts if amount]


def _people(content: object) -> list[PeopleCount]:
    if not isinstance(content, list):
        raise _wrong_type("people", "une liste est")
    return [_count(item) for item in content]


def _count(item: object) -> PeopleCount:
    kind, low, high = (item.get(name) for name in ("kind", "low", "high")) if isinstance(item, dict) else (None,) * 3
    if kind not in KINDS or type(low) is not int or type(high) is not int or not 0 <= low <= high <= _LARGEST_COUNT:
        raise _wrong_type("people", 'une liste de {"kind", "low", "high"} est')
    return PeopleCount(kind, low, high)
