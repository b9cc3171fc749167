"""What stands in the chat window: items made from messages and stream events, and how each event changes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ecreco.ui.http.transcript import PANELS


@dataclass(slots=True)
class Item:
    """One bubble: a customer's words, an answer with its cards and panels, or a staff member's words."""

    who: str  # "customer", "assistant", "staff"
    text: str = ""
    turn_id: str | None = None
    products: list[dict[str, Any]] = field(default_factory=list)
    panels: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    confirmation: dict[str, Any] | None = None
    receipt: dict[str, Any] | None = None
    handoff: dict[str, Any] | None = None
    doing: str | None = None  # what the assistant is at, while it is
    pending: bool = False
    problem: str | None = None
    thumb: str | None = None
    resumed: bool = False  # found running when the page was loaded: no stream follows it


_DOING = {
    "search_products": "Looking through the catalog",
    "recommend": "Choosing products",
    "product_details": "Reading the product page",
    "compare_products": "Comparing",
    "review_summary": "Reading the reviews",
    "policy_answer": "Looking at the shop's policies",
    "list_orders": "Looking up your orders",
    "track_order": "Looking up your parcel",
    "hand_to_person": "Asking for a colleague",
}


def apply(item: Item, kind: str, data: dict[str, Any]) -> None:
    """Let one stream event change the answer that is being given."""
    if kind == "text":
        item.text += data.get("text", "")
        item.doing = None
    elif kind == "tool_call":
        item.doing = _DOING.get(str(data.get("name")), "Working on it")
    elif kind == "products":
        item.products = list(data.get("products", []))
    elif kind in PANELS:
        item.panels.append((kind, data))
    elif kind in ("confirmation", "receipt", "handoff"):
        setattr(item, kind, data)
    elif kind == "turn_complete":
        finish(item, data)
    elif kind == "error":
        item.pending, item.doing = False, None
        item.problem = str(data.get("detail") or data.get("message") or "Something went wrong. Please try again.")


def finish(item: Item, result: dict[str, Any]) -> None:
    """The finished turn is the truth; what streamed before was its preview."""
    item.pending, item.doing = False, None
    item.turn_id = result.get("turn_id")
    item.text = result.get("reply", "")
    item.products = list(result.get("products", []))
    for name in ("confirmation", "receipt", "handoff"):
        setattr(item, name, result.get(name))


def restore(transcript: dict[str, Any]) -> list[Item]:
    """The window of a conversation that was left: after a reload, in a second tab, after a restart."""
    items: list[Item] = []
    staff = list(transcript.get("staff_messages", []))
    for place, turn in enumerate(transcript.get("turns", [])):
        while staff and staff[0]["after_turns"] <= place:
            items.append(Item("staff", staff.pop(0)["text"]))
        if turn["text"]:
            items.append(Item("customer", turn["text"]))
        answer = Item("assistant", turn_id=turn["turn_id"], pending=turn["status"] == "running", resumed=True)
        for panel in turn["panels"]:
            apply(answer, panel["kind"], panel["data"])
        if turn["result"]:
            finish(answer, turn["result"])
        elif turn["status"] in ("failed", "stopped"):
            answer.problem = "This answer was interrupted."
        items.append(answer)
    return items + [Item("staff", message["text"]) for message in staff]
