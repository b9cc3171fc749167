from __future__ import annotations

from ecreco.recommender.query_generator import GeneratedQuery
from ecreco.recommender.training_pairs import Grader, TrainingShop, build, part_of
from ecreco.shop.records import Product
from tests.recommender.samples import PRODUCTS, BagEncoder, product

ROW = {p.product_id: i for i, p in enumerate(PRODUCTS)}


def grader() -> Grader:
    encoder = BagEncoder()
    return Grader(PRODUCTS, encoder.encode([p.text for p in PRODUCTS]))


def asked(product_id: str, *facets: str, kind: tuple[str, ...] = ()) -> GeneratedQuery:
    return GeneratedQuery(text="x", product_id=product_id, style="keyword", facets=facets, type_stems=kind)


def test_another_product_that_fits_as_well_is_not_taught_as_wrong() -> None:
    query = asked("K1", "kettl", kind=("kettl",))
    assert grader().grade(query, ROW["K2"]) == 3
    assert grader().grade(query, ROW["L1"]) == 0


def test_the_right_kind_with_another_size_is_half_right() -> None:
    query = asked("K1", "1.7l", "kettl", kind=("kettl",))
    assert grader().grade(query, ROW["K1"]) == 3
    assert grader().grade(query, ROW["K2"]) == 1


def test_a_need_is_met_by_its_category_and_unsure_about_the_next_one() -> None:
    many = [*PRODUCTS, *(product(f"Z{i}", f"Plain thing {i}") for i in range(60))]
    encoder = BagEncoder()
    judge = Grader(many, encoder.encode([p.text for p in many]))
    need = asked("L1")
    assert judge.grade(need, ROW["L2"]) == 2
    assert judge.grade(need, ROW["B1"]) is None  # another category of the same department: cannot be told
    assert judge.grade(need, ROW["K1"]) == 0


def catalog() -> list[Product]:
    kinds = ("Kettle", "Lamp", "Toaster", "Blanket", "Heater", "Shirt")
    makers = ("Heron", "Brim", "Lumo", "Norden", "Tarn", "Ember", "Oak", "Pell")
    return [
        product(
            f"{kind}-{maker}-{size}", f"{maker} {kind} {size} L", category=("Home", f"{kind}s"),
            about=(f"This {kind} serves a family of {size} people for years.",),
        )
        for kind in kinds for maker in makers for size in (1, 2, 3)
    ]  # fmt: skip


def test_parts_hold_different_products_and_training_never_shows_a_held_out_one() -> None:
    shop = TrainingShop("s", catalog())
    pairs = build([shop], BagEncoder(), seed=3, per_shop=120, group_size=6)  # type: ignore[arg-type]
    part = {p.product_id: part_of(p, 3) for p in shop.products}
    titles = {p.product_id: p.title for p in shop.products}
    held_out = {titles[i] for i, where in part.items() if where != "train"}
    assert pairs.parts["train"]
    for name, groups in pairs.parts.items():
        assert all(part[g.query.product_id] == name for g in groups)
    shown = {text.split(". ")[1] for g in pairs.parts["train"] for text in g.texts}
    assert not shown & held_out


def test_groups_have_one_size_and_something_wrong_in_each() -> None:
    pairs = build([TrainingShop("s", catalog())], BagEncoder(), seed=3, per_shop=60, group_size=6)  # type: ignore[arg-type]
    for groups in pairs.parts.values():
        for group in groups:
            assert len(group.texts) == len(group.grades) == 6
            assert max(group.grades) == 3
            assert min(group.grades) == 0


def test_the_same_seed_draws_the_same_pairs() -> None:
    one, two = (
        build([TrainingShop("s", catalog())], BagEncoder(), seed=9, per_shop=40, group_size=6)  # type: ignore[arg-type]
        for _ in range(2)
    )
    assert one.parts == two.parts
