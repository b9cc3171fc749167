"""The assistant of one shop: conversations in, finished turns out; every step is an event in the database first."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage

from ecreco.assistant import buttons
from ecreco.assistant.brains.endpoint import Endpoint
from ecreco.assistant.compose.phrases import say
from ecreco.assistant.grounding import Grounds, Violation, ground, pieces
from ecreco.assistant.knowledge import Finds, Knowledge, open_knowledge
from ecreco.assistant.loop import Loop
from ecreco.assistant.state import DialogState
from ecreco.assistant.tools.reviews import summary_of
from ecreco.assistant.turn import TurnContext
from ecreco.assistant.understanding import age_pending, understand
from ecreco.shop.conversations import Conversation, StaleFence, Turn
from ecreco.shop.errors import CustomerError
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

log = logging.getLogger(__name__)
LONGEST_MESSAGE = 4_000  # characters
HISTORY = 8  # turns that a large model is given
TURN_SECONDS = 60.0
SPEAKER = "assistant"
Prepare = Callable[[TurnContext], None]


class Assistant:
    """Answers customers. Safe to share between threads: turns of one conversation wait for each other."""

    def __init__(self, shop: Shop, settings: Settings, knowledge: Knowledge, loop: Loop | None = None) -> None:
        self.shop = shop
        self.settings = settings
        self.knowledge = knowledge
        self._loop = loop or Loop(Endpoint.from_settings(settings))
        self._locks: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
        self._locks_guard = threading.Lock()

    @classmethod
    def open(cls, shop: Shop, settings: Settings) -> Assistant:
        """Load everything for one shop. Raises OperatorError with what is missing."""
        return cls(shop, settings, open_knowledge(shop, settings))

    def on(self, shop: Shop) -> Assistant:
        """The same assistant over a copy of its shop, for dry runs and evaluation cases."""
        return Assistant(shop, self.settings, self.knowledge, self._loop)

    @property
    def recommender(self) -> Finds:
        """The one path of search and recommendations."""
        return self.knowledge.recommender

    def degraded(self) -> list[str]:
        """What runs on less than it should, in plain words; empty when all is well."""
        reasons = [getattr(part, "degraded", None) for part in (self.knowledge.messages, self.knowledge.queries)]
        if self.settings.brain == "endpoint" and self._loop.brain != "endpoint":
            reasons.append("the endpoint brain is resting after failures; the embedded one answers")
        return [reason for reason in reasons if reason]

    def suggestions(self) -> list[str]:
        """First messages a customer could send, from what the shop really has."""
        wares = [f"Show me {name.lower()}" for name in self.knowledge.departments[:2]]
        return [*wares, "What do I pay for delivery?", "What can you do?"]

    def review_summary(self, product_id: str) -> dict[str, Any]:
        """What buyers say of a product. Raises NotFound."""
        return summary_of(self.knowledge, self.shop.catalog.get(product_id))

    def start(
        self, *, customer_id: str | None = None, locale: str | None = None, page: Mapping[str, Any] | None = None
    ) -> Conversation:
        """Open a conversation; a page that shows a product puts that product in focus."""
        conversation = self.shop.conversations.start(customer_id, locale or self.shop.info.locale, page)
        product_id = str((page or {}).get("product_id") or "")
        if product_id and self.shop.catalog.find(product_id):
            state = DialogState(focus=product_id)
            state.see([product_id])
            fence = self.shop.conversations.take_lease(conversation.conversation_id, SPEAKER)
            self.shop.conversations.save_state(conversation.conversation_id, state.to_json(), fence)
        return conversation

    def take_turn(self, conversation_id: str, text: str, client_message_id: str) -> Turn:
        """Answer one message; the same client_message_id again gives the same turn.

        Raises CustomerError (`empty_message`, `message_too_long`) before anything is written, NotFound for an unknown
        conversation.
        """
        return self._turn(conversation_id, checked(text), client_message_id, understand)

    def act(self, conversation_id: str, action: str, arguments: Mapping[str, Any], client_message_id: str) -> Turn:
        """A button on an exact card or confirmation. Raises CustomerError for a button or record there is not."""
        buttons.check(action)
        found = self.shop.catalog.find(str(arguments.get("product_id") or ""))

        def prepare(context: TurnContext) -> None:
            context.brain = "embedded"
            context.notes["plan"] = buttons.plan_button(context, action, arguments)

        text = buttons.words(action, found.title if found else None)
        return self._turn(conversation_id, text, client_message_id, prepare)

    def stop(self, conversation_id: str) -> bool:
        """Stop the running turn between two of its steps; whether there was one."""
        return self.shop.conversations.request_stop(conversation_id)

    def feedback(self, conversation_id: str, turn_id: str, value: Literal["up", "down"], words: str = "") -> None:
        """Keep what the customer thought of an answer."""
        self.shop.feedback.add(conversation_id, turn_id, value, words)

    # --- one turn --------------------------------------------------------------------------------------------------

    def _turn(self, conversation_id: str, text: str, client_message_id: str, prepare: Prepare) -> Turn:
        conversations = self.shop.conversations
        turn, new = conversations.begin_turn(conversation_id, client_message_id, text)
        if not new:
            return self._known(turn)
        with self._lock(conversation_id):
            try:
                fence = conversations.take_lease(conversation_id, SPEAKER)
            except CustomerError as error:
                if error.code != "staff_speaking":
                    raise
                return self._silent(turn)
            return self._answered(turn, fence, prepare)

    def _answered(self, turn: Turn, fence: int, prepare: Prepare) -> Turn:
        conversations = self.shop.conversations
        context = self._context(turn, fence)
        try:
            open_before = context.state.pending
            prepare(context)
            reply = self._loop.run(context, self._history(turn))
            if context.stopped():
                return self._finish(turn, fence, context, "stopped", "")
            reply = self._grounded(context, reply)
            for piece in pieces(reply):
                context.emit("text", {"text": piece})
            age_pending(context, open_before)
            context.state.variation += 1
            return self._finish(turn, fence, context, "complete", reply)
        except StaleFence:
            # Somebody else speaks now (a person, or a newer turn); what they write stands.
            return conversations.finish_turn(turn.turn_id, "stopped", context.result(turn.turn_id, ""))
        except CustomerError as error:
            self._finish(turn, fence, context, "failed", error.message)
            if prepare is understand:
                return conversations.turn(turn.turn_id)
            raise
        except Exception:
            log.exception("turn failed", extra={"conversation": turn.conversation_id, "turn": turn.turn_id})
            reply = say("sorry_failed", context.state.language, context.state.variation)
            context.products.clear()
            return self._finish(turn, fence, context, "failed", reply)

    def _context(self, turn: Turn, fence: int) -> TurnContext:
        conversations = self.shop.conversations
        conversation = conversations.get(turn.conversation_id)

        def emit(kind: str, data: Mapping[str, Any]) -> None:
            conversations.append_event(turn.conversation_id, kind, data, fence)

        said = [t.text for t in conversations.turns(turn.conversation_id) if t.turn_id != turn.turn_id]
        return TurnContext(
            shop=self.shop,
            knowledge=self.knowledge,
            conversation_id=turn.conversation_id,
            customer_id=conversation.customer_id,
            text=turn.text,
            key=turn.client_message_id,
            state=DialogState.from_json(conversation.state),
            said=[*said, turn.text],
            emit=emit,
            stopped=lambda: conversations.stop_requested(turn.turn_id),
            deadline=time.monotonic() + TURN_SECONDS,
            brain=self._loop.brain,
        )

    def _grounded(self, context: TurnContext, reply: str) -> str:
        """The reply as it may be said; what no record holds is taken out and logged."""
        grounds = Grounds(context.evidence, list(context.products.values()), context.said, self.knowledge.titles)
        kept, violations = ground(reply, grounds)
        if violations:
            _log_violations(context, violations)
        if not kept and reply.strip():
            return say("nothing_left", context.state.language, context.state.variation)
        return kept

    def _finish(
        self, turn: Turn, fence: int, context: TurnContext, status: Literal["complete", "stopped", "failed"], reply: str
    ) -> Turn:
        """State, turn and last event in one transaction: a reader never sees one without the others."""
        result = context.result(turn.turn_id, reply)
        conversations = self.shop.conversations
        with self.shop.transaction():
            if status != "failed":
                conversations.save_state(turn.conversation_id, context.state.to_json(), fence)
            finished = conversations.finish_turn(turn.turn_id, status, result, fence)
            conversations.append_event(turn.conversation_id, "turn_complete", {**result, "status": status}, fence)
        return finished

    def _silent(self, turn: Turn) -> Turn:
        """A person speaks here: the message is kept for them and the assistant says nothing."""
        waiting = self.shop.handoffs.of(turn.conversation_id)
        handoff = {"reason": waiting.reason, "queue_position": waiting.queue_position} if waiting else None
        result: dict[str, Any] = {
            "turn_id": turn.turn_id, "reply": "", "products": [], "tool_calls": [], "confirmation": None,
            "receipt": None, "handoff": handoff, "evidence": [],
        }  # fmt: skip
        finished = self.shop.conversations.finish_turn(turn.turn_id, "complete", result)
        self.shop.conversations.append_event(turn.conversation_id, "turn_complete", result)
        return finished

    def _known(self, turn: Turn) -> Turn:
        """The turn of a message sent twice: as it ended, or as it ends within a while."""
        deadline = time.monotonic() + TURN_SECONDS
        while turn.status == "running" and time.monotonic() < deadline:
            last = self.shop.conversations.get(turn.conversation_id).last_event
            turn = self.shop.conversations.turn(turn.turn_id)
            if turn.status == "running":
                self.shop.conversations.wait(turn.conversation_id, last, 1.0)
                turn = self.shop.conversations.turn(turn.turn_id)
        return turn

    def _history(self, turn: Turn) -> Sequence[AnyMessage]:
        """Earlier turns as messages, rebuilt from the database of record."""
        if self._loop.brain != "endpoint":
            return ()
        messages: list[AnyMessage] = []
        for earlier in self.shop.conversations.turns(turn.conversation_id)[-HISTORY - 1 : -1]:
            if earlier.result is not None:
                messages += [HumanMessage(earlier.text), AIMessage(str(earlier.result.get("reply", "")))]
        return messages

    def _lock(self, conversation_id: str) -> threading.Lock:
        with self._locks_guard:
            return self._locks[conversation_id]


def checked(text: str) -> str:
    """The message without its outer space and without what is no character (NUL, half of a surrogate pair).

    Raises CustomerError when there is nothing or too much of it.
    """
    text = text.replace("\x00", "").encode("utf-8", "ignore").decode("utf-8").strip()
    if not text:
        raise CustomerError("Please write a message first.", code="empty_message", status=422)
    if len(text) > LONGEST_MESSAGE:
        raise CustomerError(
            f"That message is too long: {len(text):,} characters, at most {LONGEST_MESSAGE:,}. Please shorten it.",
            code="message_too_long",
            status=422,
        )
    return text


def _log_violations(context: TurnContext, violations: Sequence[Violation]) -> None:
    for violation in violations:
        log.warning(
            "ungrounded %s %r taken out: %s", violation.kind, violation.value, violation.sentence,
            extra={"conversation": context.conversation_id},
        )  # fmt: skip
