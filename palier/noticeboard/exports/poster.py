"""The A3 poster of a board."""

from collections.abc import Sequence
from datetime import date

from palier.core.qr import qr_squares
from palier.documents.poster import Poster, PosterLine, poster_pdf
from palier.noticeboard.board_page import BoardPage
from palier.noticeboard.queries.public import OutingLine

MOST_LINES = 5


def poster_of(page: BoardPage, outings: Sequence[OutingLine], *, whole: str, day: date) -> bytes:
    """Return the poster as a PDF of one A3 page; ``whole`` is the address that its QR code holds."""
    words = page.words
    return poster_pdf(
        Poster(
            title=str(page.structure),
            lead=words["poster_lead"],
            heading=words["outings_title"] if outings else "",
            lines=tuple(PosterLine(line.day, line.hours, line.outing.place.name) for line in outings[:MOST_LINES]),
            scan=words["poster_scan"],
            address=whole.partition("://")[2],
            squares=qr_squares(whole),
            language=page.language.code,
            date=day,
        )
    )
