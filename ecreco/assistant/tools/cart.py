"""The cart: looking is free, every change waits for the customer's yes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from ecreco.assistant import plain
from ecreco.assistant.state import PendingAction
from ecreco.assistant.tools.base import Answer, Rule, Runtime, answer, make_tool, product_of
from ecreco.assistant.turn import TurnContext
from ecreco.shop.actions import Effect
from ecreco.shop.errors import ModelError
from ecreco.shop.money import format_money, to_major
from ecreco.shop.records import Product

MOST = 20


def view_cart(runtime: Runtime) -> Answer:
    """What is in this customer's cart, with prices of now and their sum."""
    cart = cart_of(runtime.context)
    runtime.context.emit("cart", cart)
    return answer({"kind": "cart", **cart})


def add_to_cart(runtime: Runtime, product_id: str, quantity: int = 1) -> Answer:
    """Add a product to the cart. The first call asks the customer; it is done after their yes to exactly this."""
    context: TurnContext = runtime.context
    product = _buyable(context, product_id, quantity)

    def effect(session: Session) -> dict[str, Any]:
        total = context.shop.carts.add(context.owner, product_id, quantity, session=session)
        return {"record_id": product_id, "product_id": product_id, "quantity": total}

    return _done(context, "add_to_cart", product, quantity, effect)


def remove_from_cart(runtime: Runtime, product_id: str, quantity: int | None = None) -> Answer:
    """Take a product out of the cart (all of it, or `quantity` pieces). Done only after the customer's yes."""
    context: TurnContext = runtime.context
    product = context.shop.catalog.get(product_id)
    held = _held(context, product_id)
    taken = min(quantity or held, held)

    def effect(session: Session) -> dict[str, Any]:
        context.shop.carts.set(context.owner, product_id, held - taken, session=session)
        return {"record_id": product_id, "product_id": product_id, "quantity": held - taken}

    return _done(context, "remove_from_cart", product, taken, effect)


def _done(context: TurnContext, action: str, product: Product, quantity: int, effect: Effect) -> Answer:
    grant: PendingAction = context.notes.pop("granted")  # the gate put it there; without it no write is reached
    receipt = context.shop.actions.run(
        f"{context.conversation_id}/{grant.action_id}",
        action,
        context.conversation_id,
        effect,
        action_id=grant.action_id if grant.reserved else None,
    )
    context.receipt = {"action_id": receipt.action_id, "action": action, "record_id": receipt.record_id}
    context.record(product)
    context.state.focus = product.product_id
    cart = cart_of(context)
    context.emit("receipt", context.receipt)
    context.emit("cart", cart)
    return answer(
        {
            "kind": "receipt",
            "action": action,
            "title": plain.title(product.title),
            "product_id": product.product_id,
            "quantity": quantity,
            "cart": cart,
            "replayed": receipt.replayed,
        }
    )


def cart_of(context: TurnContext) -> dict[str, Any]:
    """Lines and sum of the cart as evidence and for the screen."""
    lines: list[dict[str, Any]] = []
    total = 0
    for line in context.shop.carts.lines(context.owner):
        product = context.shop.catalog.find(line.product_id)
        if product is None:
            continue
        context.record(product)
        amount = (product.price or 0) * line.quantity
        total += amount
        lines.append(
            {
                "product_id": product.product_id,
                "title": plain.title(product.title),
                "quantity": line.quantity,
                "price": None if product.price is None else float(to_major(product.price, product.currency)),
                "currency": product.currency,
                "shown_amount": format_money(amount, product.currency),
            }
        )
        context.prove("cart", "amount", float(to_major(amount, product.currency)))
    context.prove("cart", "total", float(to_major(total, context.currency)))
    return {
        "lines": lines,
        "total": float(to_major(total, context.currency)),
        "currency": context.currency,
        "shown_total": format_money(total, context.currency),
    }


def _quantity(context: TurnContext, product_id: str) -> int:
    return next((li.quantity for li in context.shop.carts.lines(context.owner) if li.product_id == product_id), 0)


def _held(context: TurnContext, product_id: str) -> int:
    held = _quantity(context, product_id)
    if not held:
        raise ModelError("That product is not in the cart.", code="not_in_cart", retry=False)
    return held


def _buyable(context: TurnContext, product_id: str, quantity: int) -> Product:
    product = product_of(context, product_id)
    context.record(product)  # whatever is answered about it rests on its record
    if product.kind == "family":
        raise ModelError("This comes in several versions; which one?", code="needs_variant", retry=False)
    if not product.in_stock or product.stock == 0:
        raise ModelError(f"{plain.title(product.title)} is out of stock.", code="out_of_stock", retry=False)
    if product.stock is not None and product.stock < quantity:
        raise ModelError(f"Only {product.stock} in stock.", code="too_many", retry=False)
    return product


def _propose_add(context: TurnContext, arguments: Mapping[str, Any]) -> str:
    quantity = int(arguments.get("quantity") or 1)
    product = _buyable(context, str(arguments["product_id"]), quantity)
    context.state.focus = product.product_id
    if quantity == 1 or product.price is None:
        return f"{quantity} × {plain.title(product.title)} ({product.shown_price})"
    amount = product.price * quantity
    context.prove("cart", "amount", float(to_major(amount, product.currency)))
    total = format_money(amount, product.currency)
    return f"{quantity} × {plain.title(product.title)} ({product.shown_price} each, {total} together)"


def _propose_remove(context: TurnContext, arguments: Mapping[str, Any]) -> str:
    product = context.shop.catalog.get(str(arguments["product_id"]))
    held = _held(context, product.product_id)
    context.record(product)
    context.state.focus = product.product_id
    return f"{arguments.get('quantity') or held} × {plain.title(product.title)}"


TOOLS = (
    make_tool(view_cart, Rule()),
    make_tool(add_to_cart, Rule(ids=("product_id",), limits={"quantity": (1, MOST)}, propose=_propose_add)),
    make_tool(remove_from_cart, Rule(ids=("product_id",), limits={"quantity": (1, MOST)}, propose=_propose_remove)),
)
