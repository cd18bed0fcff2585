"""An entry as both databases store it: stems in order, field by field, under limits that both can hold.

PostgreSQL keeps at most 255 places of one word in a document, numbered up to 16,383. What goes over is
dropped here, leaving a gap, so that SQLite drops the same and a phrase finds the same documents.
"""

import hashlib
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import chain

from palier.search import analyser
from palier.search.entries import Entry

TITLE_LENGTH, KEYWORDS_LENGTH, TEXT_LENGTH = 60, 120, 12_000
PLACES_OF_A_WORD = 255
BYTES_OF_A_WORD = 4 * analyser.WORD_LENGTH
DISTINCT_BYTES = 600_000
GIST_LENGTH = 400
GAP = ""


@dataclass(frozen=True, slots=True)
class Analysis:
    """The stems of each field, GAP where one was dropped, and the distinct (surface, folded) words of
    the entry."""

    title: list[str]
    keywords: list[str]
    text: list[str]
    words: frozenset[tuple[str, str]]


def analyse(entry: Entry) -> Analysis:
    """Return the stems and words of ``entry``."""
    title, title_words = analyser.stems_and_surfaces(entry.title)
    keywords, keyword_words = analyser.stems_and_surfaces(entry.keywords)
    text, text_words = analyser.stems_and_surfaces(entry.text)
    fields = [title[:TITLE_LENGTH], keywords[:KEYWORDS_LENGTH], text[:TEXT_LENGTH]]
    title, keywords, text = _limited(fields)
    return Analysis(title, keywords, text, frozenset(title_words | keyword_words | text_words))


def digest(entry: Entry) -> bytes:
    """Return a mark of the whole content of ``entry`` and of the analyser's version."""
    facets = sorted((name, sorted(values)) for name, values in entry.facets.items())
    content = repr((analyser.VERSION, entry.title, entry.keywords, entry.text, facets, entry.rank))
    return hashlib.blake2b(content.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def gist(entry: Entry) -> str:
    """Return what carries the meaning of ``entry``: its title on one line, the beginning of its text on
    the next."""
    title, text = (" ".join(storable(part).split()) for part in (entry.title, entry.text[: 2 * GIST_LENGTH]))
    beginning = text[:GIST_LENGTH]
    if len(text) > GIST_LENGTH:
        beginning = beginning.rpartition(" ")[0] or beginning
    return f"{title}\n{beginning}"


def storable(text: str) -> str:
    """Return ``text`` without what PostgreSQL cannot store: NUL and lone surrogates."""
    return text.replace("\x00", " ").encode("utf-8", "ignore").decode()


def pack_words(words: frozenset[tuple[str, str]]) -> bytes:
    """Return the distinct surfaces as compressed text; the folded forms follow from them."""
    return zlib.compress("\n".join(sorted(surface for surface, _ in words)).encode(), 1)


def unpack_words(packed: bytes) -> list[str]:
    """Return the surfaces that ``pack_words`` packed."""
    return zlib.decompress(packed).decode().split("\n") if packed else []


def _limited(fields: list[list[str]]) -> list[list[str]]:
    """Return the fields with a gap for each stem over the limits."""
    totals = Counter(chain(*fields))
    if max(totals.values(), default=0) <= PLACES_OF_A_WORD and len(totals) * BYTES_OF_A_WORD <= DISTINCT_BYTES:
        return fields
    places: Counter[str] = Counter()
    kept: list[list[str]] = []
    for stems in fields:
        kept.append([])
        for stem in stems:
            is_room = stem in places or len(places) * BYTES_OF_A_WORD < DISTINCT_BYTES
            if is_room:
                places[stem] += 1
            kept[-1].append(stem if is_room and places[stem] <= PLACES_OF_A_WORD else GAP)
    return kept
