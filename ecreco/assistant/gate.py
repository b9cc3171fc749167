"""The one gate every tool call passes, whichever brain made it."""

from __future__ import annotations

import logging
import time
import uuid
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from langchain.agents.middleware import AgentMiddleware, ToolCallRequest
from langchain_core.messages import ToolMessage
from langgraph.types import Command

from ecreco.assistant.state import PendingAction
from ecreco.assistant.tools.base import Rule, rule_of
from ecreco.assistant.turn import TurnContext
from ecreco.shop.errors import CustomerError, EcrecoError, ModelError

log = logging.getLogger(__name__)
MOST_CALLS = 12
CONFIRM_WITHIN = timedelta(minutes=30)
Handler = Callable[[ToolCallRequest], ToolMessage | Command[Any]]


class Gate(AgentMiddleware[Any, TurnContext]):
    """Identity, ids seen, sizes, budgets, and an explicit yes for writes. What it cannot decide it refuses."""

    def wrap_tool_call(self, request: ToolCallRequest, handler: Handler) -> ToolMessage | Command[Any]:
        context = turn_of(request.runtime)
        call = request.tool_call
        message: ToolMessage | Command[Any]
        try:
            rule = rule_of(request.tool)
            arguments = admit(context, rule, call["args"])
            if rule.writes and not granted(context, call["name"], arguments):
                message = propose(context, rule, call["name"], arguments, call["id"])
            else:
                message = handler(request.override(tool_call={**call, "args": arguments}))
        except EcrecoError as error:
            message = refusal(call["name"], call["id"], error)
        except Exception:
            log.exception("tool failed", extra={"conversation": context.conversation_id, "tool": call["name"]})
            crashed = ModelError("That did not work just now.", code="tool_failed", retry=False)
            message = refusal(call["name"], call["id"], crashed)
        finally:
            context.notes.pop("granted", None)
        ok = isinstance(message, ToolMessage) and message.status == "success"
        entry = {"name": call["name"], "arguments": call["args"], "ok": ok}
        context.tool_calls.append(entry)
        context.emit("tool_call", entry)
        return message


def turn_of(runtime: Any) -> TurnContext:
    """The turn a LangGraph runtime belongs to."""
    context = runtime.context
    if not isinstance(context, TurnContext):
        raise TypeError("the loop runs with a TurnContext")
    return context


def admit(context: TurnContext, rule: Rule, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments as the tool may have them. Raises ModelError where the call is refused."""
    if len(context.tool_calls) >= MOST_CALLS or time.monotonic() > context.deadline:
        raise ModelError("No more look-ups in this turn.", code="budget", retry=False)
    if context.stopped():
        raise CustomerError("Stopped.", code="stopped")
    if rule.level == "signed_in" and context.customer_id is None:
        raise ModelError("The customer must sign in first.", code="sign_in", retry=False)
    if rule.level == "verified" and context.customer_id is None and not said(context, arguments.get("email")):
        raise ModelError(
            "Ask for the order number and the e-mail address it was placed with.", code="verify", retry=False
        )
    admitted = dict(arguments)
    for name, (least, most) in rule.limits.items():
        if admitted.get(name) is not None:
            admitted[name] = min(max(int(admitted[name]), least), most)
    for name in rule.ids:
        value = admitted.get(name)
        ids = [] if value is None else [value] if isinstance(value, str) else list(value)
        unseen = [product_id for product_id in ids if product_id not in context.state.seen]
        if unseen:
            raise ModelError(
                f"{unseen[0]!r} was not shown in this conversation; search first.", code="unseen", retry=True
            )
    return admitted


def said(context: TurnContext, value: Any) -> bool:
    """Whether the customer wrote this value themselves, so that no catalog text or model can supply it."""
    text = str(value or "").strip().casefold()
    return bool(text) and any(text in message.casefold() for message in context.said)


def granted(context: TurnContext, action: str, arguments: Mapping[str, Any]) -> bool:
    """Whether this message said yes to exactly this write; the grant is used up."""
    grant = context.grant
    if grant is None or grant.action != action or normal(grant.arguments) != normal(arguments):
        return False
    if grant.expired(datetime.now(UTC)):
        return False
    context.grant = None
    context.state.pending = None
    context.notes["granted"] = grant
    return True


def normal(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments without their defaults, so that `quantity: 1` and none said are the same action."""
    return {k: v for k, v in arguments.items() if v is not None and not (k == "quantity" and v == 1)}


def propose(
    context: TurnContext, rule: Rule, action: str, arguments: dict[str, Any], call_id: str | None
) -> ToolMessage:
    """Put the write before the customer instead of doing it."""
    assert rule.propose is not None
    summary = rule.propose(context, arguments)
    pending = PendingAction(
        action_id=uuid.uuid4().hex,
        action=action,
        arguments=arguments,
        summary=summary,
        expires_at=(datetime.now(UTC) + CONFIRM_WITHIN).isoformat(),
    )
    context.shop.actions.reserve(
        pending.action_id,
        context.conversation_id,
        action,
        arguments,
        summary,
        datetime.fromisoformat(pending.expires_at),
    )
    context.state.pending = pending
    context.confirmation = {"action_id": pending.action_id, "action": action, "summary": summary}
    context.emit("confirmation", context.confirmation)
    return ToolMessage(
        content="Not done yet: the customer is asked to confirm exactly this.",
        tool_call_id=call_id,
        name=action,
        artifact={"kind": "confirmation", **context.confirmation, "arguments": arguments},
    )


def refusal(name: str, call_id: str | None, error: EcrecoError) -> ToolMessage:
    """An error the brain can act on."""
    retry = isinstance(error, ModelError) and error.retry
    return ToolMessage(
        content=f"Refused ({error.code}): {error.message}",
        tool_call_id=call_id,
        name=name,
        status="error",
        artifact={"kind": "refused", "tool": name, "code": error.code, "message": error.message, "retry": retry},
    )
