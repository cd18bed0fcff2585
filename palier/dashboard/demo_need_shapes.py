"""What the demonstration says of a shared need, from its words to what was told back. Days are counted from today."""

from dataclasses import dataclass

from palier.structures.enums import Theme
from palier.voices.enums import RelayActor, RelayState, ReplyChannel, ReplyKind


@dataclass(frozen=True, slots=True)
class DemoReply:
    """What came back ``days`` ago; ``state`` is empty for a question or a precision. ``planned``: in so many days."""

    days: int
    text: str
    state: RelayState | None = None
    reason: str = ""
    planned: int | None = None
    channel: ReplyChannel = ReplyChannel.LIEN
    author: str = ""
    kind: ReplyKind = ReplyKind.REPONSE


@dataclass(frozen=True, slots=True)
class DemoRelay:
    """A need given ``days`` ago to ``who``: a partner, or the name of a group for the other actors.

    ``contact`` is who reads there, by a link; without any, the relay goes as a letter. ``quoted`` are words by key.
    """

    days: int
    who: str
    question: str
    quoted: tuple[str, ...] = ()
    actor: RelayActor = RelayActor.PARTENAIRE
    contact: str = ""
    due: int | None = None
    opened: int | None = None
    reminded: tuple[int, ...] = ()
    colleague: str = ""
    replies: tuple[DemoReply, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoTelling:
    """An answer told at ``place``, or to ``resident``; by a poster where no outing went; or why it could not be."""

    days: int
    place: str = ""
    resident: str = ""
    people: int | None = None
    note: str = ""
    contested: bool = False
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class DemoNeed:
    """A need formed ``days`` ago of ``words``; ``shown`` is what the board says of it: a sentence, an answer."""

    title: str
    theme: Theme
    days: int
    words: tuple[str, ...]
    zone: str = ""
    more: str = ""
    relays: tuple[DemoRelay, ...] = ()
    told: tuple[DemoTelling, ...] = ()
    closed: tuple[int, str] | None = None
    merged: tuple[int, str] | None = None
    shown: tuple[str, str] | None = None
