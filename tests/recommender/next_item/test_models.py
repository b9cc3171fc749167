"""Each model under the shared contract, and what is special to it."""

from __future__ import annotations

import numpy as np
import pytest

from ecreco.recommender.next_item.content import TextProfile
from ecreco.recommender.next_item.data import Purchases
from ecreco.recommender.next_item.ease import Ease
from ecreco.recommender.next_item.factors import Als
from ecreco.recommender.next_item.fused import AdditiveNextItem, FusedNextItem
from ecreco.recommender.next_item.neighbours import ItemKnn
from ecreco.recommender.next_item.popularity import Popularity
from ecreco.recommender.next_item.sessions import SessionKnn
from ecreco.recommender.next_item.transitions import Transitions, transition_counts
from tests.recommender.next_item.contract import ModelContract
from tests.recommender.next_item.samples import assortment, purchases


class TestPopularity(ModelContract):
    personal = False

    @classmethod
    def make(cls) -> Popularity:
        return Popularity()

    def test_the_set_that_sells_best_comes_first(self) -> None:
        assert set(Popularity().fit(purchases()).recommend([9], k=3).items.tolist()) == {0, 1, 2}

    def test_later_purchases_count_more(self) -> None:
        model = Popularity(half_life=1.0).fit(Purchases(assortment(), (np.array([5, 9]),)))
        scores = model.scores([np.array([0])])[0]
        assert scores[9] == pytest.approx(2 * scores[5])


class TestTextProfile(ModelContract):
    @classmethod
    def make(cls) -> TextProfile:
        return TextProfile()

    def test_the_last_purchase_weighs_most(self) -> None:
        scores = TextProfile().fit(purchases()).scores([np.array([3, 12])])[0]
        assert scores[13] > scores[4] > scores[20]


class TestTransitions(ModelContract):
    @classmethod
    def make(cls) -> Transitions:
        return Transitions()

    def test_the_next_one_comes_before_the_one_after(self) -> None:
        assert Transitions().fit(purchases()).recommend([6], k=2).items.tolist() == [7, 8]

    def test_without_backward_pairs_nothing_follows_the_last(self) -> None:
        assert not Transitions(backward=0.0).fit(purchases()).scores([np.array([8])]).any()

    def test_counts_fall_with_distance(self) -> None:
        counts = transition_counts([np.array([0, 1, 2])], 3, skip_decay=0.5, backward=0.25)
        np.testing.assert_allclose(counts.toarray(), [[0, 1, 0.5], [0.25, 0, 1], [0.125, 0.25, 0]])


class TestItemKnn(ModelContract):
    @classmethod
    def make(cls) -> ItemKnn:
        return ItemKnn()

    def test_one_common_buyer_makes_no_twins(self) -> None:
        rare = Purchases(assortment(), (*purchases().sequences, np.array([3, 23])))
        scores = ItemKnn(shrink=5.0).fit(rare).scores([np.array([3])])[0]
        assert 0 < scores[23] < scores[4] / 5


class TestSessionKnn(ModelContract):
    @classmethod
    def make(cls) -> SessionKnn:
        return SessionKnn()

    def test_two_common_products_say_more_than_twice_one(self) -> None:
        sequences = (np.array([0, 3, 9]), np.array([0, 12]), np.array([3, 15]), *purchases().sequences)
        scores = SessionKnn(decay=1.0).fit(Purchases(assortment(), sequences)).scores([np.array([0, 3])])[0]
        assert scores[9] > scores[12] + scores[15] > 0


class TestEase(ModelContract):
    @classmethod
    def make(cls) -> Ease:
        return Ease()

    @pytest.mark.parametrize("customers", [1, 20])
    def test_both_ways_to_invert_agree(self, customers: int) -> None:
        few = purchases(customers)  # fewer and more customers than products
        bought = np.zeros((len(few.sequences), 24))
        for row, sequence in enumerate(few.sequences):
            bought[row, sequence] = 1
        inverse = np.linalg.inv(bought.T @ bought + 20 * np.eye(24))
        expected = -inverse / np.diag(inverse)
        np.fill_diagonal(expected, 0)
        np.testing.assert_allclose(Ease(20.0).fit(few).item_scores(np.arange(24)), expected, atol=1e-6)


class TestAls(ModelContract):
    @classmethod
    def make(cls) -> Als:
        return Als(factors=12)


class TestFused(ModelContract):
    @classmethod
    def make(cls) -> FusedNextItem:
        return FusedNextItem(folds=3, trees=20)

    def test_the_order_of_purchases_is_learned(self) -> None:
        model = self.make().fit(purchases())
        for start in (0, 6, 21):
            assert model.recommend([start], k=1).items.tolist() == [start + 1]
            assert model.recommend([start, start + 1], k=1).items.tolist() == [start + 2]

    def test_with_few_purchases_texts_still_answer(self) -> None:
        model = self.make().fit(purchases(customers_per_set=1).only(range(3)))
        assert set(model.recommend([18], k=3).items.tolist()) >= {19, 20}

    def test_asked_before_fitting_it_says_so(self) -> None:
        with pytest.raises(ValueError, match="fit or load"):
            self.make().scores([np.array([1])])

    def test_products_nothing_proposes_come_last(self) -> None:
        scores = self.make().fit(purchases()).scores([np.array([9])])[0]
        assert scores[[10, 11]].min() > scores[18]


class TestAdditive(ModelContract):
    @classmethod
    def make(cls) -> AdditiveNextItem:
        return AdditiveNextItem(folds=3)

    def test_the_parts_of_a_score_order_products(self) -> None:
        model = self.make().fit(purchases())
        near, far = model.parts([9], 10), model.parts([9], 20)
        assert sum(near.values()) > sum(far.values())
        assert list(near.values()) == sorted(near.values(), reverse=True)
        assert near["after"] > far["after"]

    def test_where_nothing_was_learned_there_are_no_parts(self) -> None:
        assert self.make().fit(Purchases(assortment(), ())).parts([9], 10) == {}
