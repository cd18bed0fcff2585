"""The trainings of the team: who holds what, what expires, and one's own."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from palier.documents.downloads import table_download
from palier.structures.actions.trainings import (
    TrainingAlreadyNoted,
    change_training,
    delete_training,
    note_training_export,
    note_trainings,
)
from palier.structures.enums import Permission
from palier.structures.exports.trainings import TITLE, columns
from palier.structures.forms.trainings import MatrixFilterForm, NoteTrainingForm, TrainingForm
from palier.structures.models import Training
from palier.structures.permissions import actor_of, can, membership_of
from palier.structures.queries.trainings import PAGE_SIZE, all_trainings, expiring, kinds_shown, matrix, trainings_of
from palier.structures.routes import MEMBER, route


@require_safe
@route(Permission.TRAININGS_READ)
def training_list(request: HttpRequest) -> HttpResponse:
    """Show what expires within sixty days, then each member by each kind of training."""
    today = timezone.localdate()
    filters = MatrixFilterForm(request.GET)
    search = filters.search()
    page = Paginator(matrix(search, today), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "kinds": kinds_shown(search),
        "filters": filters,
        "search": search,
        "expiring": expiring(today),
        "none_yet": not Training.objects.exists(),
        "can_edit": can(membership_of(request), Permission.TRAININGS_EDIT),
    }
    return render(request, "structures/training_list.html", context)


@require_safe
@route(MEMBER)
def training_mine(request: HttpRequest) -> HttpResponse:
    """Show one's own trainings in this structure."""
    membership = membership_of(request)
    if membership is None:
        return render(request, "structures/no_structure.html")
    context = {"trainings": trainings_of(membership, timezone.localdate())}
    return render(request, "structures/training_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.TRAININGS_EDIT)
def training_new(request: HttpRequest) -> HttpResponse:
    """Note one training for several people at once."""
    form = NoteTrainingForm(request.POST or None, initial={"members": request.GET.getlist("membre")})
    if request.method == "POST" and form.is_valid():
        members = form.cleaned_data["members"]
        noted = note_trainings(memberships=members, fields=form.values(), by=actor_of(request), now=timezone.now())
        messages.success(request, _noted_words(len(noted), len(members)))
        return redirect("structures:training-list")
    return _form_page(request, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@route(Permission.TRAININGS_EDIT)
def training_edit(request: HttpRequest, training_id: UUID) -> HttpResponse:
    """Correct a training of a member."""
    training = _training(training_id)
    form = TrainingForm(
        request.POST or None, initial={name: getattr(training, name) for name in TrainingForm.Meta.fields}
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_training(training=training, fields=form.values(), by=actor_of(request), now=timezone.now())
        except TrainingAlreadyNoted as noted:
            form.add_error("taken_on", str(noted))
        else:
            messages.success(request, "La formation est enregistrée.")
            return redirect("structures:training-list")
    return _form_page(request, form, training)


@require_POST
@route(Permission.TRAININGS_EDIT)
def training_delete(request: HttpRequest, training_id: UUID) -> HttpResponse:
    """Erase a training, once its page has asked for confirmation."""
    training = _training(training_id)
    delete_training(training=training, by=actor_of(request), now=timezone.now())
    messages.success(request, f"« {training} » est effacée des formations de {training.membership}.")
    return redirect("structures:training-list")


@require_safe
@route(Permission.TRAININGS_READ, named_export=True)
def training_export(request: HttpRequest, file_format: str) -> HttpResponseBase:
    """Give every training of the team as CSV or XLSX."""
    today = timezone.localdate()
    trainings = list(all_trainings())
    note_training_export(count=len(trainings), file_format=file_format, by=actor_of(request), now=timezone.now())
    return table_download(columns(today), trainings, file_format=file_format, title=TITLE, name="formations", day=today)


def _training(training_id: UUID) -> Training:
    found: Training = get_object_or_404(Training.objects.select_related("membership"), pk=training_id)
    return found


def _noted_words(noted: int, asked: int) -> str:
    people = "1 personne" if noted == 1 else f"{noted} personnes"
    known = asked - noted
    if not known:
        return f"La formation est notée pour {people}."
    return f"La formation est notée pour {people} ; elle l'était déjà pour {known}."


def _form_page(request: HttpRequest, form: TrainingForm, training: Training | None) -> HttpResponse:
    status = 422 if request.method == "POST" else 200
    return render(request, "structures/training_form.html", {"form": form, "training": training}, status=status)
