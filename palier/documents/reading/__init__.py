"""Reading what people bring: bytes to text, CSV and XLSX to rows. No database, no word of any app.

``tables.read_table`` does it all for a table with known columns; a format of one's own takes the pieces: ``files``
(bytes, limits), ``encodings``, ``delimited`` (CSV), ``workbooks`` (XLSX), ``headers`` (columns), ``folding``.
"""
