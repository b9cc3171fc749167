"""The assistant's tools. Adding one: a function, its Rule, and its module's TOOLS."""

from ecreco.assistant.tools import bundles, cart, orders, person, policies, products, reviews, search
from ecreco.assistant.tools.base import Rule, Runtime, rule_of

TOOLS = (
    *search.TOOLS,
    *bundles.TOOLS,
    *products.TOOLS,
    *reviews.TOOLS,
    *policies.TOOLS,
    *orders.TOOLS,
    *cart.TOOLS,
    *person.TOOLS,
)

__all__ = ["TOOLS", "Rule", "Runtime", "rule_of"]
