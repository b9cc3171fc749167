"""What a pressed button means: an exact plan. A button on an exact record is the explicit yes itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from ecreco.assistant import plain
from ecreco.assistant.brains.plan import Item, Plan
from ecreco.assistant.state import PendingAction
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import CustomerError, NotFound
from ecreco.shop.records import Product

ACTIONS = (
    "add_to_cart", "remove_from_cart", "confirm", "decline", "compare", "reviews", "more_like_this", "hand_off",
)  # fmt: skip


def check(action: str) -> None:
    """Raises CustomerError for a button there is not."""
    if action not in ACTIONS:
        raise CustomerError(f"There is no action {action[:40]!r}.", code="unknown_action", status=422)


def plan_button(context: TurnContext, action: str, arguments: Mapping[str, Any]) -> Plan:
    """The plan of a button. Raises CustomerError or NotFound for arguments that mean nothing here."""
    if action in ("add_to_cart", "remove_from_cart"):
        return Plan([_cart(context, action, arguments)])
    if action in ("confirm", "decline"):
        return Plan([_answer(context, action, arguments)])
    if action == "compare":
        ids = [_product(context, product_id).product_id for product_id in list(arguments.get("product_ids") or [])[:4]]
        if len(set(ids)) < 2:
            raise CustomerError("Choose at least two products to compare.", code="too_few_products", status=422)
        return Plan([Item("comparison", "", tuple(ids)).call("compare_products", product_ids=ids)])
    if action == "hand_off":
        return Plan([Item("handoff").call("hand_to_person", reason="the customer pressed the button for a person")])
    product = _product(context, arguments.get("product_id"))
    if action == "reviews":
        return Plan([Item("reviews", "", (product.product_id,)).call("review_summary", product_id=product.product_id)])
    return Plan([Item("recommend", "", (product.product_id,)).call("recommend", product_id=product.product_id)])


def words(action: str, title: str | None) -> str:
    """How a button press reads in the conversation's history."""
    names = {
        "add_to_cart": "Add to cart", "remove_from_cart": "Remove from cart", "confirm": "Yes, do it", "decline": "No",
        "compare": "Compare these", "reviews": "Reviews", "more_like_this": "More like this",
        "hand_off": "Ask for a person",
    }  # fmt: skip
    return f"{names[action]}: {plain.title(title)}" if title else names[action]


def _cart(context: TurnContext, action: str, arguments: Mapping[str, Any]) -> Item:
    product = _product(context, arguments.get("product_id"))
    quantity = arguments.get("quantity")
    if quantity is not None and (not isinstance(quantity, int) or not 1 <= quantity <= 20):
        raise CustomerError("The quantity must be a number from 1 to 20.", code="bad_quantity", status=422)
    exact = {"product_id": product.product_id, **({"quantity": quantity} if quantity else {})}
    soon = (datetime.now(UTC) + timedelta(minutes=1)).isoformat()
    context.grant = PendingAction(f"button/{context.key}", action, exact, "", soon, reserved=False)
    return Item("cart_add" if action == "add_to_cart" else "cart_remove").call(action, **exact)


def _answer(context: TurnContext, action: str, arguments: Mapping[str, Any]) -> Item:
    pending = context.state.pending
    if pending is None or pending.action_id != arguments.get("action_id"):
        raise CustomerError("That question is no longer open.", code="action_gone", status=409)
    if action == "decline":
        context.shop.actions.decline(pending.action_id)
        context.state.pending = None
        return Item("declined")
    context.grant = pending
    return Item("cart_add" if pending.action == "add_to_cart" else "cart_remove").call(
        pending.action, **pending.arguments
    )


def _product(context: TurnContext, product_id: Any) -> Product:
    product = context.shop.catalog.find(str(product_id or ""))
    if product is None:
        raise NotFound("There is no such product.", code="unknown_product")
    context.state.see([product.product_id])
    return product
