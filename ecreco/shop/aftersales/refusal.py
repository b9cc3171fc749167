"""What an action is refused with: the rule, the policy's words, and what is possible instead."""

from __future__ import annotations

from ecreco.shop.aftersales.rules import ActionName
from ecreco.shop.errors import CustomerError


class Refusal(CustomerError):
    """An action that the rules do not allow. Nothing was written.

    message: why, for the customer. rule: name of the rule in rules.toml (also `code`). policy: the sentence of
    the shop's policy it rests on, after its section (`policy_words`). possible: what this order allows instead, the
    best first.
    """

    def __init__(
        self, message: str, *, rule: str, policy: str = "", possible: tuple[ActionName, ...] = (), status: int = 409
    ) -> None:
        super().__init__(message, code=rule, status=status)
        self.rule = rule
        self.policy = policy
        self.possible = possible
