"""Numbers as French writes them: a narrow no-break space between thousands, nothing else touched."""

import pytest

from palier.core.numbers import grouped
from tests.core.test_components import draw


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1234, "1\u202f234"),
        (-50_000, "-50\u202f000"),
        (1_234_567, "1\u202f234\u202f567"),
        (12345.5, "12\u202f345,5"),
        ("22,3", "22,3"),
        ("12345,67", "12\u202f345,67"),
        ("Année 2026", "Année 2026"),
        ("…", "…"),
        ("", ""),
    ],
)
def test_thousands_are_kept_apart(value: object, written: str) -> None:
    assert grouped(value) == written


def test_figure_of_a_page_is_grouped_and_still_escaped() -> None:
    assert "50\u202f000" in draw('{% component "stat" label="Paroles" value=value %}{% endcomponent %}', value=50_000)
    assert draw("{{ value|grouped }}", value="<b>1234</b>") == "&lt;b&gt;1234&lt;/b&gt;"
