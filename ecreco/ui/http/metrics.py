"""Prometheus metrics of the doors, and the health pages."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    generate_latest,
)

from ecreco.ui.http.identity import ServicesOf
from ecreco.ui.http.problems import problem

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
TURNS = Counter("ecreco_turns", "finished turns", ["status"], registry=REGISTRY)
TURN_SECONDS = Histogram("ecreco_turn_seconds", "a whole chat turn", registry=REGISTRY, buckets=_BUCKETS)
SEARCH_SECONDS = Histogram("ecreco_search_seconds", "one search", registry=REGISTRY, buckets=_BUCKETS)
EVENTS = Counter("ecreco_behaviour_events", "behaviour events kept", registry=REGISTRY)

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> dict[str, str]:
    """Alive."""
    return {"status": "ok"}


@router.get("/readyz", response_model=None)
def readyz(here: ServicesOf) -> Response | dict[str, object]:
    """Able to serve: the database answers and the catalog is there. Says what runs degraded."""
    products = here.shop.catalog.count()
    if not products:
        return problem(503, "empty_shop", "This shop has no products yet.")
    return {"status": "ready", "shop": here.shop.info.name, "products": products, "degraded": here.assistant.degraded()}


@router.get("/metrics", response_class=PlainTextResponse)
def metrics() -> Response:
    """Prometheus text format."""
    return Response(generate_latest(REGISTRY), media_type=CONTENT_TYPE_LATEST)
