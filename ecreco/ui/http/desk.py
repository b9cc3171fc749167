"""The support desk over HTTP, staff log-in only: who waits, take over, write, hand back."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from ecreco.shop.errors import CustomerError
from ecreco.shop.handoffs import Handoff
from ecreco.ui.http.identity import DESK_AUDIENCE, ServicesOf, StaffOf, sign
from ecreco.ui.http.transcript import transcript

router = APIRouter(prefix="/v1/desk", tags=["desk"])


class LogIn(BaseModel):
    """A desk account (`ecreco staff add`)."""

    name: str = Field(max_length=100)
    password: str = Field(max_length=200)


class StaffMessage(BaseModel):
    """What a staff member writes to the customer."""

    text: str = Field(min_length=1, max_length=4000)


@router.post("/login")
def log_in(body: LogIn, here: ServicesOf) -> dict[str, str]:
    """A desk token for a name and password."""
    member = here.shop.staff.check(body.name, body.password)
    if member is None:
        raise CustomerError("Name or password is wrong.", code="bad_login", status=401)
    return {"token": sign(here.secret, member.name, audience=DESK_AUDIENCE), "role": member.role}


@router.get("/handoffs")
def inbox(here: ServicesOf, staff: StaffOf) -> dict[str, Any]:
    """Who waits, first come first, and what this member has taken."""
    return {
        "waiting": [_shown(item) for item in here.shop.handoffs.waiting()],
        "mine": [_shown(item) for item in here.shop.handoffs.taken(staff)],
    }


@router.get("/conversations/{conversation_id}")
def conversation(conversation_id: str, here: ServicesOf, staff: StaffOf) -> dict[str, Any]:
    """The whole conversation, so that the customer need not repeat anything."""
    found = here.shop.conversations.get(conversation_id)
    return transcript(here.shop.conversations, found)


@router.post("/handoffs/{handoff_id}/take")
def take(handoff_id: int, here: ServicesOf, staff: StaffOf) -> dict[str, Any]:
    """Take over: the assistant is silent from this moment."""
    return _shown(here.shop.handoffs.take(handoff_id, staff))


@router.post("/conversations/{conversation_id}/messages", status_code=201)
def write(conversation_id: str, body: StaffMessage, here: ServicesOf, staff: StaffOf) -> dict[str, int]:
    """Write to the customer; only who has taken the conversation may, checked and written under one fence."""
    found = here.shop.conversations.get(conversation_id)
    if found.speaker != "staff" or found.holder != f"staff:{staff}":
        raise CustomerError("Take this conversation before you write in it.", code="not_yours", status=409)
    data = {"text": body.text, "staff": staff}
    return {"id": here.shop.conversations.append_event(conversation_id, "staff_message", data, found.fence).id}


@router.post("/handoffs/{handoff_id}/close")
def close(handoff_id: int, here: ServicesOf, staff: StaffOf) -> dict[str, Any]:
    """Hand back to the assistant."""
    if handoff_id not in {item.handoff_id for item in here.shop.handoffs.taken(staff)}:
        raise CustomerError("This conversation is not yours to close.", code="not_yours", status=409)
    return _shown(here.shop.handoffs.close(handoff_id))


def _shown(item: Handoff) -> dict[str, Any]:
    return {
        "handoff_id": item.handoff_id,
        "conversation_id": item.conversation_id,
        "reason": item.reason,
        "status": item.status,
        "queue_position": item.queue_position,
        "staff": item.staff,
        "opened_at": item.opened_at.isoformat(),
    }
