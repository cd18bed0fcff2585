"""The public page of a structure, and the needs that it tells."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse

from palier.core.models import Privacy, Record
from palier.core.tenancy import TenantManager
from palier.structures.models import Membership, Structure
from palier.voices.models import SharedNeed

SENTENCE_LENGTH, ANSWER_LENGTH = 200, 600


class Board(Record):
    """One a structure. ``slug`` is the end of its address, unique on the whole instance.

    Its languages are those of the structure. ``framed_by`` lists the origins (https://…) of the sites that may frame
    its list; nobody else may.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = dict.fromkeys(
        [*("structure", "slug", "is_open", "intro", "shows_outings", "shows_needs", "takes_ideas", "framed_by")],
        Privacy.NONE,
    )

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    slug = models.SlugField("fin de l'adresse", max_length=60, unique=True)
    is_open = models.BooleanField("ouvert au public", default=False)
    intro = models.CharField("phrase d'accueil", max_length=300, blank=True)
    shows_outings = models.BooleanField("montrer les prochaines sorties", default=True)
    shows_needs = models.BooleanField("montrer ce que deviennent les paroles", default=True)
    takes_ideas = models.BooleanField("recevoir des idées", default=True)
    framed_by = models.JSONField("sites qui montrent la liste", default=list, blank=True)

    objects: ClassVar[models.Manager["Board"]] = TenantManager()

    class Meta:
        verbose_name = "panneau"
        verbose_name_plural = "panneaux"
        constraints = [models.UniqueConstraint(fields=["structure"], name="board_one_a_structure")]

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        return reverse("noticeboard:board", args=[self.slug])


class ShownNeed(Record):
    """What the board says of a shared need, in the words that a person reread for the public.

    ``answer`` tells the answer in one or two sentences: what partners wrote never leaves as it is. Shown while
    ``need.is_public``.
    """

    PRIVACY: ClassVar[dict[str, Privacy]] = {
        **dict.fromkeys(["structure", "need", "reread_at"], Privacy.NONE),
        **dict.fromkeys(["sentence", "answer"], Privacy.FREE_TEXT),
        "reread_by": Privacy.PERSONAL,
    }

    structure = models.ForeignKey(Structure, models.CASCADE, db_index=False, related_name="+", verbose_name="structure")
    need = models.ForeignKey(SharedNeed, models.CASCADE, db_index=False, related_name="+", verbose_name="besoin")
    sentence = models.CharField("le besoin, en une phrase", max_length=SENTENCE_LENGTH)
    answer = models.TextField("la réponse, en quelques mots", max_length=ANSWER_LENGTH, blank=True)
    reread_at = models.DateTimeField("relu le")
    reread_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, db_index=False, related_name="+", verbose_name="relu par"
    )

    objects: ClassVar[models.Manager["ShownNeed"]] = TenantManager()

    class Meta:
        verbose_name = "besoin montré"
        verbose_name_plural = "besoins montrés"
        constraints = [
            models.UniqueConstraint(fields=["structure", "need"], name="shown_need_once"),
            models.CheckConstraint(condition=~Q(sentence=""), name="shown_need_says_something"),
        ]

    def __str__(self) -> str:
        return self.sentence
