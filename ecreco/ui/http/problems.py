"""Every error leaves as application/problem+json (RFC 9457) with a stable `code`, never a stack trace."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ecreco.shop.errors import EcrecoError, OperatorError

logger = logging.getLogger("ecreco.http")

_CODES = {401: "not_signed_in", 403: "forbidden", 404: "not_found", 405: "method_not_allowed", 413: "too_large"}


def problem(status: int, code: str, detail: str, **more: Any) -> JSONResponse:
    """One problem document. `detail` is a sentence a person can read."""
    body = {"type": "about:blank", "title": code.replace("_", " "), "status": status, "code": code, "detail": detail}
    return JSONResponse({**body, **more}, status_code=status, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Register the handlers on an app."""

    @app.exception_handler(EcrecoError)
    def expected(request: Request, error: EcrecoError) -> JSONResponse:
        if isinstance(error, OperatorError):
            incident = secrets.token_hex(6)
            logger.error("incident=%s path=%s code=%s %s", incident, request.url.path, error.code, error.message)
            return problem(
                error.status, error.code, "The shop cannot do this just now. Nothing was changed.", incident=incident
            )
        return problem(error.status, error.code, error.message)

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        fields = [
            {"field": ".".join(str(part) for part in item["loc"][1:]) or "body", "reason": item["msg"]}
            for item in error.errors()
        ]
        detail = "; ".join(f"{item['field']}: {item['reason']}" for item in fields[:5])
        return problem(422, "invalid_request", detail, fields=fields)

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        return problem(error.status_code, _CODES.get(error.status_code, "http_error"), str(error.detail))

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        incident = secrets.token_hex(6)
        logger.exception("incident=%s path=%s", incident, request.url.path, exc_info=error)
        return problem(500, "internal", "Something went wrong on our side. Nothing was changed.", incident=incident)
