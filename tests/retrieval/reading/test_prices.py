"""Prices in every spelling, and numbers that are no prices."""

from __future__ import annotations

import pytest

from tests.retrieval.reading.catalogs import reader

# shop, what the customer says, lower bound, upper bound (major units)
PRICES = [
    ("in", "earphones under 15 hundred", None, 1500),
    ("in", "kettle under Rs 2k", None, 2000),
    ("in", "kettle under Rs.2,000/-", None, 2000),
    ("in", "kettle below ₹1,09,900", None, 109900),
    ("in", "electric kettle 1.5k max", None, 1500),
    ("in", "keep it below two thousand", None, 2000),
    ("in", "headphones between 12 hundred and 2k", 1200, 2000),
    ("in", "tv between 25000 and 32000", 25000, 32000),
    ("in", "2500 at most", None, 2500),
    ("in", "500 rupees at the most", None, 500),
    ("in", "air fryer max 7000", None, 7000),
    ("in", "pen drive within 600 rupees", None, 600),
    ("in", "Budget 600.", None, 600),
    ("in", "my budget is 3000", None, 3000),
    ("in", "budget: 2k", None, 2000),
    ("in", "with a budget of 1500 rs", None, 1500),
    ("in", "my budget's only 900", None, 900),
    ("in", "I only have 900 for the two", None, 900),
    ("in", "i've got 2000 to spend", None, 2000),
    ("in", "can spend up to 5k on a speaker", None, 5000),
    ("in", "willing to pay 1200", None, 1200),
    ("in", "not more than 800", None, 800),
    ("in", "no more than rs 800 please", None, 800),
    ("in", "nothing over 5000", None, 5000),
    ("in", "nothing above ₹5000", None, 5000),
    ("in", "should not exceed 4000", None, 4000),
    ("in", "shouldn't cost more than 1000", None, 1000),
    ("in", "I don't want to spend more than 3000", None, 3000),
    ("in", "don't want to go over 3500", None, 3500),
    ("in", "less than 16000", None, 16000),
    ("in", "cheaper than 500", None, 500),
    ("in", "something cheaper than 2,000 rupees", None, 2000),
    ("in", "upto 1500", None, 1500),
    ("in", "smart watch upto 2000", None, 2000),
    ("in", "maximum price 2500", None, 2500),
    ("in", "max. 2500", None, 2500),
    ("in", "2500 max", None, 2500),
    ("in", "2500 or less", None, 2500),
    ("in", "2000 tops", None, 2000),
    ("in", "<= 1500", None, 1500),
    ("in", "kettle < 1500", None, 1500),
    ("in", "price limit 1500", None, 1500),
    ("in", "limit is 2 thousand", None, 2000),
    ("in", "under one lakh", None, 100000),
    ("in", "laptop under 1.5 lakh", None, 150000),
    ("in", "laptop under 50 thousand", None, 50000),
    ("in", "phone from 10000 to 14000", 10000, 14000),
    ("in", "phones 10000-15000", 10000, 15000),
    ("in", "phones 10-15k", 10000, 15000),
    ("in", "phones 10k to 15k", 10000, 15000),
    ("in", "₹500 - ₹1,000 earphones", 500, 1000),
    ("in", "Rs 500 to Rs 1000", 500, 1000),
    ("in", "in the range of 500 to 800", 500, 800),
    ("in", "somewhere between five hundred and a thousand", 500, 1000),
    ("in", "above 2000", 2000, None),
    ("in", "over ₹2000", 2000, None),
    ("in", "at least ₹1,000", 1000, None),
    ("in", "minimum 1000 rupees", 1000, None),
    ("in", "more than 20000 rupees", 20000, None),
    ("in", "starting from 500", 500, None),
    ("in", "2000 and above", 2000, None),
    ("in", "not below 1000", 1000, None),
    ("in", "no less than 1000 rupees", 1000, None),
    ("in", "mujhe 2000 ke andar watch chahiye", None, 2000),
    ("in", "500 se kam wale earphones", None, 500),
    ("in", "do hazaar ke andar speaker", None, 2000),
    ("in", "paanch sau tak", None, 500),
    ("in", "500 se 1000 ke beech", 500, 1000),
    ("in", "1000 rupaye se kam", None, 1000),
    ("in", "2000 se zyada", 2000, None),
    ("in", "gift for 500 rupees", None, 500),
    ("in", "1,500 rupees for both together", None, 1500),
    ("in", "por menos de 2000 rupias", None, 2000),
    ("in", "unter 1500", None, 1500),
    ("in", "moins de 900", None, 900),
    ("in", "hasta 1200", None, 1200),
    ("in", "bis zu 1500 rupien", None, 1500),
    ("in", "低于2000", None, 2000),
    ("in", "below 2000, at least 4 stars", None, 2000),
    ("in", "5G phone with at least 6GB RAM for less than 16000", None, 16000),
    ("in", "43 inch 4K TV between 25000 and 32000", 25000, 32000),
    ("in", "64GB USB 3.0 pen drive under 600", None, 600),
    ("in", "tempered glass for iphone 13 under 500", None, 500),
    ("in", "20000mAh power bank below 2k", None, 2000),
    ("in", "UNDER 2000!!!", None, 2000),
    ("in", "undr 2000", None, 2000),
    ("in", "bellow 500", None, 500),
    ("in", "beetween 500 and 1000", 500, 1000),
    ("in", "atmost 600", None, 600),
    ("in", "lest than 500", None, 500),
    ("in", "budjet 600", None, 600),
    ("in", "ｕｎｄｅｒ ２０００", None, 2000),
    ("in", "sub 1000 earphones", None, 1000),
    ("in", "sub-500", None, 500),
    ("in", "25k-30k", 25000, 30000),
    ("in", "2000 is my max", None, 2000),
    ("in", "1500 is the most I can pay", None, 1500),
    ("in", "ain't paying more than 100", None, 100),
    ("in", "make that 1500 instead", None, 1500),
    ("in", "raise the budget to 3000", None, 3000),
    ("in", "I can stretch to 2500", None, 2500),
    ("in", "got 1200 to burn on a speaker", None, 1200),
    ("in", "a decent kettle for a grand", None, 1000),
    ("in", "looking at 3k for a speaker", None, 3000),
    ("in", "1000 se 1500 tak", 1000, 1500),
    ("in", "1 se 2 hazaar ke beech wali watch", 1000, 2000),
    ("in", "500 ke neeche wale earphones", None, 500),
    ("in", "moins de 2000 roupies", None, 2000),
    ("in", "less then 700", None, 700),
    ("in", "price should be less than 1000 and rating more than 4", None, 1000),
    ("in", "earphone 3.5mm jack under 400 rs", None, 400),
    ("in", "iphone 14 pro max cover max 500", None, 500),
    ("gb", "between a fiver and a tenner", 5, 10),
    ("gb", "five to ten pounds", 5, 10),
    ("gb", "two tenners", None, 20),
    ("gb", "ten pound max", None, 10),
    ("gb", "bubble machine 9.99 or less", None, 9.99),
    ("gb", "£10-15", 10, 15),
    ("gb", "£10–£15", 10, 15),
    ("gb", "say £10 to £25?", 10, 25),
    ("gb", "looking to pay between 5 and 15 pounds", 5, 15),
    ("gb", "up to a tenner", None, 10),
    ("gb", "limit's a tenner", None, 10),
    ("gb", "less than a fiver", None, 5),
    ("gb", "fiver or less", None, 5),
    ("gb", "nothing over £5", None, 5),
    ("gb", "under £35?", None, 35),
    ("gb", "£20 max", None, 20),
    ("gb", "15 quid to spend", None, 15),
    ("gb", "under 12 quid", None, 12),
    ("gb", "under £5 each", None, 5),
    ("gb", "under £4.99", None, 4.99),
    ("gb", "no more than £10", None, 10),
    ("gb", "for about twenty quid tops", None, 20),
    ("gb", "under twenty five pounds", None, 25),
    ("gb", "under twenty-five pounds", None, 25),
    ("gb", "a £20 gift", None, 20),
    ("gb", "for £15", None, 15),
    ("gb", "I'd spend £30 at most", None, 30),
    ("gb", "from £20", 20, None),
    ("gb", "£50 or more", 50, None),
    ("gb", "over £50", 50, None),
    ("gb", "upwards of £40", 40, None),
    ("gb", "between 10 and 20 quid", 10, 20),
    ("gb", "under 50p", None, 0.5),
    ("gb", "under 99 pence", None, 0.99),
    ("gb", "less than half a grand", None, 500),
    ("us", "boots under $100", None, 100),
    ("us", "under 100 bucks", None, 100),
    ("us", "jacket for less than one hundred dollars", None, 100),
    ("us", "$50-$80 sneakers", 50, 80),
    ("us", "between $50 and $80", 50, 80),
    ("us", "a hundred and fifty dollars tops", None, 150),
    ("us", "backpack $120 or less", None, 120),
    ("us", "US$ 40 max", None, 40),
    ("us", "20 USD or under", None, 20),
    ("us", "no pricier than $60", None, 60),
]
NO_PRICES = [
    ("in", "20000mAh power bank"),
    ("in", "43 inch tv"),
    ("in", "iphone 13 tempered glass"),
    ("in", "128gb micro sd card"),
    ("in", "4GB RAM phone"),
    ("in", "1080p webcam"),
    ("in", "Quill&Co QC-991ES calculator"),
    ("in", "FX-82MS or FX-991ES"),
    ("in", "MS116 mouse"),
    ("in", "usb 3.0 hub with 4 ports"),
    ("in", "bluetooth 5.3 headphones"),
    ("in", "at least 3 jars"),
    ("in", "more than 100 reviews"),
    ("in", "over 4 stars"),
    ("in", "at least 2 metres long"),
    ("in", "under 5 kg"),
    ("in", "up to 10 kg kitchen scale"),
    ("in", "4k monitor at least 4k resolution"),
    ("in", "give me 3 options"),
    ("in", "the second of the two"),
    ("in", "hdmi cable 3m"),
    ("in", "i bought it 8 days ago"),
    ("in", "90% off"),
    ("in", "wifi 6 router"),
    ("in", "more than 2 ports"),
    ("in", "within 2 days"),
    ("in", "i want 2 of them"),
    ("in", "make it 2"),
    ("in", "mio 20000 power bank"),
    ("in", "router with 5g"),
    ("in", "half of them"),
    ("gb", "make it 3 please"),
    ("gb", "board games for 4 players 8+"),
    ("gb", "jigsaw 500 or 1000 pieces"),
    ("gb", "1000 piece jigsaw"),
    ("gb", "for a 4 year old"),
    ("gb", "1:32 slot car"),
    ("gb", "1/72 scale model"),
    ("gb", "game for 2 players"),
    ("gb", "up to 6 players"),
    ("gb", "pack of 3"),
    ("gb", "ages 3 to 5"),
    ("gb", "turning 4"),
    ("us", "pan under 5 pounds in weight"),
    ("us", "10 inch pan"),
    ("us", "two person tent"),
    ("us", "40 L backpack"),
    ("us", "size 10 boots"),
]
AROUND = [
    ("in", "around 500", 500),
    ("in", "about ₹2000", 2000),
    ("in", "approx 1k", 1000),
    ("in", "roughly 3000 rupees", 3000),
    ("in", "1500ish", 1500),
    ("in", "500 ke aas paas", 500),
    ("in", "in the 2000 rupees range", 2000),
    ("gb", "around twenty quid", 20),
    ("us", "close to $50", 50),
]


@pytest.mark.parametrize(("shop", "text", "low", "high"), PRICES)
def test_reads_a_price(shop: str, text: str, low: float | None, high: float | None) -> None:
    found = reader(shop).read(text).constraints
    assert (found.min_price, found.max_price) == (_minor(low), _minor(high))


@pytest.mark.parametrize(("shop", "text"), NO_PRICES)
def test_reads_no_price(shop: str, text: str) -> None:
    found = reader(shop).read(text).constraints
    assert (found.min_price, found.max_price) == (None, None)


@pytest.mark.parametrize(("shop", "text", "near"), AROUND)
def test_reads_a_price_that_is_near_enough(shop: str, text: str, near: float) -> None:
    found = reader(shop).read(text).constraints
    assert found.near_price == _minor(near)
    assert found.min_price is not None
    assert found.max_price is not None
    assert found.min_price < found.near_price < found.max_price


@pytest.mark.parametrize(
    ("shop", "text", "currency"),
    [
        ("in", "under $20", "USD"),
        ("in", "kettle for £15", "GBP"),
        ("gb", "under 20 euros", "EUR"),
        ("gb", "less than Rs 500", "INR"),
        ("us", "under £30", "GBP"),
    ],
)
def test_a_price_in_another_currency_sets_no_bound_and_is_flagged(shop: str, text: str, currency: str) -> None:
    reading = reader(shop).read(text)
    assert (reading.constraints.min_price, reading.constraints.max_price) == (None, None)
    assert f"currency:{currency}" in reading.flags


def test_one_budget_for_several_things_is_flagged() -> None:
    reading = reader("in").read("a wireless mouse and a mouse pad, 1,500 rupees for both together")
    assert "total_budget" in reading.flags


@pytest.mark.parametrize(
    "text",
    [
        "any brand, same money",
        "for the same price",
        "same budget please",
        "in that price range",
        "Of that price range, show 2",
    ],
)
def test_the_same_money_refers_to_what_was_said_before(text: str) -> None:
    assert reader("in").read(text).constraints.same_price


def test_the_span_of_a_price_is_in_the_customers_own_text() -> None:
    text = "Ein Kettle, UNDER Rs. 1,500, please"
    spans = [s for s in reader("in").read(text).spans if s.kind == "price"]
    assert [text[s.start : s.end] for s in spans] == ["UNDER Rs. 1,500"]


def _minor(major: float | None) -> int | None:
    return None if major is None else round(major * 100)
