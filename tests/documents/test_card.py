import json
from dataclasses import replace

import pytest
import typst

from palier.documents import card
from palier.documents.card import card_payload, chips
from palier.documents.content import Card, Fact, Section
from palier.documents.engine import TEMPLATES, bundled_fonts
from palier.documents.glyphs import only_drawable
from palier.documents.pdf import card_pdf, ready
from tests.documents.samples import CARD
from tests.documents.test_pdf import pages

LONG = "Une phrase un peu longue, avec des mots ordinaires. " * 400
WIDE = "M" * 9000


def fits(source):
    """Ask the template whether what it drew held on its page, nothing clipped."""
    answer = typst.query(
        str(TEMPLATES / "card.typ"),
        "<fits>",
        field="value",
        one=True,
        root=str(TEMPLATES),
        font_paths=bundled_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(ready(card_payload(source), only_drawable))},
    )
    return json.loads(answer)


def stuffed(text, count):
    return replace(
        CARD,
        title=text,
        subtitle=text,
        kicker=text,
        footer=text,
        shortened_notice=text,
        facts_title=text,
        summary=text,
        chips=(text,) * count,
        facts=(Fact(text, text),) * count,
        sections=(Section(text, text),) * count,
        highlight=Section(text, text),
    )


def test_short_card_says_everything_without_a_cut():
    (text,) = pages(card_pdf(CARD))

    words = [
        "Fiche d'action",
        "Café au pied",
        "Les Tilleuls",
        "Citoyenneté",
        "Une table",
        "Comment",
        "Érables",
    ]
    words += ["• écouter", "Limites", "Le froid.", "En bref", "Budget", "1 200 €", "Le +", "On revient"]
    assert [word for word in words if word not in text] == []
    assert "…" not in text
    assert "Version courte" not in text


def test_long_card_is_cut_at_sentences_and_says_so():
    (text,) = pages(card_pdf(replace(CARD, sections=(Section("Comment", LONG), Section("Limites", LONG)))))

    assert text.count("avec des mots ordinaires …") == 2
    assert "Version courte." in text
    assert len(text) > 2000


CASES = {
    "empty": Card(title=""),
    "sample": CARD,
    "long": stuffed(LONG, 20),
    "one long": replace(CARD, summary=LONG),
    "endless words": stuffed(WIDE, 20),
    "capitals": stuffed("W W " * 500, 20),
    "short lines": stuffed("a\n" * 3000, 20),
    "list": replace(CARD, summary="- a\n" * 3000, sections=(Section("t", "- b\n" * 3000),) * 9),
    "no facts": replace(CARD, facts=(), highlight=None, summary=LONG),
    "facts only": Card(title="t", facts=(Fact("a", LONG),) * 30),
    "spaces": stuffed(" \n ", 20),
}


@pytest.mark.parametrize("source", CASES.values(), ids=CASES)
def test_card_is_always_one_page_where_all_fits(source):
    assert len(pages(card_pdf(source))) == 1
    assert fits(source) is True


def test_card_that_cannot_shrink_is_seen_not_to_fit(monkeypatch):
    monkeypatch.setattr(card, "SHORTEST", card.LONGEST)
    monkeypatch.setattr(card, "FEWER", ())

    assert fits(stuffed(LONG, 20)) is False
    assert len(pages(card_pdf(stuffed(LONG, 20)))) == 1


def test_card_lengths_only_shrink():
    cards = card_payload(stuffed(LONG, 20))["cards"]

    sizes = [len(json.dumps(one)) for one in cards]
    assert len(sizes) > 20
    assert sizes == sorted(sizes, reverse=True)


def test_short_card_is_laid_out_in_few_sizes():
    sizes = [one["size"] for one in card_payload(CARD)["cards"][:4]]

    assert sizes == [12.0, 11.3, 10.6, 10.2]


def test_chips_past_ten_are_counted():
    assert chips(tuple(f"n{number}" for number in range(12))) == [
        *(f"n{number}" for number in range(9)),
        "+ 3",
    ]
