from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.relaxing import relaxations


def test_the_least_important_wish_goes_first_and_alone() -> None:
    wanted = Constraints(max_price=100, min_rating=4.0, brands_in=("Lumo",))
    dropped = [names for names, _ in relaxations(wanted)]
    assert dropped == [("rating",), ("brand",), ("price",), ("rating", "brand"), ("rating", "brand", "price")]


def test_each_step_clears_what_it_says_and_nothing_else() -> None:
    wanted = Constraints(max_price=100, min_rating=4.0, brands_not=("Lumo",), exclude_terms=("red",))
    by_name = dict(relaxations(wanted))
    assert by_name[("rating",)] == Constraints(max_price=100, brands_not=("Lumo",), exclude_terms=("red",))
    assert all(c.brands_not == ("Lumo",) and c.exclude_terms == ("red",) for c in by_name.values())


def test_nothing_wished_has_nothing_to_drop() -> None:
    assert not list(relaxations(Constraints()))


def test_words_and_options_stay_wishes() -> None:
    wanted = Constraints(options={"colour": "black"}, must_options=("colour",), must_terms=("braided",))
    by_name = dict(relaxations(wanted))
    assert by_name[("options",)].options == {"colour": "black"}
    assert by_name[("words",)].wish_terms == ("braided",)
