"""Suggest labels for a text, by its meaning and its words, from descriptions of the labels and from past choices.

One linear rule for both: a ridge regression on the sum of two similarities, the cosine of the vectors of meaning
and the cosine of the stems weighted by rarity. The sentences that describe a label are its first examples, so that
it works before anybody has chosen anything; each past choice is one more example. Without the model of meaning it
learns from the words alone, and says so (``LabelModel.by_meaning``). Measured: docs/adr/0009.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from palier.search import analyser
from palier.search.semantic import SIZE, Vectors

# Chosen by cross-validation on the learning halves of four labelled sets; from 1 to 4 little changes.
SMOOTHING = 2.0
# The square of it is solved: 2,000 examples take half a second, 4,000 four times that.
MOST_EXAMPLES = 2_000
# Learning again is worth it after this part of new choices, and never for fewer than FEWEST_NEW.
NEW_PART, FEWEST_NEW = 0.1, 5
SHARED_BY = 3
# A word is shown as a reason when it carries at least this part of the score of a plain case (about 0.5).
LEAST_WORD = 0.04
MOST_WORDS = 3


@dataclass(frozen=True, slots=True, eq=False)
class Example:
    """A text, the labels that a person gave it (none is a choice too), and its vector of length 1 if it has one."""

    text: str
    labels: tuple[str, ...]
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A label, its score (about the chance that a person would choose it), and the words of the text that speak
    for it."""

    label: str
    score: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LabelModel:
    """What was learned: one weight a label for each number of the vector and for each stem. It never changes, so
    that threads can share it.

    ``choices`` is how many past choices it learned from. ``by_meaning`` is False when no example had a vector:
    suggestions then rest on words alone.
    """

    labels: tuple[str, ...]
    choices: int
    by_meaning: bool
    _usual: NDArray[np.float32]
    _of_meaning: NDArray[np.float32]
    _of_stems: NDArray[np.float32]
    _rarity: Mapping[str, tuple[int, float]]

    def scores(self, text: str, vector: Vectors | None = None) -> NDArray[np.float32]:
        """Return the score of each label, in the order of ``labels``."""
        places, weights = _weighed(analyser.stems(text), self._rarity)
        scores = self._usual + weights @ self._of_stems[places]
        return scores if vector is None else scores + vector @ self._of_meaning

    def beliefs(self, text: str, vector: Vectors | None = None) -> NDArray[np.float32]:
        """Return the chance of each label, from 0 to 1, for grouping.py.

        Scores learned from little are low: they are raised until the three best make a whole chance, as one of them
        is right nine times in ten.
        """
        chances = np.clip(self.scores(text, vector), 0, 1)
        best = float(np.sort(chances)[-SHARED_BY:].sum())
        return chances if best <= 0 or best >= 1 else np.minimum(chances / best, 1)

    def suggest(self, text: str, vector: Vectors | None = None, limit: int = 3) -> list[Suggestion]:
        """Return the likeliest labels, the best first."""
        scores = self.scores(text, vector)
        best = np.argsort(-scores, kind="stable")[: max(limit, 0)]
        return [Suggestion(self.labels[n], float(scores[n]), self._speaking_for(text, int(n))) for n in best]

    def _speaking_for(self, text: str, label: int) -> tuple[str, ...]:
        """Return the words of ``text`` whose stems weigh most for a label, in the order of the text."""
        words = {word.stem: word.surface for word in analyser.words(analyser.normalise(text)) if word.stem}
        places, weights = _weighed(list(words), self._rarity)
        parts = weights * self._of_stems[places, label]
        known = [surface for stem, surface in words.items() if stem in self._rarity]
        best = [n for n in np.argsort(-parts, kind="stable")[:MOST_WORDS] if parts[n] >= LEAST_WORD]
        return tuple(known[n] for n in sorted(best))


def learn_labels(
    labels: Sequence[str], descriptions: Mapping[str, Sequence[Example]], choices: Sequence[Example]
) -> LabelModel:
    """Learn to suggest ``labels`` from sentences that describe them and from what people chose, the latest last.

    Only the latest MOST_EXAMPLES choices count; labels that are not in ``labels`` are left out. ``descriptions`` comes
    from ``described``. Raises ValueError without any example.
    """
    recent = list(choices[-MOST_EXAMPLES:])
    examples = [example for label in labels for example in descriptions.get(label, ())] + recent
    if not examples:
        raise ValueError("there is nothing to learn from")
    targets = np.array([[label in example.labels for label in labels] for example in examples], np.float32)
    meanings = _meanings(examples)
    stems = [analyser.stems(example.text) for example in examples]
    rarity = _rarities(stems)
    rows = [_weighed(some, rarity) for some in stems]
    # One square matrix, written in place: of 2,400 examples each takes 23 MB.
    alike = meanings @ meanings.T
    _add_shared_stems(alike, rows, len(rarity))
    alike[np.diag_indices_from(alike)] += SMOOTHING
    usual = targets.mean(axis=0)
    duals = np.linalg.solve(alike, targets - usual).astype(np.float32)
    of_stems = np.zeros((len(rarity), len(labels)), np.float32)
    for (places, weights), dual in zip(rows, duals, strict=True):
        of_stems[places] += weights[:, None] * dual
    by_meaning = any(example.vector is not None for example in examples)
    return LabelModel(tuple(labels), len(recent), by_meaning, usual, meanings.T @ duals, of_stems, rarity)


def described(texts: Mapping[str, Sequence[str]], vectors: Vectors | None) -> dict[str, list[Example]]:
    """Return the sentences of each label as examples; ``vectors`` has a row for each sentence, in order."""
    sentences = [(label, text) for label, some in texts.items() for text in some]
    found: dict[str, list[Example]] = {label: [] for label in texts}
    for row, (label, text) in enumerate(sentences):
        found[label].append(Example(text, (label,), None if vectors is None else vectors[row]))
    return found


def is_worth_learning(learned: int, choices: int) -> bool:
    """Tell whether to learn again, having learned from ``learned`` choices when there are now ``choices``."""
    return choices - learned >= max(FEWEST_NEW, NEW_PART * learned)


def _meanings(examples: Sequence[Example]) -> Vectors:
    """Return the vectors of the examples, zeros where there is none."""
    nothing = np.zeros(SIZE, np.float32)
    return np.stack([nothing if example.vector is None else example.vector for example in examples])


def _rarities(texts: Sequence[Sequence[str]]) -> dict[str, tuple[int, float]]:
    """Return the place of each stem, and how much it weighs: more when fewer texts hold it."""
    holding = Counter(stem for stems in texts for stem in dict.fromkeys(stems))
    return {
        stem: (place, float(np.log((1 + len(texts)) / (1 + count)) + 1))
        for place, (stem, count) in enumerate(holding.items())
    }


def _weighed(
    stems: Sequence[str], rarity: Mapping[str, tuple[int, float]]
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the places of the known stems and their weights, as a vector of length 1."""
    counts = Counter(stem for stem in stems if stem in rarity)
    places = np.array([rarity[stem][0] for stem in counts], np.int64)
    weights = np.array([(1 + np.log(count)) * rarity[stem][1] for stem, count in counts.items()], np.float32)
    length = float(np.linalg.norm(weights))
    return places, weights / length if length else weights


def _add_shared_stems(
    alike: NDArray[np.float32], rows: Sequence[tuple[NDArray[np.int64], NDArray[np.float32]]], stems: int
) -> None:
    """Add to ``alike`` how much each two texts share their stems: the cosine of their weights."""
    holders: list[list[int]] = [[] for _ in range(stems)]
    shares: list[list[float]] = [[] for _ in range(stems)]
    for number, (places, weights) in enumerate(rows):
        for place, weight in zip(places.tolist(), weights.tolist(), strict=True):
            holders[place].append(number)
            shares[place].append(weight)
    for who, share in zip(holders, shares, strict=True):
        numbers, part = np.array(who), np.array(share, np.float32)
        alike[np.ix_(numbers, numbers)] += np.outer(part, part)
