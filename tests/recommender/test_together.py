from __future__ import annotations

from ecreco.recommender.together import BoughtTogether
from tests.recommender.samples import event, order


def test_what_was_ordered_together_is_related_and_counted() -> None:
    model = BoughtTogether.count(
        [order(1, "C1", "K1", "T1"), order(2, "C2", "K1", "T1"), order(3, "C3", "K1", "L1")], []
    )
    assert [i for i, _ in model.related("K1")] == ["T1", "L1"]
    assert model.shared_buyers("K1", "T1") == 2
    assert model.shared_buyers("K1", "B1") == 0


def test_cancelled_orders_count_for_nothing() -> None:
    model = BoughtTogether.count([order(1, "C1", "K1", "T1", status="cancelled")], [])
    assert model.related("K1") == []


def test_sittings_are_parted_by_a_pause() -> None:
    events = [event(1, "view", "K1", days=1), event(2, "view", "T1", days=1), event(3, "view", "L1", days=0)]
    model = BoughtTogether.count([], events)
    assert [i for i, _ in model.related("K1")] == ["T1"]
    assert model.related("L1") == []


def test_strength_stays_within_one() -> None:
    model = BoughtTogether.count([order(n, f"C{n}", "A", "B") for n in range(200)], [])
    assert 0 < model.related("A")[0][1] <= 1.0
