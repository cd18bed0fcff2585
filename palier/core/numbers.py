"""Numbers as French writes them."""

import re

from django.utils.formats import localize

NARROW_SPACE = "\u202f"
# The whole part of a number alone: no text that merely holds digits is touched.
_WHOLE = re.compile(r"\A-?\d{4,}(?=,|\Z)")


def grouped(value: object) -> str:
    """Return ``value`` with a narrow no-break space between its thousands: 12345.5 gives « 12 345,5 ».

    A number already written (« 1234,5 ») is grouped too; any other text comes back as it is.
    """
    written = str(localize(value))
    return _WHOLE.sub(lambda found: f"{int(found[0]):,}".replace(",", NARROW_SPACE), written)
