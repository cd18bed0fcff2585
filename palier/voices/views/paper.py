"""« Saisir depuis le papier »: many words at once, one a line, without any outing."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone

from palier.fieldlog.desk import form_page, member_of
from palier.structures.enums import Permission
from palier.structures.permissions import actor_of
from palier.structures.routes import route
from palier.voices.actions.words import write_words
from palier.voices.forms.paper import LINES, MOST_LINES, paper_lines


@form_page
@route(Permission.VOICES_EDIT)
def paper_new(request: HttpRequest) -> HttpResponse:
    """Write many words; a line refused stays with its reason, and so do all the others."""
    member, today = member_of(request), timezone.localdate()
    adds = "ajouter" in request.POST
    lines = paper_lines(_longer(request.POST) if adds else request.POST or None, today=today)
    if request.method == "POST" and not adds and lines.is_valid():
        written = write_words(
            structure=member.structure,
            words=lines.new_words(),
            writer=member,
            by=actor_of(request),
            now=timezone.now(),
        )
        many = "s" if len(written) > 1 else ""
        messages.success(request, f"{len(written)} parole{many} écrite{many}, à trier.")
        return redirect("voices:inbox")
    refused = request.method == "POST" and not adds
    context = {"lines": lines, "refused": refused, "most": MOST_LINES}
    return render(request, "voices/paper_form.html", context, status=422 if refused else 200)


def _longer(posted: QueryDict) -> QueryDict:
    """Return what was posted with a few more lines."""
    longer = posted.copy()
    count = posted.get("l-TOTAL_FORMS", "")
    longer["l-TOTAL_FORMS"] = str(min(int(count) + LINES, MOST_LINES) if count.isdecimal() else LINES)
    return longer
