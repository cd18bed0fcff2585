"""Which shared agenda is meant."""

from django import forms

from palier.agenda.enums import FeedKind


class FeedForm(forms.Form):
    """The kind of agenda to open or to close."""

    kind = forms.ChoiceField(choices=FeedKind)
