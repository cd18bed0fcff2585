"""Which board an address shows, in which language; and whether what a visitor sends may come in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control

from palier.accounts.limits import Limit, network_of
from palier.core.tenancy import structure_scope
from palier.noticeboard.limits import IDEA_OF_FORM
from palier.noticeboard.models import Board
from palier.noticeboard.queries.boards import board_at
from palier.noticeboard.secrets_of_visitors import OLDEST, QUICKEST, new_token, read_token
from palier.noticeboard.texts import FRENCH, LANGUAGES, BoardLanguage, words_of
from palier.structures.models import Structure
from palier.structures.permissions import membership_of

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class BoardPage:
    """A board as one address asks for it. ``words`` are those of its language, filled with the structure's name."""

    board: Board
    language: BoardLanguage
    plain: bool
    words: dict[str, str]

    @property
    def structure(self) -> Structure:
        """Whose board it is."""
        return self.board.structure

    @property
    def keep(self) -> str:
        """The end of each link, which keeps the language and the version: « ?langue=ar », or nothing."""
        asked = {} if self.language.code == FRENCH else {"langue": self.language.code}
        asked |= {"simple": "1"} if self.plain else {}
        return f"?{urlencode(asked)}" if asked else ""

    @property
    def languages(self) -> list[BoardLanguage]:
        """The languages that this structure shows, French first."""
        return [LANGUAGES[code] for code in codes_of(self.structure)]

    @property
    def address(self) -> str:
        """Where the board begins, with its language."""
        return reverse("noticeboard:board", args=[self.board.slug]) + self.keep

    def whole_address(self, request: HttpRequest) -> str:
        """Return the address to print or to send."""
        return (settings.BASE_URL or request.build_absolute_uri("/")).rstrip("/") + self.address


View = Callable[Concatenate[HttpRequest, BoardPage, P], HttpResponse]


def codes_of(structure: Structure) -> list[str]:
    """Return the languages of a structure that the board speaks, French first, always."""
    return [FRENCH, *(code for code in LANGUAGES if code != FRENCH and code in structure.languages)]


def on_board(view: View[P]) -> Callable[..., HttpResponse]:
    """Return the view that finds the board of an address and answers inside its structure's scope.

    A board that is not open is shown to its own team alone, to look at it first.
    """

    @wraps(view)
    def found(request: HttpRequest, /, board: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        row, membership = board_at(board), membership_of(request)
        if row is None or not (row.is_open or (membership and membership.structure_id == row.structure_id)):
            raise Http404
        code = request.GET.get("langue", FRENCH)
        language = LANGUAGES[code if code in codes_of(row.structure) else FRENCH]
        plain = language.code == FRENCH and request.GET.get("simple") == "1"
        words = words_of(language, plain=plain)
        words["page_title"] = words["page_title"].replace("{structure}", str(row.structure))
        page = BoardPage(row, language, plain, words)
        with structure_scope(row.structure_id):
            response = view(request, page, *args, **kwargs)
        # What a team takes off the board is off everywhere at once; a page may say what this browser supports.
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return found


def draw(request: HttpRequest, page: BoardPage, template: str, status: int = 200, **context: Any) -> HttpResponse:
    """Return a public page."""
    shown = {"page": page, "board": page.board, "structure": page.structure, "t": page.words, "keep": page.keep}
    return render(request, template, {**shown, **context}, status=status)


def form_token(request: HttpRequest, page: BoardPage) -> str:
    """Return the token that a form carries: the one it was sent with while that is good, else a new one."""
    sent, now = request.POST.get("jeton", ""), timezone.now()
    token = read_token(page.board.pk, sent) if sent else None
    return sent if token is not None and token.age(now) < OLDEST else new_token(page.board.pk, now)


def line_of(request: HttpRequest, page: BoardPage) -> str:
    """Return the line that a request came by, as limits count it (they keep a keyed mark of it alone)."""
    return f"{page.board.pk}:{network_of(request)}"


def refusal_of(request: HttpRequest, page: BoardPage, *, by_line: Limit, of_board: Limit, now: datetime) -> str:
    """Return the key of the words that say why a form does not come in; "" when it may. Counts one try."""
    if request.POST.get("site"):
        return "error_trap"
    token = read_token(page.board.pk, request.POST.get("jeton", ""))
    if token is None or token.age(now) >= OLDEST:
        return "error_old"
    if token.age(now) < QUICKEST:
        return "error_fast"
    if not by_line.is_free(line_of(request, page), now=now) or not of_board.is_free(str(page.board.pk), now=now):
        return "error_limit"
    return "" if IDEA_OF_FORM.is_free(token.number, now=now) else "error_sent"


def status_of(refusal: str) -> int:
    """Return the status that goes with a refusal."""
    return 429 if refusal == "error_limit" else 422
