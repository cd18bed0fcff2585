"""Structures and members in the technical administration."""

from django.contrib import admin

from palier.structures.models import Membership, Structure


@admin.register(Structure)
class StructureAdmin(admin.ModelAdmin[Structure]):
    list_display = ("name", "kind", "commune", "departement")


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin[Membership]):
    list_display = ("user", "structure", "status", "role")
    list_select_related = ("user", "structure")
