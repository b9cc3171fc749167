"""Who is asking: a conversation's Bearer token, a customer token signed by the shop, a desk log-in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Annotated

import jwt
from fastapi import Depends, Path, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from ecreco.shop.conversations import Conversation
from ecreco.shop.errors import CustomerError
from ecreco.ui.services import Services

AUDIENCE = "ecreco"
DESK_AUDIENCE = "ecreco-desk"
_bearer = HTTPBearer(auto_error=False)


def services(request: Request) -> Services:
    """The shop behind this app."""
    found: Services = request.app.state.services
    return found


ServicesOf = Annotated[Services, Depends(services)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]


def sign(secret: str, subject: str, *, audience: str = AUDIENCE, hours: float = 12) -> str:
    """A token the shop hands to a signed-in customer (HS256, expiring)."""
    expires = datetime.now(UTC) + timedelta(hours=hours)
    return jwt.encode({"sub": subject, "aud": audience, "exp": expires}, secret, algorithm="HS256")


def subject(secret: str, token: str, *, audience: str = AUDIENCE) -> str:
    """Who a token speaks for. Raises CustomerError(401) when it is not ours, expired or for another door."""
    try:
        claims = jwt.decode(
            token, secret, algorithms=["HS256"], audience=audience, options={"require": ["exp", "sub", "aud"]}
        )
    except jwt.PyJWTError as error:
        raise CustomerError(
            "Please sign in again: this sign-in is not valid any more.", code="bad_token", status=401
        ) from error
    return str(claims["sub"])


def conversation_of(
    here: ServicesOf, bearer: Bearer, conversation_id: Annotated[str, Path(max_length=100)]
) -> Conversation:
    """The conversation this Bearer opens; a wrong token looks like a missing conversation."""
    if bearer is None:
        raise CustomerError("This needs the conversation's token.", code="not_signed_in", status=401)
    return here.shop.conversations.authenticate(conversation_id, bearer.credentials)


ConversationOf = Annotated[Conversation, Depends(conversation_of)]


def staff_of(here: ServicesOf, bearer: Bearer) -> str:
    """The name of the staff member this Bearer speaks for."""
    if bearer is None:
        raise CustomerError("Staff log-in needed.", code="not_signed_in", status=401)
    return subject(here.secret, bearer.credentials, audience=DESK_AUDIENCE)


StaffOf = Annotated[str, Depends(staff_of)]
