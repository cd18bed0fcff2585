"""The French guide: docs/guide/*.md, served under « Aide »."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

PAGE_NAME = re.compile(r"[a-z0-9-]+")
LINK = re.compile(r'href="([a-z0-9-]+)\.md(#[^"]*)?"')
PICTURE = re.compile(r'src="images/([a-z0-9-]+)\.png"')


@dataclass(frozen=True, slots=True)
class GuidePage:
    """A page of the guide: its name in the address, its title, its HTML without the title."""

    name: str
    title: str
    html: SafeString


def read_page(name: str) -> GuidePage | None:
    """Return the page called ``name``, or None. Raw HTML in the Markdown is shown as text, never run."""
    path = Path(settings.GUIDE_DIR) / f"{name}.md"
    if not PAGE_NAME.fullmatch(name) or not path.is_file():
        return None
    return _rendered(name, path, path.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _rendered(name: str, path: Path, _changed: int) -> GuidePage:
    first, _, rest = path.read_text(encoding="utf-8").partition("\n")
    html = MarkdownIt("commonmark", {"html": False}).enable("table").render(rest)
    title = first.removeprefix("# ").strip()
    html = PICTURE.sub(_picture_address, LINK.sub(_address, html))
    return GuidePage(name, title, mark_safe(html))  # noqa: S308


def picture_path(name: str) -> Path | None:
    """Return the file of a picture of the guide, or None."""
    path = Path(settings.GUIDE_DIR) / "images" / f"{name}.png"
    return path if PAGE_NAME.fullmatch(name) and path.is_file() else None


def _picture_address(match: re.Match[str]) -> str:
    return f'loading="lazy" src="{reverse("dashboard:guide-picture", args=[match[1]])}"'


def _address(match: re.Match[str]) -> str:
    name, anchor = match[1], match[2] or ""
    url = reverse("dashboard:help") if name == "index" else reverse("dashboard:guide-page", args=[name])
    return f'href="{url}{anchor}"'
