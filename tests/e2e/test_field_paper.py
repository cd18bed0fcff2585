"""The figures on paper: no column of a table is cut off, and no figure is printed twice."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from palier.dashboard.demo import load_demo
from tests.e2e.conftest import OpenPage

pytestmark = pytest.mark.e2e
# A4 less its margins, in CSS pixels.
PAPER_WIDTH = 672
CUT = "tables => tables.filter(it => it.scrollWidth > it.clientWidth + 1).map(it => it.textContent.trim().slice(0, 40))"


@pytest.fixture
def library(transactional_db: None) -> None:
    """Fill the instance with the demonstration as it is today."""
    load_demo(today=timezone.localdate())


def test_tables_of_figures_fit_on_paper(open_page: OpenPage, referent: dict[str, Any]) -> None:
    page = open_page(PAPER_WIDTH, **referent)
    page.emulate_media(media="print")
    page.goto("/carnet/chiffres/?periode=annee_civile")

    expect(page.get_by_role("heading", name="Qui a été rencontré ?")).to_be_visible()
    assert page.locator(".table").evaluate_all(CUT) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= PAPER_WIDTH
    expect(page.locator(".chart .more").first).to_be_hidden()
