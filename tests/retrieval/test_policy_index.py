import pytest

from ecreco.retrieval.encoder import Encoder
from ecreco.retrieval.policy_index import PolicyIndex
from ecreco.shop.records import Policy, Product

POLICIES = [
    Policy(
        policy_id="shipping",
        title="Shipping",
        text="We ship to Canada and the United States. Standard shipping takes 3 to 5 working days and costs $6; it is "
        "free above $60. Express shipping costs $15 and arrives the next working day.",
    ),
    Policy(
        policy_id="returns",
        title="Returns",
        text="Days count from the day of arrival.\n\n- Shoes and clothing: 45 days, unworn, tags on.\n"
        "- Electronics: 14 days, box sealed, unless faulty.\n- Everything else: 30 days.\n\n"
        "We refund the original payment method within 7 days. Return labels cost $4.",
    ),
    Policy(
        policy_id="payment",
        title="Payment",
        text="We accept Visa, Mastercard and PayPal. Cash on delivery is not offered. You can pay in three instalments "
        "from $100.",
    ),
    Policy(
        policy_id="help",
        title="Help",
        text="Our team answers from Monday to Friday, 9 am to 6 pm. Weekends are closed.",
    ),
    Policy(policy_id="prices", title="Prices", text="Prices include tax. We match no prices of other shops."),
]


@pytest.fixture(scope="module")
def index(encoder: Encoder) -> PolicyIndex:
    return PolicyIndex.from_policies(POLICIES, encoder)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("what do I pay for shipping if I spend $20?", "costs $6"),
        ("do you send parcels to Germany?", "We ship to Canada"),
        ("can I have it tomorrow?", "Express"),
        ("I bought a radio last week, opened it and don't like it. Will you take it back?", "Electronics: 14 days"),
        ("how long can I return a pair of shoes?", "45 days"),
        ("when do I get my money back", "within 7 days"),
        ("do you take amex?", "Visa"),
        ("can I pay when it arrives?", "Cash on delivery"),
        ("can I pay monthly?", "instalments"),
        ("is somebody there on Sundays?", "closed"),
        ("I saw it cheaper on another site", "match no prices"),
        ("is VAT included?", "include tax"),
    ],
)
def test_the_passage_that_covers_it_comes_first(index: PolicyIndex, question: str, expected: str) -> None:
    found = index.answer(question)
    assert found, "no passage found"
    assert expected in found[0].text


@pytest.mark.parametrize(
    "question",
    [
        "Is there a student discount if I show my college ID?",
        "do you have a loyalty programme?",
        "do you offer gift wrapping?",
        "are you hiring?",
        "who is your CEO?",
        "can you engrave my name?",
        "what's the weather tomorrow?",
        "what is your policy on cookies?",
        "",
    ],
)
def test_what_the_policies_do_not_cover_is_not_answered(index: PolicyIndex, question: str) -> None:
    assert index.answer(question) == []


def test_a_list_point_carries_what_it_hangs_on(index: PolicyIndex) -> None:
    point = index.answer("how long can I return a pair of shoes?")[0]
    assert (point.record, point.field) == ("returns", "Returns")
    assert point.text == "Days count from the day of arrival. Shoes and clothing: 45 days, unworn, tags on."


def test_all_windows_are_told_where_no_kind_of_goods_is_named(index: PolicyIndex) -> None:
    text = index.answer("can I still return it after 20 days?")[0].text
    assert all(part in text for part in ("45 days", "14 days", "Everything else: 30 days"))


@pytest.mark.parametrize(
    ("product", "expected", "other"),
    [
        (Product(product_id="1", title="Court trainers", category=("Outdoor", "Trainers")), "45 days", "14 days"),
        (Product(product_id="2", title="Radio with lamp", category=("Audio", "Radios")), "14 days", "45 days"),
        (Product(product_id="3", title="Oak sofa"), "30 days", "14 days"),
    ],
)
def test_the_window_is_that_of_the_product_spoken_of(
    index: PolicyIndex, product: Product, expected: str, other: str
) -> None:
    text = index.answer("can I return it?", about=product)[0].text
    assert expected in text
    assert other not in text


def test_a_title_alone_asks_for_its_whole_section(index: PolicyIndex) -> None:
    assert index.answer("Shipping?")[0].text.startswith("We ship to Canada")


def test_each_clause_has_its_answer(index: PolicyIndex) -> None:
    first, second = index.answer("Is VAT included and can I pay by PayPal?")
    assert "include tax" in first.text
    assert "PayPal" in second.text


def test_goods_in_the_question_go_before_the_product_spoken_of(index: PolicyIndex) -> None:
    radio = Product(product_id="2", title="Radio", category=("Audio", "Radios"))
    assert "45 days" in index.answer("and can I return the boots?", about=radio)[0].text


def test_a_shop_without_policies_answers_nothing(encoder: Encoder) -> None:
    assert PolicyIndex.from_policies([], encoder).answer("can I return it?") == []
