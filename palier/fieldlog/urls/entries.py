"""Addresses: add, correct, take back a line. The page of a whole outing gathers several apps: palier/dashboard."""

from django.urls import path

from palier.fieldlog.forms.lines import LINE_FORMS
from palier.fieldlog.queries.outing_log import model_name
from palier.fieldlog.views import entries, tallies

urlpatterns = [
    path("carnet/<uuid:outing_id>/comptage/", tallies.tally_new, name="tally-new"),
    *(
        path(
            f"carnet/<uuid:outing_id>/{word}/", entries.entry_new, {"word": word}, name=f"{model_name(form.model)}-new"
        )
        for word, form in LINE_FORMS.items()
    ),
    path("carnet/lignes/<slug:word>/<uuid:entry_id>/", entries.entry_edit, name="entry-edit"),
    path("carnet/lignes/<slug:word>/<uuid:entry_id>/retrait/", entries.entry_withdraw, name="entry-withdraw"),
    path("carnet/lignes/<slug:word>/<uuid:entry_id>/reprise/", entries.entry_restore, name="entry-restore"),
    path("carnet/photos/<uuid:photo_id>/", entries.photo_file, name="photo-file"),
]
