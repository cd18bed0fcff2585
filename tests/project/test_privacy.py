"""Each field of each model says how much it may tell about a person, and nothing else is said."""

from typing import ClassVar

from django.apps import apps
from django.apps.registry import Apps
from django.db import models

from palier.core.models import Privacy, Record

# The key and the dates of every record; the rights Django's admin gives to a technical account.
TELLS_NOTHING = {"id", "created_at", "updated_at", "groups", "user_permissions"}


def misclassified(model: type[models.Model]) -> list[str]:
    """Return the fields without a class, the classes without a field, the values that are no class."""
    privacy: dict[str, object] = getattr(model, "PRIVACY", {})
    options = model._meta
    fields = {field.name for field in [*options.concrete_fields, *options.many_to_many]} - TELLS_NOTHING
    faults = [f"{options.label}.{name} : not classified" for name in sorted(fields - privacy.keys())]
    faults += [f"{options.label}.{name} : no such field" for name in sorted(privacy.keys() - fields)]
    faults += [
        f"{options.label}.{name} : {value!r} is not a class"
        for name, value in privacy.items()
        if not isinstance(value, Privacy)
    ]
    return faults


def test_every_field_is_classified() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("palier.")]

    assert len(ours) >= 3
    assert [fault for model in ours for fault in misclassified(model)] == []


def test_misclassified_field_is_seen() -> None:
    class Planted(Record):
        PRIVACY: ClassVar[dict[str, Privacy]] = {
            "name": Privacy.PERSONAL,
            "gone": Privacy.NONE,
            "said": "free_text",  # type: ignore[dict-item]
        }
        name = models.CharField(max_length=10)
        said = models.TextField()
        age = models.IntegerField()
        friends = models.ManyToManyField("self")

        class Meta:
            app_label = "planted"
            apps = Apps()

    assert misclassified(Planted) == [
        "planted.Planted.age : not classified",
        "planted.Planted.friends : not classified",
        "planted.Planted.gone : no such field",
        "planted.Planted.said : 'free_text' is not a class",
    ]
