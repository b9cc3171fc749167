"""What the assistant remembers of one conversation, as plain JSON in the shop's database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any, Literal

from ecreco.retrieval.constraints import Constraints, Quantity

VERSION = 1
KEPT_LISTS = 8
KEPT_SEARCHES = 5
KEPT_SEEN = 400

QuestionKind = Literal["which_product", "what_for", "handoff", "order_number", "need", "clarify"]


@dataclass(slots=True)
class Search:
    """One search of the conversation.

    topic: what is searched with; name: the first topic, for replies. shown: every id put on screen for it, in order;
    last: the latest page. parts: a bundle's things ("a wireless mouse", "a mouse pad"). vague: no kind was named.
    """

    topic: str
    name: str = ""
    constraints: Constraints = field(default_factory=Constraints)
    shown: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    vague: bool = False

    def to_json(self) -> dict[str, Any]:
        return {
            "topic": self.topic,
            "name": self.name,
            "constraints": constraints_to_json(self.constraints),
            "shown": self.shown,
            "last": self.last,
            "parts": self.parts,
            "vague": self.vague,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Search:
        return cls(
            topic=str(data.get("topic", "")),
            name=str(data.get("name", "")),
            constraints=constraints_from_json(data.get("constraints", {})),
            shown=list(data.get("shown", [])),
            last=list(data.get("last", [])),
            parts=list(data.get("parts", [])),
            vague=bool(data.get("vague", False)),
        )


@dataclass(slots=True)
class PendingAction:
    """A write that waits for the customer's yes to exactly this. reserved: it stands in shop.actions."""

    action_id: str
    action: str
    arguments: dict[str, Any]
    summary: str
    expires_at: str  # ISO 8601, UTC
    reserved: bool = True

    def expired(self, now: datetime) -> bool:
        return now >= datetime.fromisoformat(self.expires_at)


@dataclass(slots=True)
class PendingQuestion:
    """What the assistant asked last. `action` is what the answer is for, such as `add_to_cart`."""

    kind: QuestionKind
    action: str | None = None
    quantity: int | None = None  # said before the version was
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(slots=True)
class DialogState:
    """Everything later messages may refer to. `seen` are the ids the gate lets tools use."""

    version: int = VERSION
    search: Search | None = None
    earlier: list[Search] = field(default_factory=list)
    lists: list[list[str]] = field(default_factory=list)  # newest last
    seen: list[str] = field(default_factory=list)
    focus: str | None = None
    pair: list[str] = field(default_factory=list)
    pending: PendingAction | None = None
    pending_turns: int = 0  # turns that went by since the pending action was put to the customer
    queue: list[str] = field(default_factory=list)  # products still to be proposed for the cart, one by one
    question: PendingQuestion | None = None
    facts: dict[str, str] = field(default_factory=dict)
    policy_topic: str | None = None
    last_acts: list[str] = field(default_factory=list)
    language: str = "en"
    unsure: int = 0
    told_waiting: bool = False  # whether a later turn said that a colleague has been asked
    variation: int = 0  # turns so far; picks among equal wordings

    @property
    def shown(self) -> list[str]:
        """The latest list on screen, in order."""
        return self.lists[-1] if self.lists else []

    def see(self, ids: Iterable[str]) -> None:
        """Let later tool calls use these products."""
        new = dict.fromkeys([*self.seen, *ids])
        self.seen = list(new)[-KEPT_SEEN:]

    def show(self, ids: list[str]) -> None:
        """A list came on screen: "the second one" means its second from now on."""
        if not ids:
            return
        self.see(ids)
        if not self.lists or self.lists[-1] != ids:
            self.lists = [*self.lists, ids][-KEPT_LISTS:]
        self.focus = ids[0] if len(ids) == 1 else None
        self.pair = ids if len(ids) == 2 else []

    def begin_search(self, search: Search) -> None:
        """A new topic; the old one stays within reach for "back to ..."."""
        if self.search is not None and self.search is not search:
            self.earlier = [*self.earlier, self.search][-KEPT_SEARCHES:]
        self.search = search

    def to_json(self) -> dict[str, Any]:
        """JSON for shop.conversations.save_state."""
        data = {f.name: getattr(self, f.name) for f in fields(self)}
        data["search"] = self.search.to_json() if self.search else None
        data["earlier"] = [search.to_json() for search in self.earlier]
        data["pending"] = asdict(self.pending) if self.pending else None
        data["question"] = asdict(self.question) if self.question else None
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any] | None) -> DialogState:
        """The state as saved; a state of another version is started afresh rather than misread."""
        if not data or data.get("version") != VERSION:
            return cls()
        known = {f.name for f in fields(cls)}
        values = {key: value for key, value in data.items() if key in known}
        values["search"] = Search.from_json(values["search"]) if values.get("search") else None
        values["earlier"] = [Search.from_json(search) for search in values.get("earlier") or []]
        values["pending"] = PendingAction(**values["pending"]) if values.get("pending") else None
        values["question"] = PendingQuestion(**values["question"]) if values.get("question") else None
        return cls(**values)


def constraints_to_json(constraints: Constraints) -> dict[str, Any]:
    """Only what was asked for, so that stored states stay small and old ones stay readable."""
    default = Constraints()
    data: dict[str, Any] = {}
    for item in fields(constraints):
        value = getattr(constraints, item.name)
        if value == getattr(default, item.name):
            continue
        if item.name == "quantities":
            value = [asdict(quantity) for quantity in value]
        elif isinstance(value, tuple):
            value = list(value)
        elif isinstance(value, Mapping):
            value = dict(value)
        data[item.name] = value
    return data


def constraints_from_json(data: Mapping[str, Any]) -> Constraints:
    """The reverse of constraints_to_json; fields this version does not know are left out."""
    known = {f.name for f in fields(Constraints)}
    values: dict[str, Any] = {}
    for key, value in data.items():
        if key not in known:
            continue
        if key == "quantities":
            value = tuple(Quantity(**quantity) for quantity in value)
        elif isinstance(value, list):
            value = tuple(value)
        values[key] = value
    return Constraints(**values)
