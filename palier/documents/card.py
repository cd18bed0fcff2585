"""The one-page card in several lengths, longest first: the template draws the longest that fits."""

from dataclasses import replace
from itertools import pairwise

from palier.documents.content import Card, Fact, Section, blocks_from_text
from palier.documents.payload import Json, blocks_payload, dated, meta_payload, one_line
from palier.documents.typography import ELLIPSIS, NO_BREAK_SPACE, breakable, clean_text, shorten

# Limits tried for each text, in characters. An A4 page of one text holds about 4,000.
LONGEST, SHORTEST, RATIO = 3600, 90, 0.86
# Short lines fill the page before their characters do: each counts for as many as these, at least.
CHARACTERS_A_LINE = 45
BODY_SIZES = (12.0, 11.3, 10.6)
SMALLEST_BODY = 10.2

# What cannot shrink for ever is bounded, so that the shortest card fits whatever it is given.
TITLE, LINE, CHIP, FACT_LABEL, SECTION_TITLE, SENTENCE = 110, 150, 38, 50, 60, 300
CHIPS, FACTS, SECTIONS = 10, 9, 7
# The longest word that the column of facts holds.
COLUMN_WORD = 20
# When even the shortest texts are too wide (all capitals, endless words), fewer of each are kept.
FEWER = (4, 2, 0)


def card_payload(card: Card) -> Json:
    """Return the data of typst/card.typ: ``cards``, longest first."""
    whole = tidy(card)
    limits = [LONGEST]
    while limits[-1] > SHORTEST:
        limits.append(max(int(limits[-1] * RATIO), SHORTEST))
    cards = [sized_card(whole, LONGEST, size) for size in BODY_SIZES]
    cards += [sized_card(whole, limit, SMALLEST_BODY) for limit in limits]
    cards += [sized_card(whole, SHORTEST, SMALLEST_BODY, most) for most in FEWER]
    kept = [cards[0], *(after for before, after in pairwise(cards) if after != before)]
    return {"meta": meta_payload(card), "cards": kept}


def tidy(card: Card) -> Card:
    """Return the card with clean texts, without what is empty."""
    facts = [Fact(one_line(fact.label), one_line(fact.value)) for fact in card.facts]
    sections = [Section(one_line(section.title), plain_lines(section.text)) for section in card.sections]
    highlight = card.highlight and Section(one_line(card.highlight.title), one_line(card.highlight.text))
    return replace(
        card,
        title=one_line(card.title) or "Document",
        subtitle=one_line(card.subtitle),
        kicker=one_line(card.kicker),
        footer=one_line(card.footer),
        shortened_notice=one_line(card.shortened_notice),
        chips=tuple(filter(None, map(one_line, card.chips))),
        summary=plain_lines(card.summary),
        facts_title=one_line(card.facts_title),
        facts=tuple(fact for fact in facts if fact.value),
        sections=tuple(section for section in sections if section.text),
        highlight=highlight if highlight and highlight.text else None,
    )


def plain_lines(text: str) -> str:
    """Return the text cleaned, without its empty lines."""
    return "\n".join(line.strip() for line in clean_text(text).splitlines() if line.strip())


def sized_card(card: Card, limit: int, size: float, most: int = CHIPS) -> Json:
    """Return the tidy card, texts within ``limit`` characters at ``size`` points, ``most`` of each kind."""
    short = replace(
        card,
        summary=excerpt(card.summary, limit),
        facts=tuple(short_fact(fact, min(limit, LINE)) for fact in card.facts[: min(most, FACTS)]),
        sections=tuple(
            Section(section.title, excerpt(section.text, limit)) for section in card.sections[: min(most, SECTIONS)]
        ),
        highlight=card.highlight and Section(card.highlight.title, shorten(card.highlight.text, min(limit, SENTENCE))),
    )
    notice = "" if short == card else card.shortened_notice
    return {
        "size": size,
        "kicker": shorten(card.kicker, LINE),
        "title": shorten(card.title, TITLE),
        "subtitle": shorten(card.subtitle, LINE),
        "chips": chips(card.chips)[:most],
        "summary": blocks_payload(blocks_from_text(short.summary)),
        "facts_title": shorten(card.facts_title, SECTION_TITLE),
        "facts": [fact_payload(fact) for fact in short.facts],
        "sections": [section_payload(section) for section in short.sections],
        "highlight": short.highlight
        and {"title": shorten(short.highlight.title, SECTION_TITLE), "text": short.highlight.text},
        "footer": " · ".join(shorten(text, LINE) for text in (card.footer, notice) if text),
        "date": dated(card.date, card.language),
    }


def excerpt(text: str, limit: int) -> str:
    """Return the text within ``limit`` characters and as many lines as those make, ending with "…" if cut."""
    lines = text.split("\n")
    room = max(2, limit // CHARACTERS_A_LINE)
    if len(lines) <= room:
        return shorten(text, limit)
    kept = shorten("\n".join(lines[:room]), limit - 2)
    return kept if kept.endswith(ELLIPSIS) else f"{kept}{NO_BREAK_SPACE}{ELLIPSIS}"


def short_fact(fact: Fact, limit: int) -> Fact:
    """Return the fact with its value within ``limit`` characters."""
    return Fact(fact.label, shorten(fact.value, limit))


def fact_payload(fact: Fact) -> Json:
    """Return a fact whose longest words can break in its narrow column."""
    label = shorten(fact.label, FACT_LABEL)
    return {"label": breakable(label, COLUMN_WORD), "value": breakable(fact.value, COLUMN_WORD)}


def section_payload(section: Section) -> Json:
    """Return a titled text."""
    return {
        "title": shorten(section.title, SECTION_TITLE),
        "blocks": blocks_payload(blocks_from_text(section.text)),
    }


def chips(labels: tuple[str, ...]) -> list[str]:
    """Return the labels, at most ten, the last telling how many more there are."""
    kept = [shorten(label, CHIP) for label in labels]
    return kept if len(kept) <= CHIPS else [*kept[: CHIPS - 1], f"+ {len(kept) - CHIPS + 1}"]
