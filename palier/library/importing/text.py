"""The text of the national base: one sheet after the other, each "Actions", a title, labels and values."""

from collections.abc import Sequence
from dataclasses import dataclass

from palier.documents.reading.errors import UnreadableFile
from palier.documents.reading.folding import fold
from palier.library.drafts import Notice, ParsedFile
from palier.library.importing.cleaning import Line, decode_entities, to_lines
from palier.library.importing.label_lines import Candidate, Choice, find_candidate
from palier.library.importing.labels import NAMES, find_label
from palier.library.importing.sheets import BEFORE, RawSheet, Rubric, assemble

_STARTS = frozenset({"actions", "action", "fiche action", "fiche d action", "fiches actions"})
_LONGEST_START = 20
# A sheet's first label stands within so many written lines of its title.
_NEAR = 6
# A new sheet says again at least so many of the labels of the one before it.
_SAID_AGAIN = 3
_HEADING_LINES = 1
_HEADING_LENGTH = 120
NO_SHEET = (
    "Aucune fiche trouvée dans ce texte. Chaque fiche commence par une ligne « Actions », puis son titre, "
    "puis des rubriques comme « Structure organisatrice » ou « Statut de l'action »."
)


class _File:
    """The lines of the file, and those that may be labels."""

    def __init__(self, text: str) -> None:
        self.lines = to_lines(decode_entities(text))
        self.candidates: list[Candidate] = []
        self.starts: list[int] = []
        starts: list[int] = []
        for index, line in enumerate(self.lines):
            words = line[1]
            if not words:
                continue
            candidate = find_candidate(index, line)
            if candidate is not None:
                self.candidates.append(candidate)
            elif len(words) <= _LONGEST_START and fold(words) in _STARTS:
                starts.append(index)
        labels = {candidate.index for candidate in self.candidates}
        for start in starts:
            # A sheet may be titled "Actions": the second of two such lines, when a label follows it.
            titled = bool(self.starts) and self.next_written(self.starts[-1] + 1) == start
            if not (titled and self.next_written(start + 1) in labels):
                self.starts.append(start)

    def next_written(self, index: int) -> int:
        """Return the index of the first line from ``index`` that says something, or the number of lines."""
        while index < len(self.lines) and not self.lines[index][1]:
            index += 1
        return index


def _split_at(candidates: Sequence[Candidate], bounds: Sequence[int]) -> list[list[Candidate]]:
    """Return the candidates between each bound and the next."""
    parts: list[list[Candidate]] = [[] for _bound in bounds]
    place = -1
    for candidate in candidates:
        while place + 1 < len(bounds) and candidate.index >= bounds[place + 1]:
            place += 1
        if place >= 0:
            parts[place].append(candidate)
    return parts


def _sheet_starts(file: _File) -> list[int]:
    """Return the lines "Actions" that begin a sheet.

    Such a line is followed by a title, then soon by a label; and that label is the structure's, or the lines
    up to the next "Actions" say again labels of the sheet being read. Otherwise it is a line of a text.
    """
    if not file.starts:
        return []
    accepted: list[int] = []
    known: set[str] = set()
    ends = [*file.starts[1:], len(file.lines)]
    for start, end, part in zip(file.starts, ends, _split_at(file.candidates, file.starts), strict=True):
        title = file.next_written(start + 1)
        labels = [item for item in part if item.official and not item.inline and item.index > title]
        keys = {item.key for item in labels}
        written = sum(1 for line in file.lines[title + 1 : labels[0].index] if line[1]) if labels else _NEAR
        near = title < end and written < _NEAR
        first = bool(labels) and labels[0].key == "structure_name" and not written
        if near and (first or not accepted or len(keys & known) >= _SAID_AGAIN):
            accepted.append(start)
            known = keys
        else:
            known |= keys
    return accepted


@dataclass(frozen=True, slots=True)
class _Head:
    """Where a sheet begins; the line of its title, and the words of it ("" when there is none)."""

    first: int
    title: int
    words: str


def _heads(file: _File) -> list[_Head]:
    """Return the head of each sheet. Without any line "Actions", the line above each structure is a title."""
    starts = _sheet_starts(file)
    if starts:
        return [_head_after(file, start) for start in starts]
    found: list[_Head] = []
    for candidate in file.candidates:
        if candidate.key == "structure_name" and candidate.official and not candidate.inline:
            above = candidate.index - 1
            while above >= 0 and not file.lines[above][1]:
                above -= 1
            if above >= 0:
                found.append(_Head(above, above, file.lines[above][1]))
    return found


def _head_after(file: _File, start: int) -> _Head:
    """Return the head of the sheet that a line "Actions" begins; a line "Titre" before the title is stepped
    over.

    The line after "Actions" is the title even when it is a label word, unless it is a label of several words
    with its value below: then the sheet has no title.
    """
    title = file.next_written(start + 1)
    below = file.next_written(title + 1)
    found = find_label(file.lines[title][1])
    follows_label = below < len(file.lines) and find_label(file.lines[below][1]) is not None
    if found is not None and not follows_label and below < len(file.lines):
        if found.key == "title":
            title = below
        elif found.official and not found.weak:
            return _Head(start, start, "")
    return _Head(start, title, file.lines[title][1])


def _rubrics(file: _File, title: int, end: int, candidates: list[Candidate]) -> list[Rubric]:
    labels = Choice(file.lines, [item for item in candidates if item.index > title], end).labels()
    first = labels[0].index if labels else end
    rubrics: list[Rubric] = []
    if any(words for _bulleted, words in file.lines[title + 1 : first]):
        rubrics.append(_rubric(file, "", BEFORE, title, first, ""))
    for label, following in zip(labels, [*(item.index for item in labels[1:]), end], strict=True):
        rubrics.append(_rubric(file, label.key, NAMES[label.key], label.index, following, label.inline))
    return rubrics


def _rubric(file: _File, key: str, label: str, index: int, end: int, inline: str) -> Rubric:
    lines: list[Line] = file.lines[index + 1 : end]
    if inline:
        return Rubric(key, label, index + 1, [(False, inline), *lines], first=index + 1)
    return Rubric(key, label, index + 1, lines, first=index + 2)


def _warn_before(file: _File, first: int, parsed: ParsedFile) -> None:
    """Say what stands before the first sheet when it is more than a heading: it belongs to no sheet."""
    written = [(number, words) for number, (_bulleted, words) in enumerate(file.lines[:first], 1) if words]
    if len(written) > _HEADING_LINES or any(len(words) > _HEADING_LENGTH for _number, words in written):
        number, words = written[0]
        message = f"{len(written)} ligne(s) avant la première fiche, hors de toute fiche : « {words[:80]} »…"
        parsed.warnings.append(Notice("", number, "", message))


def read_text(text: str) -> ParsedFile:
    """Return the sheets of a text of the national base. Raises UnreadableFile when it holds none."""
    file = _File(text)
    heads = _heads(file)
    if not heads:
        raise UnreadableFile(NO_SHEET)
    parsed = ParsedFile()
    firsts = [head.first for head in heads]
    _warn_before(file, firsts[0], parsed)
    parts = _split_at(file.candidates, firsts)
    for head, end, part in zip(heads, [*firsts[1:], len(file.lines)], parts, strict=True):
        assemble(RawSheet(head.title + 1, head.words, _rubrics(file, head.title, end, part)), parsed)
    return parsed
