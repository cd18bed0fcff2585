"""Addresses: regularity."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
