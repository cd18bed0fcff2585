"""The map, on any page that wants one."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.inclusion_tag("territory/map_box.html")
def territory_map(label: str, mode: str = "show", focus: object = "") -> dict[str, Any]:
    """Draw the map, once its script is awake (the page loads it with ``territory/map_head.html``).

    ``mode``: "show", "pick" (fills the latitude and longitude of the form around it) or "draw" (fills its contour).
    ``focus`` is the id of a place or of a zone to come near to.
    """
    return {
        "label": label,
        "mode": mode,
        "focus": focus,
        "source": reverse("territory:map-data"),
        "tiles": settings.TILES_URL,
        "attribution": settings.TILES_ATTRIBUTION,
    }
