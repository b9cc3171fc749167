"""The ASGI app of one shop: `/v1`, health, metrics, and the chat page at `/`."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from starlette.responses import Response

from ecreco.ui.http import catalog, conversations, desk, metrics, problems
from ecreco.ui.services import Services

MAX_BODY = 1_000_000  # bytes; a message is 4,000 characters, a batch of events a few hundred kilobytes


def create_app(services: Services, *, chat_page: bool = True) -> FastAPI:
    """Everything one shop serves. `chat_page=False` leaves the Gradio page out (API only)."""
    app = FastAPI(title=f"Ecreco: {services.shop.info.title}", version="1", redoc_url=None)
    app.state.services = services
    problems.install(app)
    for room in (conversations, catalog, desk, metrics):
        app.include_router(room.router)
    app.middleware("http")(_limit_body)
    if chat_page:
        _mount_chat(app, services)
    return app


async def _limit_body(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if request.url.path.startswith("/v1/"):
        length = request.headers.get("content-length")
        if request.method in ("POST", "PUT", "PATCH") and (length is None or not length.isdigit()):
            return problems.problem(411, "length_required", "Please send the length of the body.")
        if length is not None and int(length) > MAX_BODY:
            return problems.problem(413, "too_large", f"The body may hold {MAX_BODY:,} bytes at most.")
    return await call_next(request)


def _mount_chat(app: FastAPI, services: Services) -> None:
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from ecreco.ui.chat import mount_chat

    mount_chat(app, services)
