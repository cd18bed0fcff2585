"""The design system: components shown and described, tags that refuse mistakes, readable colours."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import Client, RequestFactory
from pytest_django import Settings

from palier.core.charts import bars, chart_height
from palier.core.gallery import COMPONENTS_DIR, entries, head_comment
from palier.core.gallery_examples import EXAMPLES
from palier.core.gallery_form import LoginSample, refused_form, sample_form
from palier.core.icons import ICONS

PALIER = COMPONENTS_DIR.parent.parent
CSS = sorted((PALIER / "static" / "css").glob("*.css"))
CSS_BYTES = 25_000
TOKEN = re.compile(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);")
GROUNDS = ("papier", "surface")
TINTS = ("brume", "sapin-pale", "miel-pale", "terracotta-pale")


def draw(source: str, **context: Any) -> str:
    """Return what a page would show for ``source``."""
    return Template(source).render(Context(context))


def luminance(colour: str) -> float:
    """Return the relative luminance of #rrggbb (WCAG 2.2)."""
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21 (WCAG 2.2)."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def tokens() -> dict[str, tuple[str, str]]:
    """Return each colour token as (light, dark)."""
    source = (PALIER / "static" / "css" / "base.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in TOKEN.findall(source)}


def test_gallery_shows_every_component() -> None:
    files = {f"components/{path.name}" for path in COMPONENTS_DIR.glob("*.html")}

    assert set(EXAMPLES) == files
    assert all(entry.summary and entry.examples for entry in entries())


def test_component_without_head_comment_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bare.html").write_text("<p></p>{% comment %}\nlate\n{% endcomment %}")
    monkeypatch.setattr("palier.core.gallery.COMPONENTS_DIR", tmp_path)

    with pytest.raises(ValueError, match=r"bare\.html: no head comment"):
        head_comment("bare")


@pytest.mark.django_db
def test_gallery_answers_where_it_is_open(client: Client, settings: Settings) -> None:
    settings.GALLERY = True
    assert client.get("/composants/").status_code == 200

    settings.GALLERY = False
    assert client.get("/composants/").status_code == 404


def test_icon_is_hidden_from_screen_readers_and_must_exist() -> None:
    assert draw('{% icon "check" %}') == (
        '<svg class="icon" width="24" height="24" aria-hidden="true">'
        '<use href="/static/vendor/lucide/sprite.svg#check"></use></svg>'
    )
    with pytest.raises(ValueError, match="Unknown icon 'chek'"):
        draw('{% icon "chek" %}')


def test_no_icon_is_carried_for_nothing() -> None:
    outside = [path for path in PALIER.rglob("*.py") if path.name != "icons.py"]
    sources = [*outside, *PALIER.rglob("*.html")]
    words = " ".join(path.read_text(encoding="utf-8") for path in sources)

    assert [name for name in ICONS if not re.search(rf"""["']{name}["']""", words)] == []


def test_component_sees_its_parameters_alone_and_escapes_them() -> None:
    drawn = draw(
        '{% component "card" title=name level=3 %}<p>{{ name }}</p>{% endcomponent %}',
        name="<b>",
        href="/page/",
    )

    assert re.sub(r"\s+", " ", drawn) == ('<article class="card"> <h3>&lt;b&gt;</h3> <p>&lt;b&gt;</p> </article> ')


def test_field_ties_label_help_and_error_to_its_input() -> None:
    drawn = draw('{% include "components/field.html" with field=field only %}', field=refused_form()["title"])

    assert 'for="id_faux-title"' in drawn
    assert 'aria-describedby="id_faux-title_helptext id_faux-title_error"' in drawn
    assert 'aria-invalid="true"' in drawn
    assert 'id="id_faux-title_helptext"' in drawn
    assert 'id="id_faux-title_error"' in drawn


def test_group_of_choices_is_a_fieldset_named_by_its_legend() -> None:
    drawn = draw('{% include "components/field.html" with field=field only %}', field=sample_form()["themes"])

    assert '<fieldset class="field" aria-describedby="id_vide-themes_helptext">' in drawn
    assert drawn.count("<legend") == 1
    assert drawn.count('type="checkbox"') == 3


def test_field_drops_its_placeholder() -> None:
    form = LoginSample()
    form.fields["address"].widget.attrs["placeholder"] = "Adresse"

    drawn = draw('{% include "components/form_fields.html" with form=form only %}', form=form)

    assert "placeholder" not in drawn


def test_pagination_keeps_the_filters() -> None:
    request = RequestFactory().get("/fiches/", {"q": "café", "page": "2"})
    context = RequestContext(request, {"page": Paginator(range(60), 20).page(2)})

    drawn = Template('{% include "components/pagination.html" with page=page only %}').render(context)

    assert re.findall(r'<a href="([^"]*)"', drawn) == [
        *["?q=caf%C3%A9&amp;page=1"] * 2,
        *["?q=caf%C3%A9&amp;page=3"] * 2,
    ]


def test_one_page_needs_no_pagination() -> None:
    drawn = draw('{% include "components/pagination.html" %}', page=Paginator(range(3), 20).page(1))

    assert drawn.strip() == ""


def test_facet_folds_what_is_past_the_eighth() -> None:
    options = [{"label": f"Lieu {rank}", "value": rank, "count": 1} for rank in range(10)]

    drawn = draw('{% include "components/facet.html" with options=options name="lieu" only %}', options=options)

    before, after = drawn.split("Voir tout (10)")
    assert (before.count("checkbox"), after.count("checkbox")) == (8, 2)


def test_bars_measure_against_the_longest() -> None:
    drawn = bars([("Marché", 4), ("Parc", 1), ("Gare", 0)])

    assert [bar.width for bar in drawn] == ["100.00%", "25.00%", "0.00%"]
    assert [bar.text_y for bar in drawn] == ["1.125rem", "4.625rem", "8.125rem"]
    assert chart_height(drawn) == "10.5rem"
    assert bars([]) == []
    assert [bar.width for bar in bars([("Rien", 0)])] == ["0.00%"]


def test_bars_refuse_a_negative_count() -> None:
    with pytest.raises(ValueError, match="no value may be negative"):
        bars([("Marché", -1)])


def test_long_label_is_cut_in_the_drawing_and_whole_in_the_table() -> None:
    label = "Café, petit-déjeuner ou goûter de quartier"

    drawn = draw('{% bar_chart "Lieux" rows unit="sorties" %}', rows=[(label, 2)])

    assert "Café, petit-déjeuner ou g…" in drawn
    assert drawn.count(label) == 1


def test_import_map_names_every_module() -> None:
    scripts = PALIER / "static" / "js"
    written = {f"{path.parent.name}/{path.stem}" for path in scripts.glob("*/*.js")}
    source = (PALIER / "templates" / "layout" / "scripts.html").read_text(encoding="utf-8")

    mapped = re.findall(r"\"palier/([\w/-]+)\": \"{% static 'js/([\w/-]+)\.js' %}\"", source)

    assert {name for name, _ in mapped} == written
    assert all(name == address for name, address in mapped)


def test_style_sheets_stay_light() -> None:
    assert sum(path.stat().st_size for path in CSS) <= CSS_BYTES


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_text_colours_can_be_read(scheme: int) -> None:
    colours = {name: pair[scheme] for name, pair in tokens().items()}
    pairs = [(text, ground) for text in ("encre", "douce", "sapin", "terracotta") for ground in GROUNDS]
    pairs += [(text, ground) for text in ("encre", "douce") for ground in TINTS]
    pairs.append(("sur-sapin", "sapin"))

    assert [pair for pair in pairs if contrast(colours[pair[0]], colours[pair[1]]) < 7] == []


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_edges_can_be_seen(scheme: int) -> None:
    colours = {name: pair[scheme] for name, pair in tokens().items()}

    assert [ground for ground in (*GROUNDS, *TINTS) if contrast(colours["edge"], colours[ground]) < 3] == []


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_small_line_passes_by_each_value_and_says_it() -> None:
    drawn = draw('{% sparkline "Paroles par mois" rows unit="Paroles" %}', rows=[("mars", 0), ("avril", 4), ("mai", 2)])
    alone = draw('{% sparkline "Paroles par mois" rows %}', rows=[])

    assert 'points="4.0,28.0 48.0,4.0 92.0,16.0"' in drawn
    assert 'aria-label="Paroles par mois : mars, 0 ; avril, 4 ; mai, 2"' in drawn
    assert (drawn.count("<tr>"), alone.count("<table"), 'points=""' in alone) == (4, 0, True)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0 sortie"),
        (1, "1 sortie"),
        (1.5, "1,5 sortie"),
        (-1, "-1 sortie"),
        (2, "2 sorties"),
        (-2, "-2 sorties"),
        ("0", "0 sortie"),
        ("12", "12 sorties"),
        (None, "None sortie"),
    ],
)
def test_nothing_is_plural_below_two(value: Any, words: str) -> None:
    assert draw("{{ n }} sortie{{ n|pluralize }}", n=value) == words


@pytest.mark.parametrize(("rows", "words"), [([], "est"), (["a"], "est"), (["a", "b"], "sont")])
def test_plural_of_a_list_is_that_of_its_length(rows: list[str], words: str) -> None:
    assert draw('{{ n|pluralize:"est,sont" }}', n=rows) == words
