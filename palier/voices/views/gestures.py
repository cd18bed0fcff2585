"""What one does with words, alone or together: their themes, nothing, a need, back among those to triage."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone

from palier.fieldlog.desk import member_of
from palier.fieldlog.queries.outing_log import theme_words
from palier.structures.permissions import actor_of
from palier.voices.actions.need_trail import NeedRefused
from palier.voices.actions.triage import attach_to_need, reopen_words, set_nothing, triage_words
from palier.voices.forms.inbox import TriageForm
from palier.voices.views.undoing import offer_undo


def keys_of(values: Sequence[str]) -> list[UUID]:
    """Return the keys among ``values``, each once; what is no key is left aside."""
    found = []
    for value in dict.fromkeys(values):
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def make_gesture(request: HttpRequest, keys: Sequence[UUID], form: TriageForm, *, adds_themes: bool) -> bool:
    """Do what the form asks, offer to undo it, and tell whether it was done.

    ``adds_themes``: those chosen join the themes that the words have; otherwise they take their place.
    """
    acts: dict[str, Any] = {"editor": member_of(request), "by": actor_of(request), "now": timezone.now()}
    asked, need = form.cleaned_data, None
    if asked["geste"] == form.THEMES:
        chosen = asked["theme"]
        undo = triage_words(keys=keys, **({"added": chosen} if adds_themes else {"themes": chosen}), **acts)
        done = f"triée{{s}} : {', '.join(theme_words(chosen)) or 'thèmes gardés'}"
    elif asked["geste"] == form.NOTHING:
        undo = set_nothing(keys=keys, reason=asked["raison"], **acts)
        done = f"rangée{{s}} sans suite : {asked['raison']}"
    elif asked["geste"] == form.REOPEN:
        undo, done = reopen_words(keys=keys, **acts), "remise{s} à trier"
    else:
        try:
            proposed = "propose" in request.POST
            need, undo = attach_to_need(keys=keys, need=asked["besoin"], was_proposed=proposed, **acts)
        except NeedRefused as refused:
            messages.error(request, str(refused))
            return False
        done = f"rattachée{{s}} à « {need} »"
    many = "s" if len(undo) > 1 else ""
    told = f"{len(undo)} parole{many} {done.replace('{s}', many)}."
    if undo:
        offer_undo(request, told, undo, need)
    else:
        messages.warning(request, "Rien n'a changé.")
    return bool(undo)
