"""Documents to PDF (tagged, PDF/UA-1) in two forms: a one-page card, a document of any length."""

from collections.abc import Callable

import typst

from palier.documents.card import card_payload
from palier.documents.content import Card, Document
from palier.documents.engine import compile_pdf
from palier.documents.glyphs import MISSING, MISSING_NOTICE, only_drawable, only_plain
from palier.documents.payload import Json, full_payload
from palier.documents.typography import breakable, french_spaces

# The longest word that a line of the narrowest column of the card holds.
LINE_WORD = 26


def full_pdf(document: Document) -> bytes:
    """Return the whole document as a PDF, as many A4 pages as it needs. Equal documents give equal bytes."""
    return render("full", full_payload(document))


def card_pdf(card: Card) -> bytes:
    """Return the card as a PDF of exactly one A4 page. Equal cards give equal bytes."""
    return render("card", card_payload(card))


def render(template: str, payload: Json) -> bytes:
    """Return the PDF. Characters no font draws become "□": those measured, else all but plain Latin."""
    try:
        return compile_pdf(template, ready(payload, only_drawable))
    except typst.TypstError as error:
        if "could not be displayed" not in error.message:
            raise
        return compile_pdf(template, ready(payload, only_plain))


def ready(payload: Json, drawable: Callable[[str], str]) -> Json:
    """Return the payload with every shown text made fit for the page; ``meta`` stays as it is."""
    meta = payload["meta"]
    french = isinstance(meta, dict) and meta["language"] == "fr"
    replaced = False

    def fit(text: str) -> str:
        nonlocal replaced
        shown = drawable(text)
        replaced = replaced or shown.count(MISSING) > text.count(MISSING)
        return breakable(french_spaces(shown) if french else shown, LINE_WORD)

    def walk(value: object) -> object:
        match value:
            case str():
                return fit(value)
            case list():
                return [walk(item) for item in value]
            case dict():
                return {key: walk(item) for key, item in value.items()}
        return value

    shown = {key: walk(value) for key, value in payload.items() if key != "meta"}
    return {**shown, "meta": meta, "notice": MISSING_NOTICE if replaced else ""}
