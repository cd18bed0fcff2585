"""How right the suggested themes are beside a usual baseline, and how right the proposals to group."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC

from palier.search import grouping
from palier.search.grouping import Known, Thresholds
from palier.search.suggesting import Example, LabelModel, described, learn_labels
from palier.voices.theme_texts import THEME_TEXTS
from tests.bench.measures import Figure
from tests.bench.themes_corpus import Labelled, labelled
from tests.search.invented_needs import Need

FOLDS = 4
PRECISION = 0.8
Scores = NDArray[np.float32]


def hits(scores: Scores, labels: Sequence[str], truth: Sequence[Sequence[str]], first: int) -> float:
    """Return the share, in %, of the texts one of whose labels is among the ``first`` best."""
    best = np.argsort(-scores, axis=1, kind="stable")[:, :first]
    right = [any(labels[n] in some for n in row) for row, some in zip(best, truth, strict=True)]
    return 100 * float(np.mean(right))


def baseline(labels: Sequence[str], learnt: Labelled, asked: Labelled) -> Scores:
    """Return the scores of the usual baseline: TF-IDF of words and pairs of words, one linear SVM a label."""
    terms = TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2), strip_accents="unicode")
    known = [label for label in labels if any(label in some for some in learnt.labels)]
    targets = np.array([[label in some for label in known] for some in learnt.labels], np.int8)
    model = OneVsRestClassifier(LinearSVC()).fit(terms.fit_transform(learnt.texts), targets)
    scores = np.full((len(asked.texts), len(labels)), -np.inf, np.float32)
    scores[:, [labels.index(label) for label in known]] = model.decision_function(terms.transform(asked.texts))
    return scores


def examples_of(some: Labelled, *, meaning: bool = True) -> list[Example]:
    """Return the texts as past choices."""
    rows = zip(some.texts, some.labels, some.vectors, strict=True)
    return [Example(text, labels, vector if meaning else None) for text, labels, vector in rows]


def scored(model: LabelModel, some: Labelled, *, meaning: bool = True) -> Scores:
    """Return what the product scores for each text."""
    vectors = list(some.vectors) if meaning else [None] * len(some.texts)
    return np.stack([model.scores(text, vector) for text, vector in zip(some.texts, vectors, strict=True)])


def believed(model: LabelModel, some: Labelled) -> Scores:
    """Return the chance of each label for each text, as grouping takes it."""
    return np.stack([model.beliefs(text, vector) for text, vector in zip(some.texts, some.vectors, strict=True)])


def suggestion_figures(
    name: str, learnt: Labelled, asked: Labelled, texts: Mapping[str, Sequence[str]]
) -> list[Figure]:
    """Return top 1 and top 3 for each way: the first day, with 50 past choices, with all, words only, baseline."""
    labels = list(texts)
    known = described(texts, labelled([text for some in texts.values() for text in some], []).vectors)
    silent = described(texts, None)
    past, worded = examples_of(learnt), examples_of(learnt, meaning=False)
    usual = baseline(labels, learnt, asked)
    ways = {
        "premier jour, descriptions seules": scored(learn_labels(labels, known, []), asked),
        "avec 50 choix passés": scored(learn_labels(labels, known, past[:50]), asked),
        f"avec {len(past)} choix passés": scored(learn_labels(labels, known, past), asked),
        "sans le modèle, premier jour": scored(learn_labels(labels, silent, []), asked, meaning=False),
        f"sans le modèle, {len(past)} choix": scored(learn_labels(labels, silent, worded), asked, meaning=False),
    }
    best = {first: hits(usual, labels, asked.labels, first) for first in (1, 3)}
    figures = [
        Figure(f"{name}, {way} : {first} proposé{'s' if first > 1 else ''}", hits(scores, labels, asked.labels, first),
               "%", best[first] if way == f"avec {len(past)} choix passés" else None, more=True)
        for way, scores in ways.items() for first in (1, 3)
    ]  # fmt: skip
    return figures + [
        Figure(f"{name}, référence TF-IDF + SVM : {first} proposé{'s' if first > 1 else ''}", value, "%")
        for first, value in best.items()
    ]


def out_of_fold(some: Labelled) -> Scores:
    """Return the beliefs on each text of a model that learned from the other folds only."""
    labels, found = some.used(), np.zeros((len(some.texts), len(some.used())), np.float32)
    for fold in range(FOLDS):
        rest = [n for n in range(len(some.texts)) if n % FOLDS != fold]
        mine = [n for n in range(len(some.texts)) if n % FOLDS == fold]
        found[mine] = believed(learn_labels(labels, {}, examples_of(some.at(rest))), some.at(mine))
    return found


def chosen_threshold(some: Labelled) -> float | None:
    """Return the lowest closeness that is right 4 times in 5 on the learning half."""
    cosines, closeness = _pairs(some, out_of_fold(some))
    upper = np.triu_indices(len(some.texts), 1)
    meant = cosines[upper] >= Thresholds().least_cosine
    return grouping.threshold_for(closeness[upper][meant], some.together()[upper][meant], precision=PRECISION)


def grouping_figures(name: str, learnt: Labelled, asked: Labelled) -> list[Figure]:
    """Return precision and recall of the pairs proposed in the half kept apart, themes only suggested: at the
    product's threshold, and at the one that the learning half asks for."""
    labels = learnt.used()
    beliefs = believed(learn_labels(labels, {}, examples_of(learnt)), asked)
    bounds, own = Thresholds(), chosen_threshold(learnt)
    figures = _precision(f"{name}, seuil {bounds.least_closeness:.2f}", asked, beliefs, bounds, target=80)
    if own is not None:
        local = Thresholds(bounds.least_cosine, own)
        figures += _precision(f"{name}, seuil appris {own:.2f}", asked, beliefs, local, target=80)
    return figures


def _pairs(some: Labelled, beliefs: Scores) -> tuple[Scores, Scores]:
    cosines = some.vectors @ some.vectors.T
    agreed = np.stack([grouping.agreement(row, beliefs) for row in beliefs])
    return cosines, cosines + agreed


def _precision(name: str, some: Labelled, beliefs: Scores, bounds: Thresholds, *, target: float) -> list[Figure]:
    """Return the figures of all pairs over the thresholds, and of the pairs inside the groups proposed."""
    together = some.together()
    upper = np.triu_indices(len(together), 1)
    cosines, closeness = _pairs(some, beliefs)
    reached = (cosines >= bounds.least_cosine) & (closeness >= bounds.least_closeness)
    known = Known(range(len(some.texts)), some.vectors, beliefs, [frozenset[str]()] * len(some.texts))
    groups = grouping.propose_groups(known, thresholds=bounds, limit=len(some.texts))
    grouped = np.zeros_like(reached)
    for group in groups:
        grouped[np.ix_(group.keys, group.keys)] = True
    figures = []
    for what, proposed in (("paires", reached[upper]), (f"{len(groups)} groupes", grouped[upper])):
        right, count, all_of_them = together[upper][proposed].sum(), proposed.sum(), together[upper].sum()
        figures += [
            Figure(
                f"{name}, {what} : précision de {count} paires", 100 * right / max(count, 1), "%", target, more=True
            ),
            Figure(f"{name}, {what} : rappel", 100 * right / all_of_them, "%"),
        ]
    return figures


def needs_figures(name: str, needs: Mapping[str, Need]) -> list[Figure]:
    """Return the figures of the invented needs: themes chosen by a person, then only suggested on the first day."""
    words = [(text, key, need.theme) for key, need in needs.items() for text in need.words]
    some = labelled([text for text, _, _ in words], [(key,) for _, key, _ in words])
    labels = list(THEME_TEXTS)
    sentences = labelled([text for texts in THEME_TEXTS.values() for text in texts], [])
    model = learn_labels(labels, described(THEME_TEXTS, sentences.vectors), [])
    suggested = scored(model, some)
    chosen = np.stack([grouping.chosen_beliefs(labels, [theme]) for _, _, theme in words])
    first = hits(suggested, labels, [[theme] for _, _, theme in words], 3)
    return [
        Figure(f"{name}, premier jour : 3 thèmes proposés", first, "%"),
        *_precision(f"{name}, thème choisi", some, chosen, Thresholds(), target=80),
        *_precision(f"{name}, thème seulement suggéré", some, believed(model, some), Thresholds(), target=80),
        *attach_figures(name, some, chosen),
    ]


def attach_figures(name: str, some: Labelled, beliefs: Scores) -> list[Figure]:
    """Return how often the need proposed first for a word is its own, the word itself left out of all needs."""
    order = some.used()
    owners = np.array([order.index(labels[0]) for labels in some.labels], np.int64)
    means, themes = _needs_without(some, owners, beliefs, -1)
    offered = right = 0
    for word, owner in enumerate(owners):
        means, themes = _needs_without(some, owners, beliefs, word)
        needs = Known(range(len(order)), means, themes, [frozenset[str]()] * len(order))
        found = grouping.nearest(grouping.Said(some.vectors[word], beliefs[word]), needs, limit=1)
        offered += bool(found)
        right += bool(found) and found[0].key == owner
    return [
        Figure(f"{name}, besoin proposé en premier : précision de {offered}", 100 * right / max(offered, 1), "%", 80,
               more=True),
        Figure(f"{name}, besoin proposé en premier : rappel", 100 * right / len(owners), "%"),
    ]  # fmt: skip


def _needs_without(some: Labelled, owners: NDArray[np.int64], beliefs: Scores, word: int) -> tuple[Scores, Scores]:
    """Return the mean vector and the theme of each need, one word left out."""
    count = int(owners.max()) + 1
    kept = [np.flatnonzero((owners == need) & (np.arange(len(owners)) != word)) for need in range(count)]
    return (
        np.stack([some.vectors[rows].mean(axis=0) for rows in kept]),
        np.stack([beliefs[rows].max(axis=0) for rows in kept]),
    )
