"""Template tags of the design system, available in every template (a builtin of the template engine)."""

from collections.abc import Iterable, Sequence, Sized
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, CheckboxSelectMultiple, ClearableFileInput, RadioSelect
from django.template.context import Context
from django.template.defaultfilters import date as plain_date
from django.template.defaultfilters import pluralize as english_plural
from django.templatetags.static import static
from django.utils.html import format_html

from palier.core.charts import Bar, bars, chart_height, spark_points
from palier.core.dates import with_first_day
from palier.core.heat_map import Given, heat_columns, heat_height, heat_rows
from palier.core.icons import KNOWN_ICONS
from palier.core.numbers import grouped as with_spaces

register = template.Library()
FIRST_PLURAL = 2

FLIPPED_ICONS = frozenset({"arrow-right", "chevron-left", "chevron-right", "undo-2", "log-in", "log-out"})


@register.simple_tag
def icon(name: str) -> str:
    """Return one icon of the sprite, hidden from screen readers: the word beside it says the same.

    Raises ValueError for a name that is not in palier/core/icons.py.
    """
    return _drawn_icon(name)


@lru_cache(maxsize=len(KNOWN_ICONS))
def _drawn_icon(name: str) -> str:
    """Draw an icon once per process: a list draws the same few a hundred times, and their address never changes."""
    if name not in KNOWN_ICONS:
        raise ValueError(f"Unknown icon {name!r}: add it to palier/core/icons.py, then run make vendor.")
    classes = "icon icon-flip" if name in FLIPPED_ICONS else "icon"
    return format_html(
        '<svg class="{}" width="24" height="24" aria-hidden="true"><use href="{}#{}"></use></svg>',
        classes,
        static("vendor/lucide/sprite.svg"),
        name,
    )


@register.simple_block_tag(takes_context=True, end_name="endcomponent")
def component(context: Context, content: str, name: str, **parameters: Any) -> str:
    """Render components/<name>.html with ``parameters`` and, as ``content``, what the block holds.

    Like ``{% include ... only %}``: the component sees nothing else of the page.
    """
    assert context.template is not None
    found = context.template.engine.get_template(f"components/{name}.html")
    return found.render(context.new({**parameters, "content": content}))


@register.filter(name="date", expects_localtime=True, is_safe=False)
def french_date(value: Any, shape: str | None = None) -> str:
    """Stand in for Django's ``date`` filter, in every template: « mardi 1er décembre », not « mardi 1 décembre »."""
    return with_first_day(plain_date(value, shape))


@register.filter(name="pluralize", is_safe=False)
def french_plural(value: Any, endings: str = "s") -> str:
    """Stand in for Django's ``pluralize``, in every template: no plural below two, « 0 sortie », « 1,5 heure »."""
    try:
        number = len(value) if isinstance(value, Sized) and not isinstance(value, str) else float(value)
    except (TypeError, ValueError):
        return english_plural(value, endings)
    return english_plural(1 if abs(number) < FIRST_PLURAL else FIRST_PLURAL, endings)


@register.filter
def grouped(value: Any) -> str:
    """Return a number with a narrow space between its thousands; what is no number, as it is."""
    return with_spaces(value)


@register.filter
def widget_kind(field: BoundField) -> str:
    """Return how a form field is laid out: "checkbox", "choices", "file", "hidden" or "line"."""
    widget = field.field.widget
    if widget.is_hidden:
        return "hidden"
    if isinstance(widget, CheckboxInput):
        return "checkbox"
    if isinstance(widget, RadioSelect | CheckboxSelectMultiple):
        return "choices"
    return "file" if isinstance(widget, ClearableFileInput) else "line"


@register.filter
def drawn(field: BoundField) -> str:
    """Return a field's widget without its placeholder: it repeats the label, or vanishes when one writes."""
    return field.as_widget(attrs={"placeholder": False})


@register.filter
def pages_around(page: Any) -> Iterable[int | str]:
    """Return the page numbers to show around a Paginator page; the ellipsis stands for those left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)  # type: ignore[no-any-return]


@register.inclusion_tag("components/bar_chart.html")
def bar_chart(title: str, rows: Iterable[tuple[str, float]], unit: str = "", description: str = "") -> dict[str, Any]:
    """Draw horizontal bars, largest value the full width, with the table of the same figures one tap away.

    ``rows`` are (label, value) pairs; values are counts or amounts, never negative, of the given ``unit``.
    """
    drawn: list[Bar] = bars(rows)
    return {
        "title": title,
        "description": description,
        "unit": unit,
        "bars": drawn,
        "height": chart_height(drawn),
    }


@register.inclusion_tag("components/heat_map.html")
def heat_map(
    title: str,
    columns: Sequence[str],
    rows: Sequence[tuple[str, Sequence[Given]]],
    unit: str = "",
    expected_label: str = "",
    description: str = "",
) -> dict[str, Any]:
    """Draw a table of tints with its figures, and the same figures as a table one tap away.

    ``rows`` are (label, cells) pairs; a cell is (value, how many expect something there, perhaps the page that the
    figure opens): what is expected gets a frame.
    """
    drawn = heat_rows(rows)
    return {
        "title": title,
        "columns": heat_columns(columns),
        "rows": drawn,
        "height": heat_height(drawn),
        "unit": unit,
        "expected_label": expected_label,
        "description": description,
    }


@register.inclusion_tag("components/sparkline.html")
def sparkline(title: str, rows: Iterable[tuple[str, float]], unit: str = "") -> dict[str, Any]:
    """Draw a small line through the values of ``rows``, (label, value) pairs in their order, none negative.

    With a ``unit``, the same figures stand in a table one tap away.
    """
    return sparkline_of(title, list(rows), unit)


def sparkline_of(title: str, rows: Sequence[tuple[str, float]], unit: str = "") -> dict[str, Any]:
    """Return what the template of a small line needs."""
    places = spark_points([value for _, value in rows])
    points = " ".join(f"{x},{y}" for x, y in places)
    return {"title": title, "rows": rows, "points": points, "end": places[-1:], "head": ["Quand", unit] if unit else []}
