"""Other items for some of an order: changed before it ships, or exchanged after it arrived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ecreco.shop.aftersales.desk import Desk, Plan
from ecreco.shop.aftersales.payment_methods import shown_method, with_balances
from ecreco.shop.aftersales.requests import SwapItems
from ecreco.shop.aftersales.windows import check_window
from ecreco.shop.money import format_money, to_major
from ecreco.shop.records import Order, OrderLine, Payment, Product


@dataclass(frozen=True, slots=True)
class Swap:
    """One unit of a line against one unit of another product, at that product's own price today."""

    line: OrderLine
    new: Product
    price: int
    title: str

    @property
    def difference(self) -> int:
        """What the new one costs more, in minor units."""
        return self.price - self.line.unit_price


def plan_change_items(desk: Desk, request: SwapItems) -> Plan:
    """Change items of an order that has not shipped; the price difference is booked at once. Refuses."""
    order = desk.order(request.order_id)
    swaps, difference, summary = _settle(desk, order, request, "change_same_product", "change_difference")
    booked = Payment(
        kind="payment" if difference > 0 else "refund",
        amount=abs(difference),
        method_id=request.payment_method_id,
        at=desk.at,
    )
    status = desk.own.leads_to or order.status
    after = replace(
        order,
        status=status,
        lines=_swapped(order.lines, swaps),
        payments=(*order.payments, booked),
        extra={**order.extra, "modified_at": desk.at.isoformat()},
    )
    warning = "Items of an order can be changed only once; after this it cannot be changed or cancelled any more."
    return Plan(
        record_id=order.order_id,
        rule="change_same_product",
        summary=(f"Change items of order {order.order_id}:", *summary, warning),
        terms=("items_once", "change_difference"),
        order=after,
        customer=with_balances(desk.customer(order.customer_id), (booked,), order.currency),
        payments=(booked,),
        amounts={"price_difference": difference},
        changes={"status": [order.status, status], "items": [[old for old, _ in request.swaps], _news(swaps)]},
    )


def plan_exchange(desk: Desk, request: SwapItems) -> Plan:
    """Ask for an exchange of delivered items; no money moves before they are back. Refuses."""
    order = desk.order(request.order_id)
    swaps, difference, summary = _settle(desk, order, request, "exchange_same_product", "exchange_difference")
    check_window(desk, order, [swap.line for swap in swaps], "exchange_window")
    status = desk.own.leads_to or order.status
    extra = {
        **order.extra,
        "exchange_items": sorted(swap.line.product_id for swap in swaps),
        "exchange_new_items": sorted(_news(swaps)),
        "exchange_payment_method_id": request.payment_method_id,
        "exchange_price_difference": float(to_major(difference, order.currency)),
        "requested_at": desk.at.isoformat(),
    }
    return Plan(
        record_id=order.order_id,
        rule="exchange_same_product",
        summary=(f"Exchange items of order {order.order_id}:", *summary),
        terms=("exchange_difference",),
        order=replace(order, status=status, extra=extra),
        amounts={"price_difference": difference},
        changes={"status": [order.status, status], "items": [extra["exchange_items"], extra["exchange_new_items"]]},
    )


def _settle(
    desk: Desk, order: Order, request: SwapItems, product_rule: str, money_rule: str
) -> tuple[list[Swap], int, list[str]]:
    """Every item with its new one, what they cost more together, and both in words."""
    old = lines_of(desk, order, [old for old, _ in request.swaps], product_rule)
    pairs = zip(old, (new for _, new in request.swaps), strict=True)
    swaps = [_swap(desk, line, new, product_rule) for line, new in pairs]
    _check_stock(desk, swaps, product_rule)
    customer = desk.customer(order.customer_id)
    method = desk.method(customer, request.payment_method_id, money_rule)
    difference = sum(swap.difference for swap in swaps)
    desk.covers(method, difference, order.currency, money_rule)
    summary = [_words(swap, order.currency) for swap in swaps]
    shown = shown_method(request.payment_method_id, method)
    amount = format_money(abs(difference), order.currency)
    if difference > 0:
        summary.append(f"The difference of {amount} is paid with {shown}.")
    elif difference < 0:
        summary.append(f"The difference of {amount} goes back to {shown}.")
    else:
        summary.append("The price stays the same.")
    return swaps, difference, summary


def lines_of(desk: Desk, order: Order, item_ids: Sequence[str], rule: str) -> list[OrderLine]:
    """The line of each item, in the given order; an item may stand there as often as it was bought. Refuses."""
    bought: Counter[str] = Counter()
    for line in order.lines:
        bought[line.product_id] += line.quantity
    lines: list[OrderLine] = []
    taken: Counter[int] = Counter()
    for item_id, wanted in Counter(item_ids).items():
        if wanted > bought[item_id]:
            have = f"only {bought[item_id]} of item {item_id}" if bought[item_id] else f"no item {item_id[:40]}"
            raise desk.refuse(rule, f"Order {order.order_id} has {have}.", status=422)
    for item_id in item_ids:
        place = next(
            at for at, line in enumerate(order.lines) if line.product_id == item_id and taken[at] < line.quantity
        )
        taken[place] += 1
        lines.append(order.lines[place])
    return lines


def _swap(desk: Desk, line: OrderLine, new_id: str, rule: str) -> Swap:
    old, new = desk.product(line.product_id), desk.product(new_id)
    if new is None or new.kind == "family":
        raise desk.refuse(rule, f"There is no item {new_id[:40]}.", status=422)
    if new.product_id == line.product_id:
        raise desk.refuse(rule, f"{_named(line.title, line.options)} would stay as it is.", status=422)
    if old is None or old.family_id is None or old.family_id != new.family_id:
        raise desk.refuse(rule, f"{new.title} is not the same product as {line.title}.", status=422)
    if not (new.in_stock and new.active):
        raise desk.refuse(rule, f"{new.title} (item {new_id}) is not available now.")
    if new.price is None or new.currency != old.currency:
        raise desk.refuse(rule, f"{new.title} (item {new_id}) has no price now.")
    family = desk.product(old.family_id)
    title = line.title if family is not None and line.title == family.title else new.title
    return Swap(line, new, new.price, title)


def _check_stock(desk: Desk, swaps: Sequence[Swap], rule: str) -> None:
    """Where pieces are counted, there must be enough for all of the request."""
    wanted = Counter(swap.new.product_id for swap in swaps)
    for swap in swaps:
        stock = swap.new.stock
        if stock is not None and stock < wanted[swap.new.product_id]:
            raise desk.refuse(rule, f"Of {swap.new.title} only {stock} are there.")


def _swapped(lines: Sequence[OrderLine], swaps: Sequence[Swap]) -> tuple[OrderLine, ...]:
    """The lines with every swapped unit in its place: its own item, options and price; the rest of a line stays."""
    by_line: dict[str, list[Swap]] = {}
    for swap in swaps:
        by_line.setdefault(swap.line.line_id, []).append(swap)
    after: list[OrderLine] = []
    for line in lines:
        changed = by_line.get(line.line_id, [])
        rest = line.quantity - len(changed)
        if rest:
            after.append(replace(line, quantity=rest))
        for number, swap in enumerate(changed, 1):
            keeps_id = not rest and number == 1
            after.append(
                OrderLine(
                    line_id=line.line_id if keeps_id else f"{line.line_id}.{number}",
                    product_id=swap.new.product_id,
                    title=swap.title,
                    quantity=1,
                    unit_price=swap.price,
                    options=dict(swap.new.options),
                )
            )
    return tuple(after)


def _news(swaps: Sequence[Swap]) -> list[str]:
    return [swap.new.product_id for swap in swaps]


def _words(swap: Swap, currency: str) -> str:
    old = f"{_named(swap.line.title, swap.line.options)}, {format_money(swap.line.unit_price, currency)}"
    return f"{old} → {_named(swap.title, swap.new.options)}, {format_money(swap.price, currency)}"


def _named(title: str, options: Mapping[str, str]) -> str:
    values = ", ".join(options.values())
    return title if not values or title.endswith(f"({values})") else f"{title} ({values})"
