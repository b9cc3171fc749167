"""What a message reader says about one customer message: acts, references and the plain values in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

ActName = Literal[
    "greet", "smalltalk", "thanks", "goodbye",
    "search", "refine", "show_more", "recommend",
    "compare", "product_question", "review_question", "price_question", "stock_question", "policy_question",
    "cart_add", "cart_remove", "cart_view",
    "order_list", "order_track", "order_action",
    "confirm", "decline", "handoff", "complaint", "haggle",
    "privacy_probe", "injection", "out_of_scope", "capabilities", "profile",
]  # fmt: skip
ACT_NAMES: tuple[ActName, ...] = get_args(ActName)

Asked = Literal["confirm", "which_product", "which_order", "identity", "details", "clarify", "offer"]
ReferenceKind = Literal["ordinal", "anaphora", "superlative", "named", "all"]
Superlative = Literal["cheapest", "dearest", "best_rated", "worst_rated"]
Language = Literal["en", "hi-Latn", "hi", "es", "de", "fr", "zh", "pt", "it", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing the customer wants. confidence: calibrated probability in 0..1. text: the clause it came from."""

    name: ActName
    confidence: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """Words that point at products already on the table.

    ordinal: 1-based, -1 the last. count: how many are meant ("those two"), None when unsaid. text: the words.
    A superlative over "the two" has both `superlative` and `count`.
    """

    kind: ReferenceKind
    text: str
    ordinal: int | None = None
    superlative: Superlative | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadingContext:
    """What the conversation knows before this message.

    previous_acts: acts of the customer's last message. asked: what the assistant's last reply asked for, None if
    nothing. shown_count: product cards on the table. pending_confirmation: a write waits for a yes.
    """

    previous_acts: tuple[ActName, ...] = ()
    asked: Asked | None = None
    shown_count: int = 0
    has_focus_product: bool = False
    has_active_search: bool = False
    pending_confirmation: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """One message, read. acts: in the order said, at least one. sure: False asks for a short question back.

    topic_text: the text to search with: the clauses that ask for products (or the whole message), without greetings
    and yes/no words. anger: 0..1. sentiment: -1..1. zip_code: postal code. name: "First Last" as said.
    """

    text: str
    acts: tuple[Act, ...]
    references: tuple[Reference, ...] = ()
    order_ids: tuple[str, ...] = ()
    quantity: int | None = None
    email: str | None = None
    name: str | None = None
    zip_code: str | None = None
    language: Language = "en"
    sentiment: float = 0.0
    anger: float = 0.0
    sure: bool = True
    topic_text: str = ""

    @property
    def names(self) -> tuple[ActName, ...]:
        """The act names, in order."""
        return tuple(act.name for act in self.acts)

    def has(self, *names: ActName) -> bool:
        """Whether any of these acts was read."""
        return any(act.name in names for act in self.acts)

    def act(self, name: ActName) -> Act | None:
        """The first act of this name."""
        return next((act for act in self.acts if act.name == name), None)
