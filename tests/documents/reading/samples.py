"""Columns to look for, and small workbooks, whole or spoilt."""

import io
import zipfile

import xlsxwriter

from palier.documents.reading.headers import KnownColumn, KnownColumns

COLUMNS = KnownColumns([KnownColumn("title", "Titre", required=True), KnownColumn("summary", "Résumé", ("Contenu",))])


def workbook(replaced: dict[str, bytes] | None = None) -> bytes:
    """A small workbook, some of its parts replaced."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        table = book.add_worksheet()
        table.write_row(0, 0, ["Titre", "Résumé"])
        table.write_row(1, 0, ["Un", "a"])
    parts = replaced or {}
    changed = io.BytesIO()
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(name, parts.get(name, source.read(name)))
        for name in parts.keys() - set(source.namelist()):
            target.writestr(name, parts[name])
    return changed.getvalue()


SHEET_XML = b"""<?xml version="1.0"?>%s<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">
<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Titre</t></is></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>%s</t></is></c></row></sheetData></worksheet>"""
SHEET_NAME = "xl/worksheets/sheet1.xml"
