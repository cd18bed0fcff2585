"""Measure the finder of personal data: recall, precision, time. Writes docs/measures.md.

    python -m tests.bench.personal_bench

The sentences are in tests/search/personal; the public texts are read in ../shared, and left out where it is absent.
"""

import time
from statistics import median

from palier.search.personal.finder import find_personal
from palier.search.personal.findings import FindingKind
from tests.bench.measures import Figure, write_figures
from tests.search.personal import public_corpora
from tests.search.personal.annotated import Score, scores, sentences
from tests.search.personal.hostile import HOSTILE, LENGTH

RECALL, PRECISION, MS, HOSTILE_MS = 90, 85, 3, 50
LENGTH_USUAL, ROUNDS = 500, 40


def main() -> None:
    """Measure everything, print and write the figures."""
    figures = [
        *_sentences("50 phrases écrites avant les règles", "sentences_before"),
        *_sentences("50 phrases écrites après les règles", "sentences_after"),
        *_sentences("25 phrases écrites après les corrections", "sentences_later"),
        *(_public() if public_corpora.DATA.exists() else []),
        *_times(),
    ]
    for figure in figures:
        print(figure.row())
    write_figures("personnes", figures)


def _sentences(name: str, file: str) -> list[Figure]:
    of_kind = scores(sentences(file))
    people = of_kind[FindingKind.PERSONNE]
    others = [score for kind, score in of_kind.items() if kind != FindingKind.PERSONNE]
    rest = Score(*(sum(getattr(score, field) for score in others) for field in ("marked", "seen", "found", "right")))
    return [
        Figure(f"{name} : {people.marked} personnes, rappel", 100 * people.recall, "%", RECALL, more=True),
        Figure(f"{name} : personnes, précision", 100 * people.precision, "%", PRECISION, more=True),
        Figure(f"{name} : {rest.marked} autres données, rappel", 100 * rest.recall, "%"),
        Figure(f"{name} : autres données, précision", 100 * rest.precision, "%"),
    ]


def _public() -> list[Figure]:
    named = [found for found, _ in public_corpora.named_in_interviews()]
    novel = scores(public_corpora.novel())[FindingKind.PERSONNE]
    answers = public_corpora.citizens()
    people = sum(any(each.kind == FindingKind.PERSONNE for each in find_personal(text)) for text in answers)
    interviews = f"entretiens annotés (RGPD) : {len(named)} noms réels, rappel"
    return [
        Figure(interviews, 100 * sum(named) / len(named), "%", RECALL, more=True),
        Figure(f"roman de 1885 : {novel.marked} mentions, rappel", 100 * novel.recall, "%"),
        Figure("roman de 1885 : précision", 100 * novel.precision, "%"),
        Figure(
            f"{len(answers)} réponses de citoyen·nes : où une personne est signalée", 1000 * people / len(answers), "‰"
        ),
    ]


def _times() -> list[Figure]:
    usual = " ".join(sentence.text for sentence in sentences("sentences_before"))
    starts = range(0, len(usual) - LENGTH_USUAL, 100)
    find_personal(usual)  # reads the lists of names
    times = [_ms(usual[start : start + LENGTH_USUAL]) for _ in range(ROUNDS) for start in starts]
    worst = max(median(_ms(text) for _ in range(5)) for text in HOSTILE.values())
    return [
        Figure(f"{LENGTH_USUAL} caractères, processeur : médiane", median(times), "ms", MS),
        Figure(f"pire texte hostile de {LENGTH} caractères, processeur", worst, "ms", HOSTILE_MS),
    ]


def _ms(text: str) -> float:
    before = time.process_time()
    find_personal(text)
    return 1000 * (time.process_time() - before)


if __name__ == "__main__":
    main()
