"""The texts of a form, without what is invisible: others will read them, on paper, in files, in a history."""

from typing import Any

from django import forms

from palier.documents.reading.characters import clean_line, clean_lines


def clean_texts(form: forms.Form, told: dict[str, Any]) -> dict[str, Any]:
    """Return what was typed with its texts clean; one that must be written and holds nothing to read is an error."""
    for name, value in told.items():
        field = form.fields[name]
        if not isinstance(value, str) or isinstance(field, forms.ChoiceField | forms.EmailField):
            continue
        told[name] = clean_lines(value) if isinstance(field.widget, forms.Textarea) else clean_line(value)
    for name in [name for name, value in told.items() if value == "" and form.fields[name].required]:
        form.add_error(name, form.fields[name].error_messages["required"])
    return told
