"""Finding, refining, asking, comparing: whole turns over the small shop."""

from __future__ import annotations

from tests.assistant.conftest import Talk, ids


def test_search_keeps_the_limit_and_says_what_was_understood(talk: Talk) -> None:
    result = talk.say("wired mouse under 295")
    assert ids(result)[0] == "M2"
    assert "M1" not in ids(result)
    assert "₹289" in result["reply"]
    assert "₹295" in result["reply"]
    assert result["tool_calls"][0]["name"] == "search_products"
    assert result["tool_calls"][0]["ok"]


def test_constraints_last_over_turns(talk: Talk) -> None:
    talk.say("show me kettles below 1500")
    result = talk.say("anything but Borrel")
    assert ids(result) == ["K2"]


def test_nothing_fits_is_said_plainly_and_near_ones_are_named_as_such(talk: Talk) -> None:
    result = talk.say("do you have bicycle helmets?")
    assert "couldn't find" in result["reply"]
    assert len(result["products"]) <= 3


def test_comparison_names_both_and_the_difference(talk: Talk) -> None:
    result = talk.say("How do the Dexor M10 and the Lumio Q300 compare?")
    assert ids(result) == ["M1", "M2"]
    assert "₹10 cheaper" in result["reply"]
    assert "1000 DPI / 1600 DPI" in result["reply"]
    assert "comparison" in talk.kinds()


def test_a_superlative_inside_a_question_points_at_one_product(talk: Talk) -> None:
    talk.say("How do the Dexor M10 and the Lumio Q300 compare?")
    result = talk.say("What DPI does the cheaper of the two have?")
    assert "1600 DPI" in result["reply"]
    assert ids(result) == ["M2"]


def test_which_of_those_is_rated_better_gives_the_figure(talk: Talk) -> None:
    talk.say("How do the Dexor M10 and the Lumio Q300 compare?")
    result = talk.say("Which of those two is rated better, and what is its rating?")
    assert "Dexor" in result["reply"]
    assert "4.5" in result["reply"]


def test_question_is_answered_from_the_listing_or_not_at_all(talk: Talk) -> None:
    assert "1.8 m" in talk.say("How long is the cable of the Dexor M10?")["reply"]
    silent = talk.say("Does it glow in the dark?")["reply"]
    assert "doesn't" in silent


def test_price_is_told_with_its_figure(talk: Talk) -> None:
    assert "₹749" in talk.say("what does the Borrel Steel Kettle cost?")["reply"]


def test_stock_is_exact_only_where_the_shop_knows_it(talk: Talk) -> None:
    assert "3 left" in talk.say("How many of the Vapora Steel Kettle 1.8 L are left in stock?")["reply"]
    assert "don't have the exact number" in talk.say("How many Dexor M10 are left in stock?")["reply"]


def test_show_more_shows_others(talk: Talk) -> None:
    first = ids(talk.say("mouse"))
    more = ids(talk.say("show me more"))
    assert not set(first) & set(more)


def test_bundle_fits_the_total(talk: Talk) -> None:
    result = talk.say("Gift for my brother: a wired mouse and a mouse pad, 600 rupees for both together.")
    prices = [card["price"] for card in result["products"][:2]]
    assert sum(prices) <= 600
    assert "P1" in ids(result)[:2]


def test_policy_is_quoted_and_a_gap_is_admitted(talk: Talk) -> None:
    assert "₹49" in talk.say("What do I pay for delivery?")["reply"]
    gap = talk.say("Is there a student discount?")
    assert "doesn't mention" in gap["reply"] or "no information" in gap["reply"]


def test_reviews_are_counted_and_quoted(talk: Talk) -> None:
    reply = talk.say("What do people complain about with the Borrel Steel Kettle?")["reply"]
    assert "1 review" in reply
    assert "cord" in reply


def test_topic_switch_and_return(talk: Talk) -> None:
    talk.say("show me kettles")
    talk.say("What do I pay for delivery?")
    result = talk.say("Back to the kettles: which has the best rating?")
    assert ids(result) == ["K3"]
    assert "4.4" in result["reply"]


def test_spanish_is_answered_in_spanish(talk: Talk) -> None:
    result = talk.say("Hola, busco un ratón por menos de 500 rupias")
    assert "Aquí tienes" in result["reply"] or "Tengo uno" in result["reply"]
    assert set(ids(result)) <= {"M1", "M2", "P1"}


def test_what_is_dropped_is_not_searched_for(talk: Talk) -> None:
    assert set(ids(talk.say("never mind the mouse, show me steel kettles"))) <= {"K1", "K2", "K3"}
