"""The typst engine: our fonts only, our templates only, tagged PDF/UA-1."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path

import typst

HERE = Path(__file__).resolve().parent
TEMPLATES = HERE / "typst"
FONTS = HERE / "fonts"
EPOCH = date(1980, 1, 1)
# Never the clock: the only date of a PDF is its document's, and equal inputs give equal bytes.
FIXED_TIME = int(datetime.combine(EPOCH, time(), tzinfo=UTC).timestamp())


@cache
def bundled_fonts() -> typst.Fonts:
    """Return the shipped fonts and those inside typst, never the system's. Loaded once (20 ms), shared."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def compile_pdf(template: str, payload: Mapping[str, object]) -> bytes:
    """Return the PDF of ``typst/<template>.typ`` fed with ``payload`` as JSON; raise ``typst.TypstError``.

    The payload goes through ``sys.inputs`` and is decoded in the template: it is never read as typst source.
    The template can read no file outside its folder.
    The function keeps no compiler, whose state cannot be shared by threads: a call costs the same without.
    """
    return typst.compile(
        str(TEMPLATES / f"{template}.typ"),
        root=str(TEMPLATES),
        font_paths=bundled_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(payload, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=FIXED_TIME,
    )
