"""Sheets in the technical administration: read only, since each write goes with its index."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from palier.library.models import ActionSheet, ImportRun, SearchMiss


@admin.register(ActionSheet, ImportRun, SearchMiss)
class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Look, do not touch."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
