"""Split a need in two, merge needs: each on a page that says what will follow, before anything moves."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from palier.structures.enums import Permission
from palier.structures.routes import route
from palier.voices.actions.regrouping import merge_needs, split_need
from palier.voices.forms.needs import NeedForm
from palier.voices.models import SharedNeed
from palier.voices.queries.need_page import attachments_of, known_keys, others_to_merge
from palier.voices.queries.need_titles import first_card
from palier.voices.queries.needs import rows_of
from palier.voices.views.need_changes import acts_of, answered, form_page, need_or_404, words_asked

MOST_OFFERED = 20


@form_page
@route(Permission.VOICES_EDIT)
def need_split(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Move some words of a need to a new one."""
    need = need_or_404(need_id)
    chosen = words_asked(request)
    initial = {**(first_card(chosen) if chosen else {}), "theme": need.theme, "zone": str(need.zone_id or "")}
    form = NeedForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        response = answered(
            request,
            lambda: split_need(need=need, words=chosen, card=form.card, **acts_of(request)),
            "Le besoin est scindé : voici le nouveau.",
        )
        if response is not None:
            return response
    context = {
        "need": need,
        "form": form,
        "words": [row.voice for row in attachments_of(need)],
        "chosen": {word.pk for word in chosen},
    }
    return render(request, "voices/need_split.html", context, status=422 if form.is_bound else 200)


@form_page
@route(Permission.VOICES_EDIT)
def need_merge(request: HttpRequest, need_id: UUID) -> HttpResponse:
    """Bring other needs into this one."""
    need = need_or_404(need_id)
    if need.merged_into_id is not None:
        return redirect("voices:need-merge", need.merged_into_id)
    if request.method == "POST":
        others = list(SharedNeed.objects.filter(pk__in=known_keys(request.POST.getlist("besoin"))).exclude(pk=need.pk))
        response = answered(
            request,
            lambda: merge_needs(into=need, others=others, **acts_of(request)),
            "Les besoins sont fusionnés : leurs paroles, leurs relais et leurs réponses sont ici.",
        )
        return response or redirect("voices:need-merge", need.pk)
    text = request.GET.get("q", "")
    rows = rows_of(others_to_merge(need, text, MOST_OFFERED), now=timezone.now())
    context = {"need": need, "rows": rows, "text": text}
    return render(request, "voices/need_merge.html", context)
