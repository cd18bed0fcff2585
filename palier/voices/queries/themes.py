"""What residents spoke of lately."""

from collections.abc import Collection
from uuid import UUID

from palier.voices.models import Voice

LOOKED_AT = 50


def last_themes(outings: Collection[UUID]) -> list[str]:
    """Return the themes of the words heard in these outings, those chosen last first, each once."""
    if not outings:
        return []
    heard = Voice.objects.filter(outing__in=outings, withdrawn_at=None).order_by("-made_at", "-pk")
    rows = heard.values_list("themes", flat=True)[:LOOKED_AT]
    return list(dict.fromkeys(theme for themes in rows for theme in themes))
