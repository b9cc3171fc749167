import pytest

from ecreco.retrieval.fit import Evidence, fits


def test_a_near_and_covered_query_fits_and_a_far_one_does_not() -> None:
    assert fits(Evidence(cosine=0.65, covered=1.0, named=1.0, terms=3), ["blue", "gel", "pens"])
    assert not fits(Evidence(cosine=0.29, covered=0.35, named=0.35, terms=3), ["bicycle", "helmets", "children"])


def test_a_situation_needs_less_than_a_named_thing() -> None:
    evidence = Evidence(cosine=0.36, covered=0.38, named=0.2, terms=4)
    assert fits(evidence, ["my", "room", "is", "freezing"])
    assert not fits(evidence, ["sylvanian", "families", "caravan"])


def test_without_a_topic_the_constraints_are_all_there_is() -> None:
    assert fits(Evidence(cosine=0.0, covered=0.0, named=0.0, terms=0), [])


@pytest.mark.parametrize("sign", ["cosine", "covered", "named"])
def test_more_of_a_sign_never_fits_less(sign: str) -> None:
    weak = {"cosine": 0.3, "covered": 0.3, "named": 0.3}
    strong = {**weak, sign: 0.9}
    assert Evidence(**strong, terms=3).probability > Evidence(**weak, terms=3).probability  # type: ignore[arg-type]
