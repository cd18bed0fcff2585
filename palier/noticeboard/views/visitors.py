"""What visitors leave on a board: an idea, their support, their name, what is wrong."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from palier.accounts.limits import network_of
from palier.noticeboard.actions.ideas import change_support, leave_idea, take_idea_back
from palier.noticeboard.actions.people import join_idea, report_content
from palier.noticeboard.board_page import BoardPage, draw, form_token, line_of, on_board, refusal_of, status_of
from palier.noticeboard.enums import IdeaState
from palier.noticeboard.forms.public import IdeaForm, JoinForm, ReportForm
from palier.noticeboard.limits import (
    CODES_BY_LINE,
    IDEAS_BY_LINE,
    IDEAS_OF_BOARD,
    JOININGS_BY_LINE,
    JOININGS_OF_BOARD,
    MOST_WAITING,
    REPORTS_BY_LINE,
    REPORTS_OF_BOARD,
    SUPPORTS_BY_LINE,
)
from palier.noticeboard.models import Idea, ShownNeed
from palier.noticeboard.queries.boards import public_places
from palier.noticeboard.queries.desk import ideas_to_read
from palier.noticeboard.queries.public import shown_ideas
from palier.noticeboard.secrets_of_visitors import (
    BROWSER_COOKIE,
    BROWSER_SECONDS,
    batch_mark,
    browser_mark,
    code_hash,
    new_browser_key,
)
from palier.residents.consent_texts import text_read, version_of
from palier.structures.routes import PUBLIC, route

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@route(PUBLIC)
@never_cache
@on_board
def idea_new(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Take an idea, and show once the code that follows it."""
    if not page.board.takes_ideas:
        raise Http404
    now, refusal = timezone.now(), ""
    form = IdeaForm(request.POST or None, words=page.words, places=public_places(now))
    if request.method == "POST" and form.is_valid():
        refusal = refusal_of(request, page, by_line=IDEAS_BY_LINE, of_board=IDEAS_OF_BOARD, now=now)
        if not refusal and ideas_to_read().count() >= MOST_WAITING:
            refusal = "error_limit"
        if not refusal:
            told = form.cleaned_data
            batch = batch_mark(page.structure.pk, network_of(request), now)
            _, code = leave_idea(
                structure=page.structure,
                text=told["texte"],
                place=told["lieu"],
                language=page.language.code,
                batch=batch,
                now=now,
            )
            return draw(request, page, "noticeboard/idea_sent.html", code=code)
    return _form(request, page, "noticeboard/idea_form.html", form, refusal)


@form_page
@route(PUBLIC)
@never_cache
@on_board
def idea_follow(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Say to who holds a code what became of the idea. Tries are counted: a code is short."""
    idea, refusal = _idea_of_code(request, page) if request.method == "POST" else (None, "")
    return _followed(request, page, idea, refusal)


@form_page
@route(PUBLIC)
@never_cache
@on_board
def idea_take_back(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Let who holds a code take their idea back; its address alone, as another language asks it, leads to the code."""
    if request.method != "POST":
        return redirect(reverse("noticeboard:idea-follow", args=[page.board.slug]) + page.keep)
    idea, refusal = _idea_of_code(request, page)
    if idea is not None:
        take_idea_back(idea=idea, structure=page.structure, now=timezone.now())
        idea.refresh_from_db()
    return _followed(request, page, idea, refusal)


@require_POST
@route(PUBLIC)
@on_board
def idea_support(request: HttpRequest, page: BoardPage, idea_id: UUID) -> HttpResponse:
    """Write that this browser supports an idea, or no longer does."""
    idea, now = get_object_or_404(shown_ideas(), pk=idea_id), timezone.now()
    if not SUPPORTS_BY_LINE.is_free(line_of(request, page), now=now):
        return draw(request, page, "noticeboard/said.html", 429, said=page.words["error_limit"])
    key = request.COOKIES.get(BROWSER_COOKIE) or new_browser_key()
    mark = browser_mark(page.structure.pk, key)
    change_support(idea=idea, browser=mark, supports=request.POST.get("soutien") != "0", now=now)
    response = redirect(f"{page.address}#idee-{idea.pk}")
    response.set_cookie(
        BROWSER_COOKIE, key, max_age=BROWSER_SECONDS, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return response


@form_page
@route(PUBLIC)
@never_cache
@on_board
def idea_join(request: HttpRequest, page: BoardPage, idea_id: UUID) -> HttpResponse:
    """Read the words of the consent, then take a first name and a contact, sealed at once."""
    idea, now, refusal = get_object_or_404(shown_ideas(), pk=idea_id), timezone.now(), ""
    read = text_read(version_of(page.structure), page.language.code, page.structure)
    form = JoinForm(request.POST or None, words=page.words)
    if request.method == "POST" and form.is_valid():
        refusal = refusal_of(request, page, by_line=JOININGS_BY_LINE, of_board=JOININGS_OF_BOARD, now=now)
        if not refusal:
            language = read.text.language if read else page.language.code
            join_idea(idea=idea, structure=page.structure, named=form.named(), language=language, now=now)
            return draw(request, page, "noticeboard/said.html", said=page.words["join_sent"])
    return _form(request, page, "noticeboard/join_form.html", form, refusal, idea=idea, read=read)


@form_page
@route(PUBLIC)
@never_cache
@on_board
def board_report(request: HttpRequest, page: BoardPage) -> HttpResponse:
    """Take what a reader finds wrong with an idea or a need of this board, or with the whole of it."""
    idea_key, need_key = _key(request, "idee"), _key(request, "besoin")
    idea = shown_ideas().filter(pk=idea_key).first() if idea_key else None
    told_of = ShownNeed.objects.filter(need=need_key, need__is_public=True).select_related("need")
    shown = told_of.first() if need_key and idea is None else None
    now, refusal = timezone.now(), ""
    form = ReportForm(request.POST or None, words=page.words)
    if request.method == "POST" and form.is_valid():
        refusal = refusal_of(request, page, by_line=REPORTS_BY_LINE, of_board=REPORTS_OF_BOARD, now=now)
        if not refusal:
            told = form.cleaned_data
            report_content(
                structure=page.structure,
                idea=idea,
                need=shown.need if shown else None,
                why=told["raison"],
                note=told["precision"],
                now=now,
            )
            return draw(request, page, "noticeboard/said.html", said=page.words["report_sent"])
    return _form(request, page, "noticeboard/report_form.html", form, refusal, idea=idea, shown=shown)


def _idea_of_code(request: HttpRequest, page: BoardPage) -> tuple[Idea | None, str]:
    """Return the idea of the code that was typed, or the key of the words that say why not. Counts one try."""
    if not CODES_BY_LINE.is_free(line_of(request, page), now=timezone.now()):
        return None, "error_limit"
    mark = code_hash(page.structure.pk, request.POST.get("code", "")[:40])
    idea = Idea.objects.select_related("voice").filter(code_hash=mark).first()
    return idea, "" if idea else "error_code"


def _followed(request: HttpRequest, page: BoardPage, idea: Idea | None, refusal: str) -> HttpResponse:
    shown = {
        "idea": idea,
        "told": page.words[f"follow_{idea.state}"] if idea else "",
        "is_shown": idea is not None and shown_ideas().filter(pk=idea.pk).exists(),
        "is_kept": idea is not None and idea.state != IdeaState.REPRISE,
        "typed": request.POST.get("code", "")[:40],
        "refusal": page.words.get(refusal, ""),
    }
    return draw(request, page, "noticeboard/follow.html", status_of(refusal) if refusal else 200, **shown)


def _form(
    request: HttpRequest,
    page: BoardPage,
    template: str,
    form: IdeaForm | JoinForm | ReportForm,
    refusal: str,
    **context: object,
) -> HttpResponse:
    status = 200 if not form.is_bound else status_of(refusal)
    said = page.words[refusal] if refusal else page.words["error_some"] if form.errors else ""
    return draw(request, page, template, status, form=form, refusal=said, token=form_token(request, page), **context)


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
