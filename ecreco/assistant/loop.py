"""One agent loop for every brain: LangChain's create_agent, the tools, the gate.

No LangGraph checkpointer: what a turn needs to go on is in shop.conversations already (turns, state, events), written
under the conversation's fence. A checkpointer would be a second writer without that fence, a second copy of raw
messages to erase, and several more SQLite transactions a turn. Messages are rebuilt from the stored turns instead;
a turn that died is sent again, and writes stay exactly-once by their business key.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import AgentMiddleware, ModelRequest, ModelResponse
from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, SystemMessage
from langchain_core.runnables import RunnableConfig

from ecreco.assistant.brains.embedded import EmbeddedBrain
from ecreco.assistant.brains.endpoint import Endpoint
from ecreco.assistant.gate import Gate
from ecreco.assistant.tools import TOOLS
from ecreco.assistant.turn import TurnContext

log = logging.getLogger(__name__)
# One tool at a time, in the order called: "add it, and what is in my cart now?" must not race.
_CONFIG: RunnableConfig = {"recursion_limit": 30, "max_concurrency": 1}


class BrainChoice(AgentMiddleware[Any, TurnContext]):
    """Gives each model call the turn's brain; when the endpoint fails in mid-turn, the embedded one finishes."""

    def __init__(self, endpoint: Endpoint | None = None) -> None:
        super().__init__()
        self._endpoint = endpoint

    def wrap_model_call(
        self, request: ModelRequest[TurnContext], handler: Callable[[ModelRequest[TurnContext]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        context = request.runtime.context
        if context.brain == "endpoint" and self._endpoint is not None:
            try:
                with self._endpoint.breaker:
                    system = SystemMessage(self._endpoint.prompt(context))
                    return handler(request.override(model=self._endpoint.model, system_message=system))
            except Exception as error:  # noqa: BLE001 - whatever the server does, the customer gets an answer
                log.warning(
                    "endpoint failed, the embedded brain goes on: %s",
                    error,
                    extra={"conversation": context.conversation_id},
                )
                context.brain = "embedded"
        return handler(request.override(model=EmbeddedBrain(context=context)))


class Loop:
    """Runs turns. One instance serves all conversations."""

    def __init__(self, endpoint: Endpoint | None = None) -> None:
        self._endpoint = endpoint
        self._agent = create_agent(
            EmbeddedBrain(),
            TOOLS,
            middleware=[BrainChoice(endpoint), Gate()],
            context_schema=TurnContext,
        )

    @property
    def brain(self) -> str:
        """Which brain a turn starts with now."""
        return "endpoint" if self._endpoint is not None and self._endpoint.breaker.closed else "embedded"

    def run(self, context: TurnContext, history: Sequence[AnyMessage] = ()) -> str:
        """One turn: the reply, not yet grounded. history: earlier messages, for brains that read them."""
        before = list(history) if context.brain == "endpoint" else []
        messages: list[AnyMessage | dict[str, Any]] = [*before, HumanMessage(context.text)]
        result = self._agent.invoke({"messages": messages}, _CONFIG, context=context)
        last = result["messages"][-1]
        return last.text if isinstance(last, AIMessage) else ""
