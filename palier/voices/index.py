"""How words enter the search: by what was said and its French translation, behind the wall of their structure."""

from palier.search.entries import Entry
from palier.search.index import SearchIndex
from palier.voices.models import Voice

WORDS = SearchIndex("voices")
# The facet that every search of words is restricted to.
STRUCTURE = "structure"


def entry_of(voice: Voice) -> Entry:
    """Return what the index keeps of words: no title, so that each word of them weighs the same. The latest first."""
    return Entry(
        key=voice.pk,
        title="",
        text=f"{voice.translation}\n{voice.text}".strip(),
        facets={STRUCTURE: [voice.structure_id.hex]},
        rank=voice.made_at.timestamp(),
    )
