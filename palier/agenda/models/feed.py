"""Secret addresses that calendars read."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from palier.agenda.enums import FeedKind
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure


class CalendarFeed(Record):
    """An iCalendar address. Its secret is kept as it is, to be shown again; revoking it ends it.

    ``served_hash`` tells what it last gave, ``served_at`` since when that is what it gives: its Last-Modified.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "kind", "token", "revoked_at", "served_hash", "served_at"], Privacy.NONE),
        "membership": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    kind = models.CharField("agenda", max_length=20, choices=FeedKind)
    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name="membre"
    )
    token = models.CharField("secret", max_length=64, unique=True, editable=False)
    revoked_at = models.DateTimeField("fermé le", null=True, blank=True)
    served_hash = models.CharField("empreinte du contenu", max_length=64, blank=True, editable=False)
    served_at = models.DateTimeField("contenu inchangé depuis", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["CalendarFeed"]] = TenantManager()

    class Meta:
        verbose_name = "agenda partagé"
        verbose_name_plural = "agendas partagés"
        indexes = [models.Index(fields=["structure", "kind", "membership"], name="feed_of_member")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=FeedKind.PERSONNEL, membership__isnull=False)
                | (~Q(kind=FeedKind.PERSONNEL) & Q(membership__isnull=True)),
                name="feed_of_somebody_or_of_all",
            ),
            models.UniqueConstraint(
                fields=["structure", "membership"],
                condition=Q(membership__isnull=False, revoked_at__isnull=True),
                name="feed_open_once_for_a_member",
            ),
            models.UniqueConstraint(
                fields=["structure", "kind"],
                condition=Q(membership__isnull=True, revoked_at__isnull=True),
                name="feed_open_once_for_all",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
