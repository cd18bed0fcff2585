"""Meetings around the outings, and who came."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from palier.agenda.enums import AttendanceState, MeetingKind
from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure


class Meeting(Record):
    """A preparation, a team meeting, a supervision...

    ``minutes_draft`` is what is being written, and not yet given to read. ``sign_token_hash`` is that of the QR code to
    sign in, null while there is none; the code is computed from ``sign_opened_at``.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "kind", "title", "where", "starts_at", "ends_at", "cancelled_at"),
                *("sign_token_hash", "sign_opened_at", "sign_until"),
            ],
            Privacy.NONE,
        ),
        "agenda": Privacy.FREE_TEXT,
        "minutes": Privacy.FREE_TEXT,
        "minutes_draft": Privacy.FREE_TEXT,
    }

    structure = models.ForeignKey(
        Structure, models.CASCADE, db_index=False, related_name="meetings", verbose_name="structure"
    )
    kind = models.CharField("type de réunion", max_length=20, choices=MeetingKind, default=MeetingKind.EQUIPE)
    title = models.CharField("intitulé", max_length=160, blank=True)
    where = models.CharField("où", max_length=160, blank=True)
    starts_at = models.DateTimeField("début")
    ends_at = models.DateTimeField("fin")
    agenda = models.TextField("ordre du jour", max_length=4000, blank=True)
    minutes = models.TextField("compte rendu", max_length=20000, blank=True)
    minutes_draft = models.TextField("brouillon du compte rendu", max_length=20000, blank=True)
    cancelled_at = models.DateTimeField("annulée le", null=True, blank=True, editable=False)
    # Who scans has no scope yet: the secret, unique over all structures, is what is looked up.
    sign_token_hash = models.CharField(
        "empreinte du code de présence", max_length=64, null=True, unique=True, editable=False
    )
    sign_opened_at = models.DateTimeField("présence ouverte le", null=True, blank=True, editable=False)
    sign_until = models.DateTimeField("présence ouverte jusqu'à", null=True, blank=True, editable=False)

    objects: ClassVar[models.Manager["Meeting"]] = TenantManager()

    class Meta:
        verbose_name = "réunion"
        verbose_name_plural = "réunions"
        indexes = [models.Index(fields=["structure", "starts_at"], name="meeting_by_date")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_hours_in_order",
                violation_error_message="L'heure de fin vient après l'heure de début.",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()

    def get_absolute_url(self) -> str:
        return reverse("agenda:meeting-detail", args=[self.pk])


class Attendance(Record):
    """Somebody at a meeting: a member, or a guest by name."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "meeting", "state"], Privacy.NONE),
        **dict.fromkeys(["membership", "guest", "organisation", "signed_at"], Privacy.PERSONAL),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    meeting = models.ForeignKey(
        Meeting, models.CASCADE, db_index=False, related_name="attendances", verbose_name="réunion"
    )
    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, db_index=False, related_name="+", verbose_name="membre"
    )
    guest = models.CharField("invité·e", max_length=120, blank=True)
    organisation = models.CharField("organisation", max_length=120, blank=True)
    state = models.CharField("présence", max_length=20, choices=AttendanceState, default=AttendanceState.ATTENDU)
    signed_at = models.DateTimeField("signé le", null=True, blank=True)

    objects: ClassVar[models.Manager["Attendance"]] = TenantManager()

    class Meta:
        verbose_name = "présence"
        verbose_name_plural = "présences"
        constraints = [
            models.UniqueConstraint(
                fields=["structure", "meeting", "membership"],
                condition=Q(membership__isnull=False),
                name="attendance_unique",
            ),
            models.CheckConstraint(condition=Q(membership__isnull=False) | ~Q(guest=""), name="attendance_of_somebody"),
        ]
        indexes = [models.Index(fields=["structure", "meeting"], name="attendance_of_meeting")]

    def __str__(self) -> str:
        return self.guest or str(self.membership_id)
