"""Rebuild palier/structures/communes/communes.csv.gz from a list of the communes of France.

Run by ``python -m tools.communes SOURCE``: SOURCE is a CSV, gzipped, with the columns ``code``, ``nom``,
``departement``, ``codes_postaux`` (separated by spaces) and ``population``, communes and arrondissements municipaux
alike. See palier/structures/communes/README.md for where such a file comes from.
"""

import csv
import gzip
import io
import sys
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "palier" / "structures" / "communes" / "communes.csv.gz"
COLUMNS = ("code", "name", "departement", "postal_codes", "population")


def kept_facts(source: Path) -> str:
    """Return the CSV to ship: one line a commune, by code; a place whose inhabitants are not counted has none."""
    with gzip.open(source, "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["population"]]
    kept = io.StringIO(newline="")
    writer = csv.writer(kept, lineterminator="\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: row["code"]):
        writer.writerow([row["code"], row["nom"], row["departement"], row["codes_postaux"], row["population"]])
    return kept.getvalue()


def main() -> None:
    """Write the shipped file: equal facts give equal bytes, so that a new list shows what it changes."""
    content = kept_facts(Path(sys.argv[1])).encode()
    TARGET.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    sys.stdout.write(f"{TARGET.name}: {len(content.splitlines()) - 1} communes, {TARGET.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
