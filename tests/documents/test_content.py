import pytest

from palier.documents.content import BulletList, Paragraph, Table, blocks_from_text


def test_text_becomes_paragraphs_and_lists():
    text = "Un.\n- a\n– b\n-\n• c\n\nDeux.\r\n* d"

    blocks = blocks_from_text(text)

    assert blocks == (
        Paragraph("Un."),
        BulletList(("a", "b", "c")),
        Paragraph("Deux."),
        BulletList(("d",)),
    )


def test_text_that_only_looks_like_a_list_stays_a_paragraph():
    assert blocks_from_text("-5 % de bruit\nporte-à-porte") == (
        Paragraph("-5 % de bruit"),
        Paragraph("porte-à-porte"),
    )


@pytest.mark.parametrize("text", ["", "  \n\n", "-\n –\n"])
def test_text_without_words_gives_no_block(text):
    assert blocks_from_text(text) == ()


def test_table_completes_short_rows():
    table = Table("t", ("a", "b"), (("1",), ("1", "2")))

    assert table.full_rows() == [["1", ""], ["1", "2"]]


@pytest.mark.parametrize(
    ("headers", "rows", "widths"),
    [((), (), ()), (("a",), (("1", "2"),), ()), (("a", "b"), (), (1.0,))],
)
def test_table_refuses_what_it_cannot_show(headers, rows, widths):
    with pytest.raises(ValueError, match="table"):
        Table("t", headers, rows, widths)
