"""The guide: every page is served, its links lead somewhere, its raw HTML is shown and not run."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from pytest_django import Settings

from palier.dashboard.guide import read_page

pytestmark = pytest.mark.django_db
GUIDE = Path(__file__).parents[2] / "docs/guide"
NAMES = sorted(path.stem for path in GUIDE.glob("*.md"))


def address(name: str) -> str:
    return "/aide/" if name == "index" else f"/aide/{name}/"


@pytest.mark.parametrize("name", NAMES)
def test_each_page_has_its_title_and_links_that_resolve(client: Client, name: str) -> None:
    response = client.get(address(name))

    content = response.content.decode()
    title = (GUIDE / f"{name}.md").read_text(encoding="utf-8").splitlines()[0].removeprefix("# ")
    links = [link.split("#")[0] for link in re.findall(r'<a [^>]*href="(/[^"]*)"', content)]
    assert response.status_code == 200
    assert re.findall(r"<h1>(.*?)</h1>", content) == [title.replace("'", "&#x27;")]
    assert len(links) >= 3
    assert [link for link in links if not leads_somewhere(client, link)] == []
    assert re.findall(r'href="[^"]*\.md[#"]', content) == []


def leads_somewhere(client: Client, link: str) -> bool:
    try:
        resolve(link.split("?")[0])
    except Resolver404:
        return link.startswith("/static/")
    return not link.startswith("/aide/") or client.get(link).status_code == 200


def test_index_names_every_page() -> None:
    page = read_page("index")

    assert page is not None
    linked = set(re.findall(r'href="/aide/([a-z-]+)/"', page.html))
    assert linked == set(NAMES) - {"index"}


def test_raw_html_is_shown_as_text(settings: Settings, tmp_path: Path) -> None:
    settings.GUIDE_DIR = tmp_path
    (tmp_path / "page.md").write_text("# Titre\n\n<script>x()</script> [piège](javascript:x)\n", encoding="utf-8")

    page = read_page("page")

    assert page is not None
    assert (page.title, page.html.count("<script"), page.html.count("&lt;script&gt;")) == ("Titre", 0, 1)
    assert page.html.count("href") == 0


def test_changed_page_is_read_again(settings: Settings, tmp_path: Path) -> None:
    settings.GUIDE_DIR = tmp_path
    path = tmp_path / "page.md"
    for text in ("# Un\n", "# Deux, plus long\n"):
        path.write_text(text, encoding="utf-8")
        page = read_page("page")
        assert page is not None
        assert page.title == text.strip("# \n")


@pytest.mark.parametrize("name", ["../guide/index", "..", "", "INDEX", "index.md", "/etc/passwd", "a\0b"])
def test_names_that_are_no_page_are_refused(settings: Settings, tmp_path: Path, name: str) -> None:
    (tmp_path / "guide").mkdir()
    (tmp_path / "guide/index.md").write_text("# X\n", encoding="utf-8")
    settings.GUIDE_DIR = tmp_path / "guide"

    assert read_page(name) is None


@pytest.mark.parametrize("path", ["/aide/nulle-part/", "/aide/../settings/", "/aide/%2e%2e%2fREADME/"])
def test_unknown_page_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_picture_is_served_and_only_pictures_of_the_guide_are(client: Client) -> None:
    answer = client.get("/aide/images/agenda-mois.png")

    assert answer.headers["Content-Type"] == "image/png"
    assert set(answer.headers["Cache-Control"].split(", ")) == {"max-age=3600", "public"}
    assert answer.getvalue().startswith(b"\x89PNG")
    assert client.get("/aide/images/inconnue.png").status_code == 404
    assert client.post("/aide/images/agenda-mois.png").status_code == 405


def test_pictures_of_a_page_have_words_and_their_address(client: Client) -> None:
    article = client.get("/aide/agenda/").content.decode().partition("<article")[2]

    assert 'src="/aide/images/agenda-mois.png"' in article
    assert 'alt=""' not in article
