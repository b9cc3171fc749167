"""After-sales: what an order allows, and doing it exactly once. Pure code: no model decides anything here.

For tools and doors (action names and arguments as the contract has them):

    check(shop, action, arguments, *, customer_id) -> Verdict
        Verdict(accepted, action, why, rule, policy, terms, record_id, summary, amounts, currency, possible, key)
        for the confirmation: list `summary`, keep `key` and `amounts`; refused: say `why`, quote `policy`, offer
        `possible` (action names, the best first). Writes nothing, raises nothing for wrong arguments.
    perform(shop, action, arguments, *, customer_id, conversation_id="", key=None, agreed=None, action_id=None)
        -> Receipt; after the yes, with the `key` and `amounts` (as `agreed`) of the verdict that was confirmed.
        Raises Refusal(message, rule, policy, possible). Receipt.replayed: it had been done before.
    cancel_order(shop, order_id, reason, **how) · change_order_items(shop, order_id, item_ids, new_item_ids,
    payment_method_id, **how) · change_order_address(shop, order_id, address, **how) · change_order_payment(shop,
    order_id, payment_method_id, **how) · change_customer_address(shop, customer_id, address, **how) ·
    return_items(shop, order_id, item_ids, payment_method_id, **how) · exchange_items(shop, order_id, item_ids,
    new_item_ids, payment_method_id, **how): the same by name; `how` is what `perform` takes.
    allowed_actions(shop, order_id) -> action names that the order's state allows
    find_order(shop, order_id) -> Order | None, whoever's it is: also without `#`, in lower case, with spaces
    original_method(order) -> the payment method that carries the order
    OrderRules.of(shop.info.settings): the rules as data (rules.toml; a shop's `order_rules` setting lies over them)
    export_tau2(shop), shop_order_form(shop, order_id), changed_records(shop, fingerprints(shop)): the source's form
    case_fields(shop, order_id): an order's fields as the after-sales case files name them
    replay(shop, lines): verdicts and changed records for `ecreco replay`

`customer_id` is who is served: another customer's order looks like one that does not exist. None only where
identity counts as given. Order numbers may come without `#`, in lower case or with spaces.
"""

from ecreco.shop.aftersales.by_name import (
    cancel_order,
    change_customer_address,
    change_order_address,
    change_order_items,
    change_order_payment,
    exchange_items,
    return_items,
)
from ecreco.shop.aftersales.case_fields import case_fields
from ecreco.shop.aftersales.desk import find_order
from ecreco.shop.aftersales.payment_methods import original_method
from ecreco.shop.aftersales.refusal import Refusal
from ecreco.shop.aftersales.replay import replay
from ecreco.shop.aftersales.rules import ACTIONS, ActionName, OrderRules
from ecreco.shop.aftersales.service import Verdict, allowed_actions, check, perform
from ecreco.shop.aftersales.tau2_form import changed_records, export_tau2, fingerprints, shop_order_form

__all__ = [
    "ACTIONS", "ActionName", "OrderRules", "Refusal", "Verdict", "allowed_actions", "cancel_order", "case_fields",
    "change_customer_address", "change_order_address", "change_order_items", "change_order_payment",
    "changed_records", "check", "exchange_items", "export_tau2", "find_order", "fingerprints", "original_method",
    "perform", "replay", "return_items", "shop_order_form",
]  # fmt: skip
