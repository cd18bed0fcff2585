from email.message import Message

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from palier.documents.names import content_disposition, safe_filename


@pytest.mark.parametrize(
    ("title", "extension", "expected"),
    [
        ("K’fé des habitant·es : l'été à Évry !", "pdf", "k-fe-des-habitant-es-l-ete-a-evry.pdf"),
        ("Cœur & Œuvre", ".ODT", "coeur-oeuvre.odt"),
        ("../../etc/passwd", "csv", "etc-passwd.csv"),
        ("مرحبا", "pdf", "document.pdf"),
        ("", "pdf", "document.pdf"),
        ("CON", "xlsx", "con-document.xlsx"),
        ("a" * 200, "pdf", "a" * 80 + ".pdf"),
        ("sans extension", "", "sans-extension"),
    ],
)
def test_safe_filename(title, extension, expected):
    assert safe_filename(title, extension) == expected


def test_content_disposition_of_a_plain_name():
    assert content_disposition("fiche.pdf") == 'attachment; filename="fiche.pdf"'
    assert content_disposition("fiche.pdf", inline=True) == 'inline; filename="fiche.pdf"'


def test_content_disposition_of_an_accented_name():
    assert (
        content_disposition("été 1.pdf") == "attachment; filename=\"ete 1.pdf\"; filename*=UTF-8''%C3%A9t%C3%A9%201.pdf"
    )


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=()), max_size=60))
def test_content_disposition_never_breaks_out_of_its_header(name):
    value = content_disposition(name)

    assert value.isascii()
    assert value.isprintable()
    message = Message()
    message["Content-Disposition"] = value
    assert message.get_content_disposition() == "attachment"
    assert {key for key, _ in message.get_params(header="Content-Disposition")} == {"attachment", "filename"}
