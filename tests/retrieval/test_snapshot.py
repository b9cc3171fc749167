from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.snapshot import CatalogSnapshot
from tests.retrieval.fakes import product, small_catalog


def admitted(constraints: Constraints) -> set[str]:
    snapshot = CatalogSnapshot(small_catalog())
    return {snapshot.ids[i] for i in snapshot.mask(constraints).nonzero()[0]}


def test_price_bounds_include_their_ends() -> None:
    assert admitted(Constraints(min_price=2000, max_price=2500)) == {"k0", "k1"}


def test_the_mask_is_what_the_constraints_admit() -> None:
    wanted = Constraints(max_price=4000, brands_in=("Brewster",), in_stock=True)
    assert admitted(wanted) == {p.product_id for p in small_catalog() if wanted.admits(p)}


def test_a_product_without_a_price_meets_no_bound_but_no_wish_either() -> None:
    snapshot = CatalogSnapshot([product("a", "Lamp", price=None)])
    assert snapshot.mask(Constraints()).all()
    assert not snapshot.mask(Constraints(max_price=10**9)).any()


def test_rows_keep_the_order_asked_and_leave_unknown_ids_out() -> None:
    snapshot = CatalogSnapshot(small_catalog())
    assert [snapshot.ids[r] for r in snapshot.rows(["l1", "nope", "k0"])] == ["l1", "k0"]
    assert snapshot.get("nope") is None
