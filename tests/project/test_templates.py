"""Templates: nothing a strict Content-Security-Policy would block, nothing unescaped, nothing unused."""

import ast
import re
from pathlib import Path

import allauth
import django
import pytest

from tests.project.tree import files, text

DATA_SCRIPT = re.compile(r'\btype="(?:application/(?:ld\+)?json)"')
NONCE = 'nonce="{{ request.csp_nonce }}"'
TAG = re.compile(r"<[a-zA-Z][^<>]*(?:\"[^\"]*\"[^<>]*)*>", re.DOTALL)
TEMPLATE_CODE = re.compile(r"{%.*?%}|{{.*?}}|{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
UNESCAPED = re.compile(r"\|\s*(?:safe|safeseq)\b|{%\s*autoescape\s+off\b")
OPEN_COMMENT = re.compile(r"{#(?:(?!#}).)*$", re.MULTILINE)
QUOTED = re.compile(r"""["']([\w./-]+\.(?:html|txt|xml|js|svg|webmanifest))(?:#[\w-]+)?["']""")
# Found under their status, by Django or by palier/core/errors.py.
ERROR_PAGES = {f"{status}.html" for status in (400, 403, 404, 413, 429, 500, 503)}
# The only places that may call a string safe, each after a review. A place that stops doing it must leave.
AUDITED_SAFE: dict[str, str] = {
    "palier/core/lists.py": "format_html alone, tested; the name is the type that a widget of Django returns",
    "palier/dashboard/guide.py": "our own Markdown, rendered without raw HTML",
    "palier/library/templatetags/sheet_text.py": "JSON whose <, > and & are escaped, tested",
}


def blocked_markup(path: str, content: str) -> list[str]:
    """Return what the pages' Content-Security-Policy would refuse to run or to apply."""
    faults = []
    for match in TAG.finditer(
        TEMPLATE_CODE.sub(lambda code: code.group() if NONCE[7:-1] in code.group() else "", content)
    ):
        tag = match.group()
        name = re.match(r"<(\w+)", tag)
        element = name.group(1).lower() if name else ""
        inline = element == "script" and " src=" not in tag and not DATA_SCRIPT.search(tag)
        if inline and not ('type="importmap"' in tag and NONCE in tag):
            faults.append(f"{path} : inline script")
        if element == "style":
            faults.append(f"{path} : <style>")
        faults += [f"{path} : {attribute}=" for attribute in re.findall(r"\s(style|on\w+)\s*=", tag)]
        if re.search(r"=[\"']?\s*javascript:", tag):
            faults.append(f"{path} : javascript:")
    return faults


def unescaped(path: str, content: str) -> list[str]:
    """Return the places where a template prints without escaping."""
    return [f"{path} : {match.group()}" for match in UNESCAPED.finditer(content)]


def open_comments(path: str, content: str) -> list[str]:
    """Return the ``{#`` comments that do not end on their line: Django would print them."""
    return [f"{path} : {match.group()}" for match in OPEN_COMMENT.finditer(content)]


def calls_safe(content: str) -> bool:
    """Tell whether Python code declares a string safe for HTML."""
    names = {node.id for node in ast.walk(ast.parse(content)) if isinstance(node, ast.Name)}
    names |= {node.attr for node in ast.walk(ast.parse(content)) if isinstance(node, ast.Attribute)}
    return not names.isdisjoint({"mark_safe", "SafeString", "SafeText", "html_safe"})


def unused(templates: dict[str, str], sources: list[str], known: set[str]) -> list[str]:
    """Return the template paths whose name stands in no source, nor in ``known`` (names others look up)."""
    named = {match.group(1) for source in sources for match in QUOTED.finditer(source)}
    return [path for path, name in templates.items() if name not in named | known]


def headless(path: str, content: str) -> list[str]:
    """Return the component when it does not start with a comment that lists its parameters."""
    return [] if re.match(r"{#\s*\S|{%\s*comment\s*%}\s*\S", content) else [f"{path} : no head comment"]


def template_name(path: str) -> str:
    """Return the name by which Django finds the template at ``path``."""
    return path.split("/templates/", 1)[1]


def our_templates() -> list[str]:
    """Return the paths of every template of the product."""
    return [path for path in files(under="palier/") if "/templates/" in path]


def names_of_libraries() -> set[str]:
    """Return the template names that Django and allauth look up: ours replace theirs."""
    found = set()
    for library in (django, allauth):
        for folder in Path(str(library.__file__)).parent.rglob("templates"):
            found |= {str(path.relative_to(folder)) for path in folder.rglob("*.*")}
    return found


def test_templates_are_strict() -> None:
    faults = []
    for path in our_templates():
        faults += blocked_markup(path, text(path)) + unescaped(path, text(path)) + open_comments(path, text(path))

    assert faults == []


def test_python_declares_strings_safe_only_where_audited() -> None:
    declaring = {path for path in files(".py", under="palier/") if calls_safe(text(path))}

    assert declaring == set(AUDITED_SAFE)


def test_every_template_is_used() -> None:
    templates = {path: template_name(path) for path in our_templates()}
    sources = [text(path) for path in [*files(".py", under="palier/"), *templates]]

    assert unused(templates, sources, names_of_libraries() | ERROR_PAGES) == []


def test_every_component_lists_its_parameters() -> None:
    components = [path for path in our_templates() if "/components/" in path]

    assert [fault for path in components for fault in headless(path, text(path))] == []


@pytest.mark.parametrize(
    "markup",
    [
        "<script>go()</script>",
        '<script nonce="{{ request.csp_nonce }}">go()</script>',
        '<script type="importmap">{}</script>',
        "<style>p {}</style>",
        '<p class="a" style="color: red">',
        '<p\n  style="x">',
        '<a href="{% url "x" %}" onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_blocked_markup_is_seen(markup: str) -> None:
    assert len(blocked_markup("a.html", markup)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<script src="{% static "js/a.js" %}" type="module"></script>',
        '<script type="importmap" nonce="{{ request.csp_nonce }}">{}</script>',
        '<script type="application/ld+json">{}</script>',
        '<link rel="stylesheet" href="x.css"><p data-onward="1">on = 1, style=x</p>',
        "{# never style= here, nor <script> #}<p>{% if a > b %}{% endif %}</p>",
    ],
)
def test_clean_markup_is_let_through(markup: str) -> None:
    assert blocked_markup("a.html", markup) == []


def test_unescaped_output_is_seen() -> None:
    assert unescaped("a.html", "{{ a|safe }} {{ b | safe }} {% autoescape off %} {{ c|safeseq }}") != []
    assert len(unescaped("a.html", "{{ a|safe }}{% autoescape off %}{{ c|safeseq }}")) == 3
    assert calls_safe("from x import mark_safe\nmark_safe('a')")
    assert calls_safe("import x\nx.SafeString('a')")
    assert not calls_safe("format_html('<b>{}</b>', a)")


def test_other_faults_are_seen() -> None:
    assert open_comments("a.html", "{# one\nline #}") == ["a.html : {# one"]
    assert open_comments("a.html", "{# one #} {# two #}") == []
    assert headless("a.html", "<p>{# late #}</p>") == ["a.html : no head comment"]
    assert headless("a.html", "{% comment %}\ntitle: text\n{% endcomment %}") == []
    templates = {"p/used.html": "a/used.html", "p/lost.html": "a/lost.html", "p/404.html": "404.html"}
    assert unused(templates, ['render(request, "a/used.html#rows")'], {"404.html"}) == ["p/lost.html"]
