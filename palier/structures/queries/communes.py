"""The communes of France, to choose one or to recognise one in a file. Source: palier/structures/communes/README.md.

The list is read once a process, when first asked for, and held as text: 35,000 objects would weigh four times more.
"""

import gzip
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from palier.documents.reading.folding import fold

_PATH = Path(__file__).parents[1] / "communes" / "communes.csv.gz"
_CODE_LENGTH = 5
# A name after one of these words says where a place is.
_LINKS = tuple(
    f" {word}"
    for word in ["a", "au", "aux", "d", "de", "des", "du", "en", "l", "la", "le", "les", "lez", "pres", "sous", "sur"]
)
_SHORTENED = {"st": "saint", "ste": "sainte"}


@dataclass(frozen=True, slots=True)
class Commune:
    """A commune or an arrondissement municipal: its INSEE code, its département's code, its inhabitants."""

    code: str
    name: str
    departement: str
    postal_codes: tuple[str, ...]
    population: int


@dataclass(frozen=True, slots=True)
class _Gazetteer:
    """``lines`` of the file by code; ``words``, what is searched, from the most to the least inhabited commune.

    Each commune of ``words`` is "\\n name in folded words \\t code postal codes": every word has a space before it.
    ``starts`` and ``order`` give the place in ``words`` and the index in ``lines`` of each, in that same order; one
    more of ``starts`` is the end.
    """

    lines: list[str]
    words: str
    starts: "array[int]"
    order: "array[int]"

    def commune(self, index: int) -> Commune:
        """Return a line of the file."""
        code, name, departement, postal_codes, population = self.lines[index].split(",")
        return Commune(code, name, departement, tuple(postal_codes.split(" ")), int(population))

    def ranks_with(self, text: str) -> Iterator[int]:
        """Yield the ranks, by population, of the communes whose searched words hold ``text``."""
        place = self.words.find(text)
        while place >= 0:
            rank = bisect_right(self.starts, place) - 1
            yield rank
            place = self.words.find(text, self.starts[rank + 1])

    def holds(self, rank: int, texts: Iterable[str]) -> bool:
        """Tell whether the searched words of a commune hold each of these texts."""
        start, end = self.starts[rank], self.starts[rank + 1]
        return all(self.words.find(text, start, end) >= 0 for text in texts)

    def name(self, rank: int) -> str:
        """Return the folded name of a commune, a space at both ends."""
        return self.words[self.starts[rank] + 1 : self.starts[rank + 1]].partition("\t")[0]

    def named(self, words: list[str]) -> list[int]:
        """Return the ranks of the communes whose name is these words."""
        return list(self.ranks_with(f"\n {' '.join(words)} \t")) if words else []


def _words(text: str) -> list[str]:
    """Return the folded words of a name: "ST-DENIS CEDEX 2" gives "saint", "denis"."""
    words = [_SHORTENED.get(word, word) for word in fold(text).split()]
    return words[: words.index("cedex", 1)] if "cedex" in words[1:] else words


@cache
def _gazetteer() -> _Gazetteer:
    lines = gzip.decompress(_PATH.read_bytes()).decode().splitlines()[1:]
    populations = [int(line.rpartition(",")[2]) for line in lines]
    order = array("i", sorted(range(len(lines)), key=lambda index: -populations[index]))
    starts, parts, length = array("i"), [], 0
    for index in order:
        code, name, _departement, postal_codes, _population = lines[index].split(",")
        part = f"\n {' '.join(_words(name))} \t {code.lower()} {postal_codes}"
        starts.append(length)
        parts.append(part)
        length += len(part)
    starts.append(length)
    return _Gazetteer(lines, "".join(parts), starts, order)


def commune_of(code: str) -> Commune | None:
    """Return the commune of an INSEE code ("69123", "2A004"), or None: unknown, or merged into another since."""
    gazetteer = _gazetteer()
    code = code.strip().upper()
    index = bisect_left(gazetteer.lines, code, key=lambda line: line[:_CODE_LENGTH])
    found = len(code) == _CODE_LENGTH and index < len(gazetteer.lines) and gazetteer.lines[index].startswith(code)
    return gazetteer.commune(index) if found else None


def find_communes(text: str, limit: int = 10) -> list[Commune]:
    """Return what a person may mean who types ``text``: words of a name, a postal code or an INSEE code.

    Each word typed begins a word of the commune. Accents, case and hyphens do not count, "st" is "saint". The
    commune of that very code or name comes first, then the most inhabited.
    """
    gazetteer = _gazetteer()
    words = _words(text)
    if not words or limit < 1:
        return []
    exact = commune_of(text)
    found = {exact.code: exact} if exact else {}
    for rank in (*gazetteer.named(words), *_ranks_of_prefixes(gazetteer, words, limit + len(found))):
        commune = gazetteer.commune(gazetteer.order[rank])
        found.setdefault(commune.code, commune)
    return list(found.values())[:limit]


def _ranks_of_prefixes(gazetteer: _Gazetteer, words: list[str], limit: int) -> list[int]:
    """Return the first ranks of the communes of which each word begins a word; the rarest word is looked for."""
    needles = sorted((f" {word}" for word in words), key=len, reverse=True)
    rarest = min(needles[:2], key=gazetteer.words.count) if len(needles) > 1 else needles[0]
    others = [needle for needle in needles if needle != rarest]
    ranks: list[int] = []
    for rank in gazetteer.ranks_with(rarest):
        if gazetteer.holds(rank, others):
            ranks.append(rank)
            if len(ranks) == limit:
                break
    return ranks


def commune_named(name: str, *, departement: str = "", postal_code: str = "") -> Commune | None:
    """Return the one commune of that name, whatever its case, accents and hyphens; None if there is none, or several.

    ``departement`` (a code) and ``postal_code``, when given, must be the commune's.
    """
    gazetteer = _gazetteer()
    found = [gazetteer.commune(gazetteer.order[rank]) for rank in gazetteer.named(_words(name))]
    return _only(found, departement, postal_code)


def commune_meant(code: str, name: str, postal_code: str = "") -> Commune | None:
    """Return the commune of a line of a file, even one that has merged since; None when that is not sure.

    By its INSEE code; else by its name, with the postal code or with the département that the code tells; else the
    only commune of that postal code whose name joins that one to another ("Pierre-Bénite": "Oullins-Pierre-Bénite").
    """
    known = commune_of(code)
    if known is not None:
        return known
    near = commune_named(name, postal_code=postal_code) if postal_code else None
    if near is None and len(code.strip()) == _CODE_LENGTH:
        departement = code.strip().upper()[: 3 if code.strip().startswith(("97", "98")) else 2]
        near = commune_named(name, departement=departement)
    elif near is None and not postal_code:
        near = commune_named(name)
    return near or (_commune_joined(_words(name), postal_code) if postal_code else None)


def _commune_joined(words: list[str], postal_code: str) -> Commune | None:
    """Return the only commune of the postal code whose name begins by these words, or joins them to another name."""
    gazetteer = _gazetteer()
    phrase = f" {' '.join(words)} "
    found = []
    for rank in gazetteer.ranks_with(f" {postal_code}") if words else ():
        before, held, _after = gazetteer.name(rank).partition(phrase)
        # "Saint-Martin-Lars-en-Sainte-Hermine" is near Sainte-Hermine, it is not Sainte-Hermine.
        if held and not before.endswith(_LINKS):
            found.append(gazetteer.commune(gazetteer.order[rank]))
    return _only(found, "", postal_code)


def _only(communes: list[Commune], departement: str, postal_code: str) -> Commune | None:
    kept = [
        commune
        for commune in communes
        if departement in ("", commune.departement) and (not postal_code or postal_code in commune.postal_codes)
    ]
    return kept[0] if len(kept) == 1 else None
