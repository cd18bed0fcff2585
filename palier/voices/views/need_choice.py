"""« Chercher parmi tous les besoins »: where words join one that is past those that the forms list."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from palier.documents.reading.characters import clean_line
from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.queries.needs import PAGE_SIZE, NeedSearch, needs_found, rows_of
from palier.voices.queries.words import words
from palier.voices.views.gestures import keys_of
from palier.voices.views.undoing import ours

MOST_AT_ONCE = 100
LONGEST_TEXT = 200


@require_safe
@route(Permission.VOICES_EDIT)
def word_need(request: HttpRequest) -> HttpResponse:
    """Show the needs that hold some words, to attach the words of residents that the address names to one of them."""
    chosen = list(words().filter(pk__in=keys_of(request.GET.getlist("mots"))[:MOST_AT_ONCE]).order_by("-made_at", "pk"))
    back = ours(request.GET.get("retour", ""), reverse("voices:inbox"))
    if not chosen:
        return redirect(back)
    text = clean_line(request.GET.get("q", ""))[:LONGEST_TEXT]
    found = needs_found(NeedSearch(text=text, order="recent"), today=timezone.localdate())
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "chosen": chosen,
        "back": back,
        # Where the triage goes on, once the words are attached.
        "following": ours(request.GET.get("suite", ""), back),
        "text": text,
        "page": page,
        "rows": rows_of(page.object_list, now=timezone.now()),
    }
    return render(request, "voices/word_need.html", context)
