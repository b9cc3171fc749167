"""The shop's records over HTTP: search, recommendations, products, review summaries, pictures, behaviour events."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from ecreco.assistant.turn import card_of
from ecreco.shop.errors import CustomerError
from ecreco.shop.pictures import draw_card
from ecreco.shop.records import Event, EventKind
from ecreco.ui.http.identity import Bearer, ServicesOf, subject
from ecreco.ui.http.metrics import EVENTS, SEARCH_SECONDS

router = APIRouter(prefix="/v1", tags=["catalog"])
Count = Annotated[int, Query(ge=1, le=50)]
Text = Annotated[str, Query(min_length=1, max_length=1000)]


def _customer(here: ServicesOf, bearer: Bearer) -> str | None:
    return None if bearer is None else subject(here.secret, bearer.credentials)


@router.get("/search")
def search(q: Text, here: ServicesOf, bearer: Bearer, k: Count = 10) -> dict[str, Any]:
    """One search, the same path as the chat's tool."""
    if not any(char.isprintable() and not char.isspace() for char in q):
        raise CustomerError("Please say what you are looking for.", code="empty_query", status=422)
    with SEARCH_SECONDS.time():
        found = here.recommender.find(q, customer_id=_customer(here, bearer), k=k)
    return {
        "query": q,
        "understood": found.reading.constraints.describe(here.shop.info.currency),
        "fits": found.fits,
        "relaxed": list(found.relaxed),
        "products": [card_of(item.product, item.reason) for item in found.items],
    }


@router.get("/recommendations")
def recommendations(
    here: ServicesOf, bearer: Bearer, product_id: Annotated[str | None, Query(max_length=200)] = None, k: Count = 10
) -> dict[str, Any]:
    """For this customer (Bearer: the shop's token), beside a product, or for anybody."""
    if product_id is not None:
        here.shop.catalog.get(product_id)
    items = here.recommender.recommend(customer_id=_customer(here, bearer), product_id=product_id, k=k)
    return {"products": [card_of(item.product, item.reason) for item in items]}


@router.get("/products/{product_id}")
def product(product_id: str, here: ServicesOf) -> dict[str, Any]:
    """One product with its text, options and family."""
    record = here.shop.catalog.get(product_id)
    return {
        **card_of(record),
        "kind": record.kind,
        "family_id": record.family_id,
        "brand": record.brand,
        "category": list(record.category),
        "description": record.description,
        "about": list(record.about),
        "options": dict(record.options),
        "attributes": dict(record.attributes),
        "rating_count": record.rating_count,
        "stock": record.stock,
    }


@router.get("/products/{product_id}/reviews/summary")
def review_summary(product_id: str, here: ServicesOf) -> dict[str, Any]:
    """What reviews say, with counts and quotes."""
    here.shop.catalog.get(product_id)
    return here.assistant.review_summary(product_id)


@router.get("/products/{product_id}/picture")
def picture(product_id: str, here: ServicesOf) -> Response:
    """A drawn card for a product; the same bytes every time."""
    content = draw_card(here.shop.catalog.get(product_id))
    headers = {
        "Cache-Control": "public, max-age=86400",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(content, media_type="image/svg+xml", headers=headers)


class BehaviourEvent(BaseModel):
    """One thing a customer did."""

    event_id: str = Field(min_length=1, max_length=100)
    kind: EventKind
    at: datetime
    customer_id: str | None = Field(default=None, max_length=200)
    product_id: str | None = Field(default=None, max_length=200)
    text: str | None = Field(default=None, max_length=1000)


class BehaviourEvents(BaseModel):
    """A batch of them."""

    events: list[BehaviourEvent] = Field(max_length=1000)


@router.post("/events", status_code=202)
def behaviour(body: BehaviourEvents, here: ServicesOf) -> dict[str, int]:
    """Keep behaviour; an event_id seen before is not kept twice. A time without a zone is read as UTC."""
    records = [
        Event(**{**item.model_dump(), "at": item.at if item.at.tzinfo else item.at.replace(tzinfo=UTC)})
        for item in body.events
    ]
    kept = here.shop.events.append(records)
    EVENTS.inc(kept)
    return {"received": len(records), "kept": kept}
