import io
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import fromstring
from zipfile import ZIP_STORED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from palier.documents.content import (
    BulletList,
    Callout,
    Chips,
    Document,
    Fact,
    FactList,
    Heading,
    Paragraph,
    Table,
)
from palier.documents.odt import odt_document
from palier.documents.typography import clean_text
from tests.documents.samples import FULL, HOSTILE

TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MANIFEST = "{urn:oasis:names:tc:opendocument:xmlns:manifest:1.0}"
DC = "{http://purl.org/dc/elements/1.1/}"


def opened(document):
    archive = ZipFile(io.BytesIO(odt_document(document)))
    return {name: fromstring(archive.read(name)) for name in archive.namelist() if name.endswith(".xml")}


def lines(document):
    """Return the text of each heading and paragraph."""
    body = opened(document)["content.xml"]
    return [
        "".join(node.itertext()).replace("\u00a0", " ") for node in body.iter() if node.tag in {f"{TEXT}p", f"{TEXT}h"}
    ]


def test_archive_starts_with_its_stored_type():
    data = odt_document(FULL)

    first = ZipFile(io.BytesIO(data)).infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", ZIP_STORED, b"")
    assert data[30:77] == b"mimetypeapplication/vnd.oasis.opendocument.text"


def test_manifest_lists_every_file():
    archive = ZipFile(io.BytesIO(odt_document(FULL)))

    manifest = fromstring(archive.read("META-INF/manifest.xml"))
    listed = [entry.get(f"{MANIFEST}full-path") for entry in manifest]
    assert sorted(listed) == ["/", "content.xml", "meta.xml", "styles.xml"]
    assert sorted(archive.namelist()) == sorted([*listed[1:], "META-INF/manifest.xml", "mimetype"])


def test_odt_says_everything_in_order():
    assert lines(FULL) == [
        "Fiche d'action",
        "Café au pied de l'immeuble",
        "Centre social Les Tilleuls",
        "En cours · Citoyenneté",
        "Le +On revient, même quand c'est non.",
        "Description",
        "Le premier mercredi du mois, deux personnes posent une table au pied de la tour des Érables.",
        "écouter sans questionnaire",
        "revenir dire la réponse",
        "Au bout de six mois, les voisin·es se saluent : « On se croyait seul·es ! »",
        "Étapes",
        "Écouter d'abord",
        "Préparer",
        "Sortir",
        "Revenir",
        *("Public", "Tous publics", "Budget", "1 200 € par an"),
        "Participation",
        *("Mois", "Personnes", "mai", "12", "juin", "34", "juillet", ""),
        "",
        "À surveillerConvention à renouveler.",
        "",
        "Annexe",
        "Fin.",
    ]


def test_headings_lists_and_tables_are_real_ones():
    body = opened(FULL)["content.xml"]

    levels = [node.get(f"{TEXT}outline-level") for node in body.iter(f"{TEXT}h")]
    names = [node.get(f"{TEXT}style-name") for node in body.iter(f"{TEXT}list")]
    heads = [len(list(node.iter(f"{TABLE}table-cell"))) for node in body.iter(f"{TABLE}table-header-rows")]
    assert (levels, names, heads) == (["1", "2", "1"], ["Bullets", "Numbers"], [2])


def test_every_style_used_exists():
    files = opened(FULL)

    used = {
        value
        for node in files["content.xml"].iter()
        for key, value in node.items()
        if key.endswith("}style-name") and not key.startswith(STYLE)
    }
    known = {node.get(f"{STYLE}name") for file in ("content.xml", "styles.xml") for node in files[file].iter()}
    assert used - known == set()


def test_metadata_language_and_date():
    files = opened(replace(FULL, language="en-GB"))

    meta = {node.tag.split("}")[1]: node.text for node in files["meta.xml"][0]}
    assert meta == {
        "generator": "Palier",
        "title": "Café au pied de l'immeuble",
        "description": "Un café par mois, dehors",
        "initial-creator": "Les Tilleuls",
        "creator": "Les Tilleuls",
        "language": "en-GB",
        "creation-date": "2026-11-20T00:00:00",
        "date": "2026-11-20T00:00:00",
        "keyword": "café",
    }
    assert 'fo:language="en" fo:country="GB"' in styles(replace(FULL, language="en-GB"))
    assert 'fo:language="fr" fo:country="FR"' in styles(FULL)
    assert 'style:writing-mode="rl-tb"' in styles(replace(FULL, language="ar"))


def styles(document):
    return ZipFile(io.BytesIO(odt_document(document))).read("styles.xml").decode()


def test_hostile_text_is_escaped_everywhere():
    blocks = (
        Heading(HOSTILE),
        Paragraph(HOSTILE),
        BulletList((HOSTILE,)),
        FactList((Fact(HOSTILE, HOSTILE),)),
        Table(HOSTILE, (HOSTILE,), ((HOSTILE,),)),
        Callout(HOSTILE, title="t"),
        Chips((HOSTILE,)),
    )
    names = ("title", "subtitle", "kicker", "author", "footer", "description")
    source = Document(blocks=blocks, keywords=(HOSTILE, "$title ${body}"), **dict.fromkeys(names, HOSTILE))

    found = lines(source)

    assert [line for line in found if line not in {HOSTILE, f"t{HOSTILE}"}] == []
    assert len(found) == 13


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=())))
def test_any_text_makes_a_readable_file(text):
    (_, found) = lines(Document(title="t", language="en", blocks=(Paragraph(f"a{text}z"),)))

    assert "".join(found.split()) == "".join(clean_text(f"a{text}z").split())


def test_spaces_tabs_and_line_ends_are_kept():
    data = ZipFile(io.BytesIO(odt_document(Document(title="t", blocks=(Paragraph("a   b\tc\nd"),)))))

    assert 'a <text:s text:c="2"/>b<text:tab/>c<text:line-break/>d</text:p>' in data.read("content.xml").decode()


def test_odt_is_the_same_twice_and_changes_with_its_date():
    stamps = {entry.date_time for entry in ZipFile(io.BytesIO(odt_document(FULL))).infolist()}

    assert stamps == {(2026, 11, 20, 0, 0, 0)}
    assert odt_document(FULL) == odt_document(FULL)
    assert odt_document(FULL) != odt_document(replace(FULL, date=date(2026, 11, 21)))


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(tmp_path):
    source = tmp_path / "fiche.odt"
    source.write_bytes(odt_document(FULL))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"

    subprocess.run(
        ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)],
        check=True,
        capture_output=True,
        timeout=300,
    )

    texts = [page.extract_text() for page in PdfReader(tmp_path / "fiche.pdf").pages]
    assert "Participation" in texts[0]
    assert "Annexe" in texts[-1]
