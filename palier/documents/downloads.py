"""A table as a file that the browser keeps."""

import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse

from palier.documents.names import content_disposition
from palier.documents.tables import Column, Row, csv_chunks, write_xlsx

CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_download(
    columns: Sequence[Column[Row]],
    rows: Iterable[Row],
    *,
    file_format: str,
    title: str,
    name: str,
    day: date,
    dated: bool = True,
) -> HttpResponseBase:
    """Return ``rows`` as "csv" (streamed: nothing holds the whole table) or "xlsx", named ``name``.

    The name has the day too, if ``dated``. What a stream reads is read after the view, out of the scope of its
    structure: give it rows that are read already.
    """
    response: HttpResponseBase
    if file_format == "xlsx":
        workbook = io.BytesIO()
        write_xlsx(workbook, columns, rows, title=title, day=day)
        response = HttpResponse(workbook.getvalue(), content_type=XLSX)
    else:
        response = StreamingHttpResponse(csv_chunks(columns, rows), content_type=CSV)
    full_name = f"{name}-{day:%Y-%m-%d}" if dated else name
    response.headers["Content-Disposition"] = content_disposition(f"{full_name}.{file_format}")
    return response
