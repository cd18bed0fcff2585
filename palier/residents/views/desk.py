"""Add somebody to call back who was forgotten on the doorstep; take a line back."""

from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache

from palier.agenda.models import Outing
from palier.fieldlog.actions.puts import Put
from palier.fieldlog.desk import add_line, form_page, line_to_change, member_of, take_line_back
from palier.fieldlog.line_form import LineForm
from palier.fieldlog.origin import Origin
from palier.residents.actions.keys import public_key_of
from palier.residents.actions.puts import put_residents
from palier.residents.consent_texts import version_of
from palier.residents.forms.desk import ResidentForm
from palier.residents.models import Resident
from palier.residents.sealing import seal
from palier.structures.enums import Permission
from palier.structures.routes import route


@form_page
@route(Permission.FIELDLOG_WRITE)
@never_cache
def resident_new(request: HttpRequest, outing_id: UUID) -> HttpResponse:
    """Seal a name that was given on the doorstep, with the consent that was said."""
    structure = member_of(request).structure

    def write(outing: Outing, form: LineForm) -> bool:
        assert isinstance(form, ResidentForm)
        now = timezone.now()
        origin, key = Origin.desk(member_of(request), now), public_key_of(structure, now=now)
        fields = {
            "sealed": seal(form.named(), entry=origin.clock, key=key.pk, point=key.public),
            "language": form.cleaned_data["read_in"],
            "text_version": version_of(structure),
        }
        return not put_residents(puts=[Put(outing, origin.clock, fields, origin)])

    form_class = partial(ResidentForm, structure=structure)
    return add_line(request, outing_id, form_class, write, "residents/resident_form.html")


@form_page
@route(Permission.FIELDLOG_WRITE)
def resident_withdraw(request: HttpRequest, resident_id: UUID) -> HttpResponse:
    """Take the line back, with the reason: its name is erased for good."""
    line = line_to_change(request, Resident, resident_id)
    return take_line_back(request, line, "Retirer cette ligne, et effacer le nom")
