from __future__ import annotations

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier

from ecreco.recommender.next_item.boosting import Boosted


def test_arrays_predict_what_scikit_learn_predicts() -> None:
    generator = np.random.default_rng(3)
    features = generator.normal(size=(3000, 5)).astype(np.float32)
    labels = (features[:, 0] * features[:, 1] + features[:, 2]) > 0.3
    ours = Boosted.fit(features, labels, trees=30, leaves=15, seed=1)
    peer = HistGradientBoostingClassifier(
        learning_rate=10 / 30,
        max_iter=30,
        max_leaf_nodes=15,
        min_samples_leaf=50,
        l2_regularization=5.0,
        early_stopping=False,
        random_state=1,
    ).fit(features, labels)
    new = generator.normal(size=(6000, 5)).astype(np.float32)
    np.testing.assert_allclose(ours.log_odds(new), peer.decision_function(new), rtol=1e-4, atol=1e-4)
    again = Boosted.from_arrays(ours.arrays())
    np.testing.assert_array_equal(again.log_odds(new), ours.log_odds(new))
