"""Weights of `ecreco.retrieval.fit`, learnt from catalogs alone: `python -m benchmarks.calibrate_fit --home var A B`.

Fits: a title's first words, a bullet sentence or a category name of a product that was masked out while others of its
category stayed. Does not fit: the same from the other shop, which should be of another trade. No case file is read.
"""

from __future__ import annotations

import argparse
import random
import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import cross_val_predict

from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.index import IndexBuilder, Loaded
from ecreco.retrieval.profiles import category_words
from ecreco.retrieval.ranking import DenseHealth, Query, rank
from ecreco.retrieval.snapshot import CatalogSnapshot
from ecreco.shop.records import Product
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

_LIKE_IT = 4  # products a category must have for one to be taken out and the rest still to fit
_SAMPLE = 250


def queries(product: Product, rng: random.Random) -> Iterator[str]:
    """What a customer might type who wants such a product: title words without the brand, and one sentence."""
    brand = (product.brand or "").casefold()
    words = [w for w in re.findall(r"[A-Za-z0-9-]+", product.title) if w.casefold() != brand]
    yield " ".join(words[: rng.randint(2, 5)]).casefold()
    told = re.split(r"[.|!]\s", " . ".join(product.about) or product.description)
    usable = [s for s in told if 5 <= len(s.split()) <= 18]
    if usable:
        yield rng.choice(usable)


def signs(state: Loaded, encoder: Encoder, text: str, mask: NDArray[np.bool_] | None) -> list[float] | None:
    """(cosine, covered, named, ln terms) of a query; None for one without terms."""
    terms = tuple(state.lexical.query_terms(text))
    if not terms:
        return None
    query = Query(terms, encoder.encode_query(text), state.lexical.scores(terms))
    evidence = rank(state, query, mask, DenseHealth(), k=10).evidence
    return [evidence.cosine, evidence.covered, evidence.named, float(np.log(evidence.terms))]


def samples(own: Loaded, other: Loaded, encoder: Encoder, rng: random.Random) -> Iterator[tuple[list[float], int]]:
    """Signs and whether they fit, for one shop."""
    leaves = np.array([p.category[-1] if p.category else "" for p in own.snapshot.products])
    for leaf in sorted({c for c in leaves if c and (leaves == c).sum() >= 2}):
        if found := signs(own, encoder, category_words(leaf).casefold(), None):
            yield found, 1
    for leaf in sorted({p.category[-1] for p in other.snapshot.products if p.category}):
        if found := signs(own, encoder, category_words(leaf).casefold(), None):
            yield found, 0
    for row in rng.sample(range(len(own.snapshot)), min(_SAMPLE, len(own.snapshot))):
        if (leaves == leaves[row]).sum() >= _LIKE_IT:
            mask = np.ones(len(own.snapshot), dtype=np.bool_)
            mask[row] = False
            for text in queries(own.snapshot.products[row], rng):
                if found := signs(own, encoder, text, mask):
                    yield found, 1
    for product in rng.sample(other.snapshot.products, min(_SAMPLE, len(other.snapshot))):
        for text in queries(product, rng):
            if found := signs(own, encoder, text, None):
                yield found, 0


def main() -> None:
    """Print the weights in the order of `fit.py`, and the cross-validated AUC."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, default=Path("var"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("shops", nargs=2)
    options = parser.parse_args()
    settings = Settings(home=options.home)
    encoder = Encoder.load(settings)
    states = []
    for name in options.shops:
        with Shop.open(name, settings) as shop:
            snapshot = CatalogSnapshot(shop.catalog.all(), shop.catalog.version())
            builder = IndexBuilder(shop.folder / "index", name, encoder)
            states.append(builder.load(snapshot) or builder.build(snapshot)[0])
    rng = random.Random(options.seed)
    pairs = [(states[0], states[1]), (states[1], states[0])]
    found = [sample for own, other in pairs for sample in samples(own, other, encoder, rng)]
    x, y = np.array([s for s, _ in found]), np.array([fit for _, fit in found])
    weights = np.where(y == 1, (y == 0).sum() / (y == 1).sum(), 1.0)
    model = LogisticRegression(max_iter=5000, C=10)
    guessed = cross_val_predict(model, x, y, cv=5, method="predict_proba", params={"sample_weight": weights})[:, 1]
    model.fit(x, y, sample_weight=weights)
    print(f"samples {len(y)}, fitting {int(y.sum())}, AUC {roc_auc_score(y, guessed):.3f}")
    names = ("_COSINE", "_COVERED", "_NAMED", "_LENGTH")
    print(", ".join(f"{n} = {w:.2f}" for n, w in zip(names, model.coef_[0], strict=True)), end=", ")
    print(f"_BIAS = {model.intercept_[0]:.2f}")


if __name__ == "__main__":
    main()
