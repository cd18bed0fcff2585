"""The public page of a structure, its list for other sites, its feed, its poster."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from palier.documents.names import content_disposition, safe_filename
from palier.noticeboard.board_page import BoardPage, draw, line_of, on_board
from palier.noticeboard.exports.feed import FEED_TYPE, feed_of
from palier.noticeboard.exports.poster import poster_of
from palier.noticeboard.limits import POSTERS_BY_LINE
from palier.noticeboard.queries.public import coming_outings, idea_lines, told_needs
from palier.noticeboard.secrets_of_visitors import BROWSER_COOKIE, browser_mark
from palier.structures.routes import PUBLIC, route


@require_safe
@route(PUBLIC)
@on_board
def board(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Show the next outings, what became of what was said, and the ideas."""
    key = request.COOKIES.get(BROWSER_COOKIE, "")
    return draw(
        request,
        page,
        "noticeboard/board.html",
        outings=coming_outings(page.language, timezone.now()) if page.board.shows_outings else [],
        needs=told_needs(page.language, page.words) if page.board.shows_needs else [],
        ideas=idea_lines(page.language, page.words, browser_mark(page.structure.pk, key) if key else ""),
    )


@require_safe
@route(PUBLIC)
@xframe_options_exempt
@on_board
def board_list(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Show the needs and ideas as links, for a frame of the sites that the structure chose, and of no other."""
    needs = told_needs(page.language, page.words) if page.board.shows_needs else []
    response = draw(
        request,
        page,
        "noticeboard/list.html",
        needs=needs,
        ideas=idea_lines(page.language, page.words),
        whole=page.whole_address(request),
    )
    # django-csp reads this attribute: its decorator only knows values that never change.
    response._csp_replace = {"frame-ancestors": page.board.framed_by or ["'none'"]}  # type: ignore[attr-defined]
    return response


@require_safe
@route(PUBLIC)
@on_board
def board_feed(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Give what is new as an Atom feed."""
    needs = told_needs(page.language, page.words) if page.board.shows_needs else []
    feed = feed_of(page, needs, idea_lines(page.language, page.words), whole=page.whole_address(request))
    return HttpResponse(feed, content_type=FEED_TYPE)


@require_safe
@route(PUBLIC)
@on_board
def board_poster(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Give an A3 page to print: the next outings, and the way to the board."""
    now = timezone.now()
    if not POSTERS_BY_LINE.is_free(line_of(request, page), now=now):
        return draw(request, page, "noticeboard/said.html", 429, said=page.words["error_limit"])
    outings = coming_outings(page.language, now) if page.board.shows_outings else []
    data = poster_of(page, outings, whole=page.whole_address(request), day=timezone.localdate(now))
    response = HttpResponse(data, content_type="application/pdf")
    response.headers["Content-Disposition"] = content_disposition(safe_filename(f"affiche {page.structure}", "pdf"))
    return response
