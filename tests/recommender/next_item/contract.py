"""Tests that every next-item model must pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ecreco.recommender.next_item.data import Purchases
from ecreco.recommender.next_item.model import NextItemModel
from ecreco.shop.errors import OperatorError
from tests.recommender.next_item.samples import SETS, purchases


class ModelContract:
    """Mix in and set `make`; `personal` is False for a model that says the same to everybody."""

    personal = True

    @classmethod
    def make(cls) -> NextItemModel:
        raise NotImplementedError

    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> NextItemModel:
        return cls.make().fit(purchases())

    def test_one_history_gives_one_list(self, model: NextItemModel) -> None:
        ranked = model.recommend([3, 4], k=5)
        assert ranked.items.shape == ranked.scores.shape == (5,)
        assert len(set(ranked.items.tolist())) == 5
        assert (np.diff(ranked.scores) <= 0).all()

    def test_a_batch_gives_what_single_questions_give(self, model: NextItemModel) -> None:
        histories = [np.array([3, 4]), np.array([9]), np.array([], dtype=np.int64), np.array([6, 6, 7])]
        batch = model.recommend(histories, k=4)
        assert batch.items.shape == batch.scores.shape == (4, 4)
        for row, history in enumerate(histories):
            single = model.recommend(history, k=4)
            np.testing.assert_allclose(single.scores, batch.scores[row], rtol=1e-4, atol=1e-6)

    def test_more_than_the_catalog_gives_the_catalog(self, model: NextItemModel) -> None:
        assert sorted(model.recommend([3], k=1000).items.tolist()) == list(range(3 * SETS))

    def test_scores_are_finite_for_any_history(self, model: NextItemModel) -> None:
        scores = model.scores([np.array([], dtype=np.int64), np.array([0, 0, 0]), np.arange(24)])
        assert scores.shape == (3, 24)
        assert scores.dtype == np.float32
        assert np.isfinite(scores).all()

    def test_the_rest_of_a_set_follows_its_start(self, model: NextItemModel) -> None:
        if not self.personal:
            pytest.skip("says the same to everybody")
        for number in range(SETS):
            start = 3 * number
            best = model.recommend([start], k=3).items.tolist()
            assert {start + 1, start + 2} <= set(best)

    def test_similar_products_are_of_the_same_set(self, model: NextItemModel) -> None:
        if not self.personal:
            pytest.skip("says the same to everybody")
        assert set(model.similar(7, k=2).items.tolist()) == {6, 8}
        assert model.similar([7, 10], k=2).items.shape == (2, 2)

    def test_a_product_is_not_similar_to_itself(self, model: NextItemModel) -> None:
        for item in (0, 12, 23):
            assert item not in model.similar(item, k=1000).items.tolist()

    def test_a_stored_model_says_the_same(self, model: NextItemModel, tmp_path: Path) -> None:
        model.save(tmp_path / "model.npz")
        stored = type(model).load(tmp_path / "model.npz")
        histories = [np.array([3, 4]), np.array([], dtype=np.int64), np.array([15, 1])]
        np.testing.assert_allclose(stored.scores(histories), model.scores(histories), rtol=1e-5)
        assert stored.options() == model.options()

    def test_a_foreign_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "model.npz").write_bytes(b"no model")
        with pytest.raises(OperatorError):
            type(self.make()).load(tmp_path / "model.npz")
        with pytest.raises(OperatorError):
            type(self.make()).load(tmp_path / "missing.npz")

    def test_fitting_again_forgets(self) -> None:
        once, twice = self.make().fit(purchases()), self.make()
        few = Purchases(purchases().assortment, (np.array([20, 2]),))
        twice.fit(few)
        twice.fit(purchases())
        np.testing.assert_allclose(twice.scores([np.array([3])]), once.scores([np.array([3])]), rtol=1e-5)

    def test_a_shop_without_purchases_gets_an_answer(self) -> None:
        model = self.make().fit(Purchases(purchases().assortment, ()))
        assert np.isfinite(model.recommend([3], k=3).scores).all()
