"""Import rows of a structure from a table: a trial first, always, then for good.

The server keeps nothing of a table between the two: the page carries its lines, signed, for one hour.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from palier.audit.actor import Actor
from palier.documents.downloads import table_download
from palier.documents.reading.errors import Expected, UnreadableFile
from palier.documents.reading.headers import KnownColumn, KnownColumns
from palier.documents.reading.imports import (
    Cells,
    Line,
    Outcome,
    Refusal,
    cell_of,
    counts_of,
    ignored_columns,
    refused_table,
)
from palier.documents.reading.tables import read_table
from palier.documents.reading.trials import TOO_OLD, carried, carry
from palier.documents.tables import Column
from palier.structures.models import Membership, Structure
from palier.structures.permissions import actor_of, membership_of

FILE_LIMIT = 5 * 1024 * 1024
SHOWN_ROWS = 200


class Write(Protocol):
    """The action that writes drafts, or only says what it would write."""

    def __call__(
        self, *, structure: Structure, drafts: Sequence[Any], dry_run: bool, by: Actor, now: datetime
    ) -> list[Outcome]:
        """Return what became of each draft."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableImport:
    """The import of one kind of rows: what its file holds, how it is read and written, how its pages name things.

    ``address`` is the URL name of the form; its "-confirm" and "-refused" exist too. ``drafts_of`` gives what ``write``
    takes. ``columns`` are all that the reader knows, of which a model offers those not in ``not_typed``.
    """

    address: str
    form: type[forms.Form]
    page: str
    columns: Sequence[KnownColumn]
    not_typed: set[str]
    examples: Sequence[Cells]
    expected: Expected
    rows_limit: int
    drafts_of: Callable[[Sequence[Line]], tuple[list[Any], list[Refusal]]]
    write: Write
    file_name: str
    thing: str
    detail: str
    list_address: str
    list_label: str

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers of the columns by key."""
        return {column.key: column.header for column in self.columns}

    def show(self, request: HttpRequest) -> HttpResponse:
        """Show the form; on POST, read the file and say what would happen, without writing anything."""
        form = self.form(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            try:
                return self._report(request, self._read(form.cleaned_data["file"]), dry_run=True)
            except UnreadableFile as unreadable:
                form.add_error("file", str(unreadable))
        return render(request, self.page, {"form": form}, status=422 if request.method == "POST" else 200)

    def confirm(self, request: HttpRequest) -> HttpResponse:
        """Write what the trial announced. Sent twice, it changes nothing the second time."""
        lines = self._carried(request)
        if lines is None:
            messages.error(request, TOO_OLD)
            return redirect(self.address)
        return self._report(request, lines, dry_run=False)

    def refused(self, request: HttpRequest) -> HttpResponseBase:
        """Give the refused lines as CSV, to correct and send again."""
        lines = self._carried(request) or []
        columns, rows = refused_table(lines, self.drafts_of(lines)[1], self.headers)
        return self._file(columns, rows, file_format="csv", name=f"{self.file_name}-a-corriger")

    def model(self, file_format: str) -> HttpResponseBase:
        """Give a table to fill in: every column, and lines of example that an import refuses."""
        columns = [
            Column(known.header, cell_of(known.key)) for known in self.columns if known.key not in self.not_typed
        ]
        return self._file(columns, self.examples, file_format=file_format, name=f"modele-{self.file_name}")

    def _file(
        self, columns: Sequence[Column[Cells]], rows: Sequence[Cells], *, file_format: str, name: str
    ) -> HttpResponseBase:
        title, day = self.file_name.capitalize(), timezone.localdate()
        return table_download(columns, rows, file_format=file_format, title=title, name=name, day=day, dated=False)

    def _read(self, file: Any) -> list[Line]:
        table = read_table(
            file,
            KnownColumns(self.columns),
            name=file.name,
            limit=FILE_LIMIT,
            most_rows=self.rows_limit,
            expected=self.expected,
        )
        return [(row.line, {**row.others, **row.cells}) for row in table.rows]

    def _carried(self, request: HttpRequest) -> list[Line] | None:
        """Return the lines that the page of a trial carries; None when they are too old, or not ours."""
        kept = carried(request.POST.get("lines", ""), subject=self.file_name, holder=_member(request).pk)
        return None if kept is None else [(line, cells) for line, cells in kept]

    def _report(self, request: HttpRequest, lines: list[Line], *, dry_run: bool) -> HttpResponse:
        """Return the page of what is done, or would be. Raises UnreadableFile when it could not carry the lines."""
        member = _member(request)
        kept = carry(lines, subject=self.file_name, holder=member.pk)
        drafts, refusals = self.drafts_of(lines)
        outcomes = self.write(
            structure=member.structure, drafts=drafts, dry_run=dry_run, by=actor_of(request), now=timezone.now()
        )
        context = {
            "dry_run": dry_run,
            "carried": kept,
            "counts": counts_of(outcomes),
            "outcomes": outcomes[:SHOWN_ROWS],
            "outcomes_left": max(0, len(outcomes) - SHOWN_ROWS),
            "refusals": refusals,
            "ignored": ignored_columns(lines, self.headers),
            "imported": self,
            "caption": f"Ce que devient chaque {self.thing.lower()} du tableau",
            "import_url": reverse(self.address),
            "confirm_url": reverse(f"{self.address}-confirm"),
            "refused_url": reverse(f"{self.address}-refused"),
            "list_url": reverse(self.list_address),
        }
        return render(request, "structures/import_report.html", context)


def _member(request: HttpRequest) -> Membership:
    membership = membership_of(request)
    assert membership is not None  # the routes let nobody else in
    return membership
