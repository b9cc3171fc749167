"""The ASGI app of one shop: `/v1`, health, metrics, and the chat page at `/`."""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable

from fastapi import FastAPI, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.staticfiles import StaticFiles
from starlette.responses import Response
from swagger_ui_bundle import swagger_ui_path

from ecreco.ui.http import catalog, conversations, desk, metrics, problems
from ecreco.ui.services import Services

_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
MAX_BODY = 1_000_000  # bytes; a message is 4,000 characters, a batch of events a few hundred kilobytes


def create_app(services: Services, *, chat_page: bool = True) -> FastAPI:
    """Everything one shop serves. `chat_page=False` leaves the Gradio page out (API only)."""
    app = FastAPI(title=f"Ecreco: {services.shop.info.title}", version="1", docs_url=None, redoc_url=None)
    app.openapi_version = "3.0.2"  # the newest that the packaged documentation page reads
    app.state.services = services
    problems.install(app)
    for room in (conversations, catalog, desk, metrics):
        app.include_router(room.router)
    _mount_docs(app)
    app.add_api_route("/v1/{path:path}", _unknown, methods=_METHODS, include_in_schema=False)
    app.middleware("http")(_limit_body)
    if chat_page:
        _mount_chat(app, services)
    return app


async def _limit_body(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if request.url.path.startswith("/v1/"):
        length = request.headers.get("content-length")
        if "transfer-encoding" in request.headers or not (length or "0").isdigit():
            return problems.problem(411, "length_required", "Please send the length of the body.")
        if int(length or "0") > MAX_BODY:
            return problems.problem(413, "too_large", f"The body may hold {MAX_BODY:,} bytes at most.")
    return await call_next(request)


def _unknown(path: str) -> Response:
    return problems.problem(404, "not_found", f"There is no /v1/{path[:80]}.")


def _mount_docs(app: FastAPI) -> None:
    """The OpenAPI page with its scripts from a package, not from a CDN."""
    app.mount("/docs/static", StaticFiles(directory=swagger_ui_path), name="docs-static")

    @app.get("/docs", include_in_schema=False)
    def docs() -> Response:
        return get_swagger_ui_html(
            openapi_url="/openapi.json",
            title=app.title,
            swagger_js_url="/docs/static/swagger-ui-bundle.js",
            swagger_css_url="/docs/static/swagger-ui.css",
            swagger_favicon_url="/docs/static/favicon-32x32.png",
        )


def _mount_chat(app: FastAPI, services: Services) -> None:
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    from ecreco.ui.chat import mount_chat

    mount_chat(app, services)
