"""Which six digits a phone may be locked with."""

import re
from itertools import pairwise

PIN_LENGTH = 6
# Lines and crosses drawn with a thumb on the keys, and what people choose most.
DRAWN = frozenset(
    {
        *("147258", "258369", "147369", "159357", "159753", "357159", "753951", "951753", "147852", "258741"),
        *("369258", "852963", "741852", "963852", "789456", "456123", "987456", "142536", "112358", "314159"),
    }
)


def is_easy_to_guess(pin: str) -> bool:
    """Tell whether six digits are among the first that somebody would try.

    One or two digits alone, a series up or down (round through 0), a half or a third said again, a mirror, pairs,
    or a line drawn on the keys.
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return (
        len(set(pin)) <= 2
        or steps in ({1}, {9}, {2}, {8})
        or pin == pin[::-1]
        or re.fullmatch(r"(\d+)\1+|((\d)\3)+", pin) is not None
        or pin in DRAWN
        or pin[::-1] in DRAWN
    )
