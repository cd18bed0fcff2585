"""Who does something, as strings: an entry outlives the account it speaks of."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Actor:
    """A person or a program, from where they act, and in which structure (None: none, or not known yet)."""

    id: str
    name: str
    structure_id: UUID | None = None
    device: str = ""

    @classmethod
    def system(cls, name: str) -> "Actor":
        """Return the actor for what no person does: a nightly job, a command typed on the server."""
        return cls(id="", name=name, structure_id=None, device="serveur")
