"""What each table of a structure must have for the walls to hold."""

from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import models
from django.db.models.manager import BaseManager
from django_scopes.exceptions import ScopeError

from palier.core.tenancy import across_structures, structure_scope
from palier.structures.models import Membership, Structure
from tests.factories.people import make_membership, make_structure
from tests.factories.tenants import fill, tenant_models

TENANT = ("structure", "structure_id")
# Looked up before it is known for which structure: by the account that logs in, by the device that comes.
BEFORE_ANY_SCOPE = {("structures.Membership", "user"), ("structures.EnrolledPhone", "device")}
# Never listed: each row is looked up by its key, made on the phone, and a second index would slow what phones send.
BY_KEY_ALONE = {"mobile.Operation"}


def belongs_to_structure(model: type[models.Model]) -> bool:
    """Tell whether a model names the structure of its rows."""
    return any(field.name in TENANT for field in model._meta.concrete_fields)


def first_names(model: type[models.Model]) -> list[tuple[str, str]]:
    """Return, for each declared index or constraint on fields, its name and its first field."""
    options = model._meta
    ordered = [(index.name, index.fields[0].lstrip("-")) for index in options.indexes if index.fields]
    for constraint in options.constraints:
        if isinstance(constraint, models.UniqueConstraint):
            fields = list(constraint.fields) or [str(getattr(constraint.expressions[0], "name", ""))]
            ordered.append((constraint.name, fields[0]))
    return ordered


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_structure_leads_each_index(model: type[models.Model]) -> None:
    label = model._meta.label
    others = [
        field.name
        for field in model._meta.concrete_fields
        if field.is_relation
        and field.db_index
        and field.name != "structure"
        and (label, field.name) not in BEFORE_ANY_SCOPE
    ]

    assert [name for name, first in first_names(model) if first not in TENANT] == []
    assert [name for name in others if not model._meta.get_field(name).unique] == []
    assert label in BY_KEY_ALONE or any(first in TENANT for _, first in first_names(model))


def test_every_model_with_a_structure_is_walled() -> None:
    ours = [model for model in apps.get_models() if model.__module__.startswith("palier.")]
    with_structure = {model for model in ours if belongs_to_structure(model)}

    assert len(with_structure) >= 8
    assert with_structure == set(tenant_models())


@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_unscoped_question_raises(model: type[models.Model]) -> None:
    manager: BaseManager[Any] = model._default_manager
    questions = [
        lambda: manager.all(),
        lambda: manager.count(),
        lambda: manager.exists(),
        lambda: manager.first(),
        lambda: manager.filter(pk=uuid4()),
        lambda: manager.exclude(pk=uuid4()),
        lambda: manager.get(pk=uuid4()),
        lambda: manager.in_bulk([uuid4()]),
        lambda: manager.values_list("pk"),
        lambda: manager.order_by("pk"),
        lambda: manager.select_related(),
        lambda: manager.prefetch_related(),
        lambda: manager.distinct(),
        lambda: manager.defer("pk"),
        lambda: manager.update(created_at=None),
        lambda: manager.aggregate(models.Count("pk")),
        lambda: manager.iterator(),
        lambda: manager.contains(model()),
        lambda: manager.raw("select 1"),
    ]

    for question in questions:
        with pytest.raises(ScopeError):
            question()


@pytest.mark.django_db
@pytest.mark.parametrize("model", tenant_models(), ids=lambda model: model._meta.label)
def test_scope_shows_its_own_rows_alone(model: type[models.Model]) -> None:
    own, foreign = make_structure(), make_structure()
    row, other = fill(own, "Alpha")[model], fill(foreign, "Omega")[model]

    with structure_scope(own.pk):
        found = set(model._default_manager.all())

    assert row in found
    assert other not in found
    with across_structures():
        assert {row, other} <= set(model._default_manager.all())


@pytest.mark.django_db
def test_members_of_a_structure_are_asked_inside_its_scope() -> None:
    structure: Structure = make_structure()
    place: Membership = make_membership(structure=structure)

    with structure_scope(structure.pk):
        assert list(structure.memberships.all()) == [place]
    with pytest.raises(ScopeError):
        list(structure.memberships.all())
