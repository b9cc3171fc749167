from __future__ import annotations

import numpy as np
import pytest

from ecreco.recommender.fusion import Signals, Weights, correction, kin_scores, squashed, total


def signals(**given: list[float]) -> Signals:
    size = len(next(iter(given.values())))
    names = ("meaning", "words", "bert", "kin", "wishes", "popularity", "profile")
    return Signals(**{n: np.array(given.get(n, [0.0] * size)) for n in names})


def test_the_parts_are_the_score() -> None:
    parts = signals(meaning=[0.5, 0.2], bert=[0.1, 0.9]).parts(Weights(meaning=1.0, bert=0.5))
    assert total(parts) == pytest.approx([0.55, 0.65])


def test_a_category_that_answers_well_lifts_all_its_products() -> None:
    kin = kin_scores(["heat", "heat", "heat", "lamp"], np.array([0.6, 0.6, 0.3, 0.7]), top=3)
    assert kin[0] == kin[2] == pytest.approx(0.5)
    assert kin[3] == pytest.approx(0.7 / 3)


def test_squashing_keeps_order_and_bounds() -> None:
    x = np.array([0.0, 8.0, 80.0])
    assert squashed(x) == pytest.approx([0.0, 0.5, 80 / 88])
    assert correction(np.array([-1e6, 0.0, 1e6])) == pytest.approx([-1.0, 0.0, 1.0])
    assert correction(np.array([5.0, 5.0])) == pytest.approx([0.0, 0.0])
    assert correction(np.zeros(0)).shape == (0,)
