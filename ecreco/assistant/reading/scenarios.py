"""Where in a conversation a training message is said: typical contexts, drawn at random."""

from __future__ import annotations

import random
from collections.abc import Callable

from ecreco.assistant.reading.acts import ActName, ReadingContext

_FINDING: tuple[ActName, ...] = ("search", "search", "refine", "show_more", "recommend")
_ASKING: tuple[ActName, ...] = (
    "product_question",
    "product_question",
    "price_question",
    "review_question",
    "stock_question",
    "compare",
)
_ORDERS: tuple[ActName, ...] = ("order_action", "order_action", "order_action", "order_track", "order_list")
_WRITES: tuple[ActName, ...] = ("cart_add", "cart_add", "cart_remove", "order_action")
_WHICH: tuple[ActName, ...] = (
    "cart_add",
    "cart_add",
    "cart_remove",
    "review_question",
    "product_question",
    "price_question",
    "stock_question",
    "compare",
)
_OTHER: tuple[ActName, ...] = (
    "policy_question",
    "smalltalk",
    "greet",
    "out_of_scope",
    "capabilities",
    "cart_view",
    "thanks",
    "injection",
    "privacy_probe",
)


def _start(rng: random.Random) -> ReadingContext:
    return ReadingContext(previous_acts=(rng.choice(_OTHER),) if rng.random() < 0.3 else ())


def _search(rng: random.Random) -> ReadingContext:
    focus = rng.random() < 0.2
    shown = rng.randint(2, 8)
    return ReadingContext(
        previous_acts=(rng.choice(_FINDING),), shown_count=shown, has_active_search=True, has_focus_product=focus
    )


def _focus(rng: random.Random) -> ReadingContext:
    return ReadingContext(
        previous_acts=(rng.choice(_ASKING if rng.random() < 0.7 else ("search", "cart_add", "recommend")),),
        shown_count=rng.choice((1, 1, 1, 2, 5)),
        has_focus_product=True,
        has_active_search=rng.random() < 0.6,
    )


def _compare(rng: random.Random) -> ReadingContext:
    return ReadingContext(
        previous_acts=("compare",),
        shown_count=rng.choice((2, 2, 3)),
        has_focus_product=rng.random() < 0.4,
        has_active_search=rng.random() < 0.5,
    )


def _pending(rng: random.Random) -> ReadingContext:
    act = rng.choice(_WRITES)
    return ReadingContext(
        previous_acts=(act,) if rng.random() < 0.8 else ("confirm",),
        asked="confirm",
        shown_count=rng.choice((0, 1, 1, 4)),
        has_focus_product=act.startswith("cart"),
        has_active_search=rng.random() < 0.5,
        pending_confirmation=True,
    )


def _offer(rng: random.Random) -> ReadingContext:
    return ReadingContext(
        previous_acts=(rng.choice(_ASKING + _OTHER),),
        asked="offer",
        shown_count=rng.choice((0, 1, 3)),
        has_focus_product=rng.random() < 0.5,
        has_active_search=rng.random() < 0.4,
    )


def _which(rng: random.Random) -> ReadingContext:
    shown = rng.choice((0, 2, 4, 6))
    return ReadingContext(
        previous_acts=(rng.choice(_WHICH),),
        asked="which_product",
        shown_count=shown,
        has_active_search=rng.random() < 0.5,
    )


def _identity(rng: random.Random) -> ReadingContext:
    asked = rng.choice(("identity", "identity", "which_order", "details"))
    return ReadingContext(previous_acts=(rng.choice(_ORDERS),), asked=asked)  # type: ignore[arg-type]


def _order(rng: random.Random) -> ReadingContext:
    return ReadingContext(previous_acts=(rng.choice(_ORDERS),))


def _done(rng: random.Random) -> ReadingContext:
    return ReadingContext(previous_acts=("confirm",))


def _clarify(rng: random.Random) -> ReadingContext:
    return ReadingContext(
        previous_acts=(rng.choice(("search", "recommend", "recommend")),),
        asked="clarify",
        shown_count=rng.choice((0, 0, 3, 5)),
        has_active_search=rng.random() < 0.8,
    )


def _haggle(rng: random.Random) -> ReadingContext:
    return ReadingContext(
        previous_acts=("haggle",), shown_count=rng.choice((0, 1)), has_focus_product=rng.random() < 0.8
    )


_SCENARIOS: dict[str, Callable[[random.Random], ReadingContext]] = {
    "start": _start, "search": _search, "focus": _focus, "compare": _compare, "pending": _pending, "offer": _offer,
    "which": _which, "identity": _identity, "order": _order, "done": _done, "clarify": _clarify, "haggle": _haggle,
}  # fmt: skip
_ANY = (
    ("start",) * 9
    + ("search",) * 6
    + ("focus",) * 4
    + ("compare", "order", "done", "clarify", "pending", "offer", "haggle", "which", "identity")
)


def scenario(name: str, rng: random.Random) -> ReadingContext:
    """A context of this kind; "any" draws the kind too. Raises KeyError on an unknown name."""
    return _SCENARIOS[rng.choice(_ANY) if name == "any" else name](rng)
