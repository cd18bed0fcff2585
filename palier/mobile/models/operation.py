"""What phones sent: a line for each operation applied, and, whole, those that could not be."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.mobile.enums import OperationKind, ReceiptStatus, Verdict
from palier.structures.models import Membership, Structure


class Operation(models.Model):
    """An operation applied, known by its key: sent again, it is answered the same and nothing is written twice.

    Its content lives in the line that it wrote. ``digest`` (BLAKE2b, 16 bytes) tells another content from it.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(["structure", "digest", "received_at"], Privacy.NONE)

    id = models.UUIDField("identifiant", primary_key=True, editable=False)
    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    digest = models.BinaryField("empreinte", max_length=16)
    received_at = models.DateTimeField("reçue à")

    objects: ClassVar[models.Manager["Operation"]] = TenantManager()

    class Meta:
        verbose_name = "opération"
        verbose_name_plural = "opérations"

    def __str__(self) -> str:
        return str(self.id)


class SetAside(Record):
    """An operation kept as it came, because it could not be applied: it waits for its outing, is refused or doubtful.

    ``operation_id`` may be shared with an operation applied (same key, other content): both are kept. ``raw`` is the
    envelope as received, save for characters that no database can write. ``answer`` is what the phone was told, and is
    told again; ``status`` is what has become of it since. ``made_at`` is the hour of the phone, put right.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(
            [
                *("structure", "operation_id", "digest", "kind", "outing_id", "answer", "status", "verdict"),
                "received_at",
            ],
            Privacy.NONE,
        ),
        **dict.fromkeys(["sent_by", "written_by", "device", "made_at", "judged_by", "judged_at"], Privacy.PERSONAL),
        **dict.fromkeys(["raw", "reason", "judge_note"], Privacy.FREE_TEXT),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    operation_id = models.UUIDField("opération")
    digest = models.BinaryField("empreinte", max_length=16)
    kind = models.CharField("type", max_length=40, blank=True)
    outing_id = models.UUIDField("sortie", null=True)
    raw: models.JSONField[dict[str, Any], dict[str, Any]] = models.JSONField("contenu reçu")
    answer = models.CharField("réponse faite au téléphone", max_length=12, choices=ReceiptStatus)
    status = models.CharField("état", max_length=12, choices=ReceiptStatus)
    reason = models.CharField("raison", max_length=300)
    sent_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="envoyée par"
    )
    written_by = models.UUIDField("écrite par", null=True)
    device = models.UUIDField("téléphone", null=True)
    made_at = models.DateTimeField("notée à")
    received_at = models.DateTimeField("reçue à")
    verdict = models.CharField("décision", max_length=12, choices=Verdict, default=Verdict.OPEN)
    judged_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, db_index=False, related_name="+", verbose_name="décidé par"
    )
    judged_at = models.DateTimeField("décidé le", null=True, blank=True)
    judge_note = models.CharField("note", max_length=300, blank=True)

    objects: ClassVar[models.Manager["SetAside"]] = TenantManager()

    class Meta:
        verbose_name = "opération mise de côté"
        verbose_name_plural = "opérations mises de côté"
        constraints = [models.UniqueConstraint(fields=["structure", "operation_id", "digest"], name="set_aside_once")]
        indexes = [
            models.Index(fields=["structure", "status", "outing_id"], name="set_aside_waiting"),
            models.Index(fields=["structure", "verdict", "received_at"], name="set_aside_to_judge"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} du {date_format(localtime(self.made_at), 'j F Y à G:i')}"

    def get_absolute_url(self) -> str:
        return reverse("mobile:aside-detail", args=[self.pk])

    @property
    def kind_label(self) -> str:
        """What it is, in French; the word of the phone when this version does not know it."""
        known = dict(OperationKind.choices)
        return str(known.get(self.kind, self.kind or "Illisible"))


class FieldPhone(Record):
    """What one installation of the field app last said of itself: how much it still holds, since when."""

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "pending", "oldest_pending_at", "app_version", "is_persistent"], Privacy.NONE),
        **dict.fromkeys(["membership", "device", "label", "last_sync_at"], Privacy.PERSONAL),
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    membership = models.ForeignKey(Membership, models.CASCADE, db_index=False, related_name="+", verbose_name="membre")
    device = models.UUIDField("téléphone")
    label = models.CharField("appareil", max_length=80, blank=True)
    pending = models.PositiveIntegerField("en attente sur le téléphone", default=0)
    oldest_pending_at = models.DateTimeField("la plus ancienne", null=True, blank=True)
    app_version = models.CharField("version", max_length=40, blank=True)
    is_persistent = models.BooleanField("mémoire protégée", null=True)
    last_sync_at = models.DateTimeField("dernier échange")

    objects: ClassVar[models.Manager["FieldPhone"]] = TenantManager()

    class Meta:
        verbose_name = "téléphone de terrain"
        verbose_name_plural = "téléphones de terrain"
        constraints = [models.UniqueConstraint(fields=["structure", "membership", "device"], name="field_phone_once")]

    def __str__(self) -> str:
        return self.label or str(self.device)
