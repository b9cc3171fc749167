"""The embedded brain: a chat model without a language model. Reading decides, records answer, templates word it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable

from ecreco.assistant.brains.followup import follow_up
from ecreco.assistant.brains.plan import Plan
from ecreco.assistant.brains.planner import plan_turn
from ecreco.assistant.compose import compose
from ecreco.assistant.turn import TurnContext


class EmbeddedBrain(BaseChatModel):
    """One turn's brain: first the tool calls of its plan, then the reply over what came back."""

    context: Any = None  # TurnContext; typed Any because pydantic would resolve every name in it

    @property
    def _llm_type(self) -> str:
        return "ecreco-embedded"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        """The plan names the tools; nothing is to be bound."""
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        context = self.context
        if not isinstance(context, TurnContext):
            raise RuntimeError("EmbeddedBrain runs inside a turn: BrainChoice gives it the context")
        plan = context.notes.get("plan")
        if not isinstance(plan, Plan):
            plan = context.notes["plan"] = plan_turn(context)
        plan.take(_artifacts(messages))
        calls = plan.open_calls() or follow_up(context, plan)
        message = AIMessage(content="", tool_calls=calls) if calls else AIMessage(content=compose(context, plan))
        return ChatResult(generations=[ChatGeneration(message=message)])


def _artifacts(messages: Sequence[BaseMessage]) -> dict[str, dict[str, Any]]:
    """Tool call id to the records it brought, of this turn only."""
    found: dict[str, dict[str, Any]] = {}
    for message in reversed(messages):
        if isinstance(message, HumanMessage):
            break
        if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
            found[message.tool_call_id] = message.artifact
    return found
