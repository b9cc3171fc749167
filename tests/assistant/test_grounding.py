"""What no record of the turn holds is not said."""

from __future__ import annotations

from typing import Any

import pytest

from ecreco.assistant.grounding import Grounds, Titles, ground, pieces, sentences

CARD: dict[str, Any] = {
    "product_id": "K1",
    "title": "Borrel Steel Kettle 1.5 L",
    "price": 749.0,
    "rating": 3.9,
    "in_stock": True,
}
EVIDENCE: list[dict[str, Any]] = [
    {"record": "K2", "field": "price", "value": 1199.0},
    {"record": "K2", "field": "in_stock", "value": False},
    {"record": "delivery", "field": "Delivery", "value": "Standard delivery costs ₹49 and takes 4 to 6 working days."},
    {"record": "#W1", "field": "order_id", "value": "#W1000001"},
    {"record": "#W1", "field": "placed_at", "value": "2026-03-04"},
]
TITLES = Titles([("K1", CARD["title"]), ("M1", "Dexor M10 Wired Mouse, 1000 DPI")])


def grounds(*said: str) -> Grounds:
    return Grounds(EVIDENCE, [CARD], said, TITLES)


@pytest.mark.parametrize(
    "sentence",
    [
        "Borrel Steel Kettle costs ₹749 and is rated 3.9.",
        "It is ₹450 cheaper.",
        "Together ₹1,948.",
        "Delivery is ₹49.",
        "Order #W1000001 of 2026-03-04.",
        "One is in stock, one is out of stock.",
        "You are number 3 in the queue.",
    ],
)
def test_what_stands_in_records_may_be_said(sentence: str) -> None:
    assert grounds().violations(sentence) == []


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("It costs ₹750.", "price"),
        ("That is Rs. 500 only.", "price"),
        ("Rated 4.9 stars.", "rating"),
        ("Now 20% off.", "percent"),
        ("Only 17 left.", "stock"),
        ("It arrives 2026-03-09.", "date"),
        ("It arrives on 9 March.", "date"),
        ("Order #W7777777 is ready.", "order"),
        ("Try the Dexor M10 Wired Mouse.", "product"),
        ("It lasts 480 hours.", "number"),
        ("Look <b>here</b>.", "markup"),
    ],
)
def test_what_no_record_holds_is_found(sentence: str, kind: str) -> None:
    assert kind in {v.kind for v in grounds().violations(sentence)}


def test_an_amount_the_customer_said_is_grounded() -> None:
    assert grounds("do you have one for 500 rupees?").violations("I found nothing under ₹500.") == []


def test_only_the_false_sentence_goes() -> None:
    kept, found = ground("The kettle costs ₹749. It is 20% off today.\n- Borrel Steel Kettle: ₹749", grounds())
    assert kept == "The kettle costs ₹749.\n- Borrel Steel Kettle: ₹749"
    assert [v.kind for v in found] == ["percent"]


def test_pieces_join_to_the_reply_and_quotations_stay_whole() -> None:
    reply = "Hello! It says: “One. Two. Three.” Fine.\n\n- a line\n- another"
    assert "".join(pieces(reply)) == reply
    assert "“One. Two. Three.”" in " | ".join(sentences(reply.split("\n")[0]))
