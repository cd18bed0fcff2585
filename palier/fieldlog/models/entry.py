"""What every line of the field log carries: where, by whom, when said, when received, and whether it still stands."""

from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from palier.agenda.models import Outing
from palier.core.models import Privacy, Record
from palier.structures.models import Membership, Structure

ENTRY_PRIVACY: dict[str, Privacy] = {
    **dict.fromkeys(["structure", "outing", "received_at", "withdrawn_at", "clocks"], Privacy.NONE),
    **dict.fromkeys(["made_by", "device", "made_at", "withdrawn_by"], Privacy.PERSONAL),
    "withdraw_reason": Privacy.FREE_TEXT,
}


class Entry(Record):
    """A line written on the doorstep, or the day after at a desk. Its key is made where it is written.

    ``made_at`` is the hour of the phone, put right by the difference seen between its clock and the server's.
    ``clocks`` maps a field to the key (UUIDv7, hexadecimal) of the operation that wrote it last, when it was not the
    one that made the line: the greater key wins, whatever the order of arrival.
    """

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    outing = models.ForeignKey(
        Outing, models.PROTECT, db_index=False, related_name="%(class)s_entries", verbose_name="sortie"
    )
    made_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="noté par"
    )
    device = models.UUIDField("téléphone", null=True, blank=True, editable=False)
    made_at = models.DateTimeField("noté à")
    received_at = models.DateTimeField("reçu à")
    withdrawn_at = models.DateTimeField("retiré à", null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="retiré par"
    )
    withdraw_reason = models.CharField("raison du retrait", max_length=300, blank=True)
    clocks: models.JSONField[dict[str, str], dict[str, str]] = models.JSONField(
        "dernières écritures", default=dict, blank=True, editable=False
    )

    # The fields that an operation may write again; each model names its own, and the count it adds to.
    EDITABLE: ClassVar[tuple[str, ...]] = ()
    COUNT: ClassVar[str] = ""
    # The word that its addresses hold.
    WORD: ClassVar[str] = ""
    # The fields whose values never go to the history: what is sealed must be erased in one place.
    UNREPEATED: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @property
    def stands(self) -> bool:
        """Whether nobody took this line back."""
        return self.withdrawn_at is None

    @property
    def is_erased(self) -> bool:
        """Whether what it said was erased for good; nothing is written on it any more. Each model may say when."""
        return False

    @property
    def sums(self) -> dict[str, int]:
        """What this line adds to the counts of its outing (OutingLog.COUNTS); nothing once taken back."""
        return {self.COUNT: 1} if self.stands else {}

    def clock_of(self, field: str) -> UUID:
        """Return the key of the operation that wrote ``field`` last."""
        return UUID(self.clocks[field]) if field in self.clocks else self.pk

    def written(self) -> dict[str, Any]:
        """Return the fields that one fills in, by name."""
        return {name: getattr(self, name) for name in self.EDITABLE}
