"""The endpoint brain: any OpenAI-compatible server, with timeout, retry and a circuit breaker."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.resources import files

from langchain_core.language_models import BaseChatModel
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from ecreco.assistant import plain
from ecreco.assistant.brains.circuit import CircuitBreaker
from ecreco.assistant.tools.search import describe
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings

LISTED = 10


@dataclass(frozen=True)
class Endpoint:
    """A model server and how far it is trusted just now."""

    model: BaseChatModel
    breaker: CircuitBreaker = field(default_factory=CircuitBreaker)

    @classmethod
    def from_settings(cls, settings: Settings) -> Endpoint | None:
        """The endpoint the operator set; None for the embedded brain. Raises OperatorError without an address."""
        if settings.brain != "endpoint":
            return None
        if not settings.endpoint_url:
            raise OperatorError("ECRECO_BRAIN=endpoint needs ECRECO_ENDPOINT_URL.", code="no_endpoint_url")
        model = ChatOpenAI(
            base_url=settings.endpoint_url,
            model=settings.endpoint_model,
            api_key=SecretStr(settings.endpoint_key),
            timeout=settings.endpoint_timeout,
            max_retries=1,
            temperature=0.0,
        )
        return cls(model)

    def prompt(self, context: TurnContext) -> str:
        """The system prompt with this conversation's state."""
        template = files("ecreco.assistant.brains").joinpath("prompt.md").read_text(encoding="utf-8")
        return template.format(shop=plain.clean(context.shop.info.title, 80), state=state_summary(context))


def state_summary(context: TurnContext) -> str:
    """Search, list on screen, product in focus, waiting confirmation: what "it" and "the second one" may mean."""
    state = context.state
    lines = []
    if state.search:
        lines.append(
            "Search: " + plain.fence("data", describe(state.search.topic, state.search.constraints, context.currency))
        )
    for place, product in enumerate(context.shop.catalog.many(state.shown[:LISTED]), start=1):
        lines.append(
            f"{place}. {product.product_id} {plain.fence('data', plain.title(product.title))} {product.shown_price}"
        )
    if context.named:
        lines.append("This message names: " + ", ".join(context.named[:5]))
    if state.focus:
        lines.append(f"In focus: {state.focus}")
    if state.pending:
        lines.append(f"Waits for a yes: {state.pending.action} {state.pending.arguments}")
    return "\n".join(lines) or "Nothing yet."
