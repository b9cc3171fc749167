"""A conversation over HTTP: open it, say something, follow it, stop it, press a button on a card, judge an answer."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, Field

from ecreco.shop.conversations import Turn
from ecreco.shop.errors import CustomerError
from ecreco.shop.stream import StreamEvent
from ecreco.ui.http.identity import ConversationOf, ServicesOf, subject
from ecreco.ui.http.metrics import TURN_SECONDS, TURNS
from ecreco.ui.http.problems import problem
from ecreco.ui.http.stream import Reader, encode
from ecreco.ui.http.transcript import transcript
from ecreco.ui.services import Services

router = APIRouter(prefix="/v1/conversations", tags=["conversations"])
ClientMessageId = Annotated[str, Field(min_length=1, max_length=100)]
_LAST_ID = 2**31 - 1
_SSE_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
_running: set[asyncio.Task[Turn]] = set()  # a turn goes on when its reader leaves; asyncio keeps only weak references


class Start(BaseModel):
    """Opening: a token the shop signed makes the customer known; without one they are a guest."""

    customer_token: str | None = Field(default=None, max_length=4000)
    locale: str | None = Field(default=None, max_length=20)
    page: dict[str, Any] | None = None


class Message(BaseModel):
    """One message. The same client_message_id again gives the same turn."""

    text: str
    client_message_id: ClientMessageId


class Press(BaseModel):
    """A button pressed on an exact record."""

    action: str = Field(min_length=1, max_length=40)
    arguments: dict[str, Any] = Field(default_factory=dict)
    client_message_id: ClientMessageId


class Feedback(BaseModel):
    """A thumb, and words if the customer has any."""

    turn_id: str = Field(max_length=100)
    value: Literal["up", "down"]
    words: str = Field(default="", max_length=2000)


@router.post("", status_code=201)
def start(body: Start, here: ServicesOf) -> dict[str, str]:
    """Open a conversation."""
    customer_id = subject(here.secret, body.customer_token) if body.customer_token else None
    if customer_id is not None and here.shop.customers.find(customer_id) is None:
        raise CustomerError("This sign-in belongs to no customer of this shop.", code="unknown_customer", status=401)
    opened = here.assistant.start(customer_id=customer_id, locale=body.locale, page=body.page)
    return {"conversation_id": opened.conversation_id, "token": opened.token or ""}


@router.get("/{conversation_id}")
def read(conversation: ConversationOf, here: ServicesOf) -> dict[str, Any]:
    """The conversation so far, for a reload, a second tab or another device."""
    return transcript(here.shop.conversations, conversation)


@router.post("/{conversation_id}/messages", response_model=None)
async def say(
    body: Message,
    request: Request,
    conversation: ConversationOf,
    here: ServicesOf,
    accept: Annotated[str, Header()] = "",
) -> Response:
    """One turn: streamed when `Accept: text/event-stream`, else returned when finished."""
    cid, mid = conversation.conversation_id, body.client_message_id
    return await _turn(here, request, accept, cid, mid, lambda: here.assistant.take_turn(cid, body.text, mid))


@router.post("/{conversation_id}/actions", response_model=None)
async def press(
    body: Press, request: Request, conversation: ConversationOf, here: ServicesOf, accept: Annotated[str, Header()] = ""
) -> Response:
    """A button on a card or a confirmation: one turn, like a message."""
    cid, mid = conversation.conversation_id, body.client_message_id
    return await _turn(
        here, request, accept, cid, mid, lambda: here.assistant.act(cid, body.action, body.arguments, mid)
    )


async def _turn(here: Services, request: Request, accept: str, cid: str, mid: str, take: Any) -> Response:
    def timed() -> Turn:
        with TURN_SECONDS.time():
            turn: Turn = take()
        TURNS.labels(turn.status).inc()
        return turn

    if "text/event-stream" not in accept:
        turn = await run_in_threadpool(timed)
        return _finished(turn)
    conversations = here.shop.conversations
    turns = await run_in_threadpool(conversations.turns, cid)
    known = next((turn for turn in turns if turn.client_message_id == mid), None)
    if known is not None and known.result is not None:
        return StreamingResponse(iter([_replay(known)]), media_type="text/event-stream", headers=_SSE_HEADERS)
    after = (await run_in_threadpool(conversations.get, cid)).last_event
    task = asyncio.create_task(run_in_threadpool(timed))
    _running.add(task)
    task.add_done_callback(_running.discard)
    # Errors that are told before anything was written (an empty message) answer as a plain problem.
    done, _ = await asyncio.wait({task}, timeout=0.02)
    if done and task.exception() is not None:
        raise task.exception() or RuntimeError
    reader = Reader(conversations, cid, after)

    def last(event: StreamEvent) -> bool:
        return event.kind in ("turn_complete", "error")

    return StreamingResponse(reader.follow(request, until=last), media_type="text/event-stream", headers=_SSE_HEADERS)


def _finished(turn: Turn) -> Response:
    if turn.result is None:
        return problem(409, f"turn_{turn.status}", "This message is still being answered.", turn_id=turn.turn_id)
    return JSONResponse(turn.result)


def _replay(turn: Turn) -> str:
    return encode(StreamEvent(id=0, kind="turn_complete", data=turn.result or {}, at=turn.started_at))


@router.get("/{conversation_id}/events")
async def events(
    request: Request,
    conversation: ConversationOf,
    here: ServicesOf,
    after: Annotated[int, Query(ge=0, le=_LAST_ID)] = 0,
    last_event_id: Annotated[int | None, Header(ge=0, le=_LAST_ID)] = None,
) -> StreamingResponse:
    """Everything after an event id, then live. A browser's own Last-Event-ID wins over `after`."""
    start_at = after if last_event_id is None else last_event_id
    reader = Reader(here.shop.conversations, conversation.conversation_id, start_at)
    return StreamingResponse(reader.follow(request), media_type="text/event-stream", headers=_SSE_HEADERS)


@router.post("/{conversation_id}/stop")
def stop(conversation: ConversationOf, here: ServicesOf) -> dict[str, bool]:
    """Stop the turn that is running, if one is."""
    return {"stopped": here.assistant.stop(conversation.conversation_id)}


@router.post("/{conversation_id}/feedback", status_code=204)
def feedback(body: Feedback, conversation: ConversationOf, here: ServicesOf) -> None:
    """Keep what the customer thought of an answer."""
    here.assistant.feedback(conversation.conversation_id, body.turn_id, body.value, body.words)
