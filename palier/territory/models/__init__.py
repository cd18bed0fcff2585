"""Where the teams go, and the zones these places are in."""

from palier.territory.models.place import Place, PlaceZone
from palier.territory.models.zone import Zone

__all__ = ["Place", "PlaceZone", "Zone"]
