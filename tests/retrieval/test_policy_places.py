"""The place that a question of delivery names, against the area that a policy tells."""

from __future__ import annotations

import pytest

from ecreco.retrieval.policy_places import destinations, outside

_KINGDOM = ["We deliver to every address in the United Kingdom.", "We do not deliver abroad."]


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("how much is shipping to Ireland", {"ireland"}),
        ("is delivery free to Northern Ireland?", {"united kingdom"}),
        ("delivery to Dublin or Paris", {"ireland", "france"}),
        ("what is international shipping?", {"abroad"}),
        ("how much is delivery to Timbuktu?", {""}),
        ("how much does it cost to deliver a turkey roaster?", set()),
        ("how much is delivery to my home?", set()),
    ],
)
def test_a_question_names_its_destination(question: str, places: set[str]) -> None:
    assert destinations(question) == places


@pytest.mark.parametrize(
    ("place", "area", "left_out"),
    [
        ("ireland", _KINGDOM, True),
        ("united kingdom", _KINGDOM, False),
        ("abroad", _KINGDOM, True),
        ("", _KINGDOM, False),
        ("france", ["We ship to Belgium and Germany."], True),
        ("france", ["We ship to Belgium; parcels go worldwide for 20 euros."], False),
        ("france", ["We deliver to every address."], False),
    ],
)
def test_a_place_is_outside_where_the_area_names_only_others(place: str, area: list[str], left_out: bool) -> None:
    assert outside(frozenset([place]), area) is left_out
