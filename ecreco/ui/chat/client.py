"""The page's client of the HTTP API: every figure on the page came over `/v1`, as any merchant's client gets it."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx

_TIMEOUT = httpx.Timeout(60.0, connect=5.0)


class ApiError(Exception):
    """A problem document of the API: `detail` is a sentence for the customer."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class StreamItem:
    """One server-sent event."""

    kind: str
    data: dict[str, Any]


class ApiClient:
    """One conversation's calls. `base` is this server's own address."""

    def __init__(self, base: str, conversation_id: str = "", token: str = "") -> None:
        self.base = base
        self.conversation_id = conversation_id
        self.token = token

    def _client(self) -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        # trust_env off: a proxy set for the machine must not see customers' messages to their own server.
        return httpx.AsyncClient(base_url=self.base, headers=headers, timeout=_TIMEOUT, trust_env=False)

    async def start(self, customer_token: str | None) -> None:
        """Open a conversation and keep its id and token."""
        opened = await self._json("POST", "/v1/conversations", {"customer_token": customer_token})
        self.conversation_id, self.token = opened["conversation_id"], opened["token"]

    async def transcript(self) -> dict[str, Any]:
        """Everything said and shown so far."""
        return await self._json("GET", f"/v1/conversations/{self.conversation_id}")

    async def stop(self) -> None:
        """Stop the running turn."""
        await self._json("POST", f"/v1/conversations/{self.conversation_id}/stop", {})

    async def feedback(self, turn_id: str, value: str) -> None:
        """A thumb on an answer."""
        await self._json(
            "POST", f"/v1/conversations/{self.conversation_id}/feedback", {"turn_id": turn_id, "value": value}
        )

    async def say(self, text: str, client_message_id: str) -> AsyncIterator[StreamItem]:
        """One message, streamed."""
        body = {"text": text, "client_message_id": client_message_id}
        async for item in self._stream(f"/v1/conversations/{self.conversation_id}/messages", body):
            yield item

    async def press(self, action: str, arguments: dict[str, Any], client_message_id: str) -> AsyncIterator[StreamItem]:
        """A button on a card, streamed."""
        body = {"action": action, "arguments": arguments, "client_message_id": client_message_id}
        async for item in self._stream(f"/v1/conversations/{self.conversation_id}/actions", body):
            yield item

    async def _json(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        async with self._client() as client:
            try:
                response = await client.request(method, path, json=body)
            except httpx.HTTPError as error:
                raise _unreachable() from error
            _check(response.status_code, response.content)
            return dict(response.json()) if response.content else {}

    async def _stream(self, path: str, body: dict[str, Any]) -> AsyncIterator[StreamItem]:
        headers = {"Accept": "text/event-stream"}
        async with self._client() as client:
            try:
                async with client.stream("POST", path, json=body, headers=headers) as response:
                    if response.status_code >= 400:
                        _check(response.status_code, await response.aread())
                    async for item in _events(response):
                        yield item
            except httpx.HTTPError as error:
                raise _unreachable() from error


async def _events(response: httpx.Response) -> AsyncIterator[StreamItem]:
    kind = ""
    async for line in response.aiter_lines():
        if line.startswith("event: "):
            kind = line[7:]
        elif line.startswith("data: "):
            yield StreamItem(kind, json.loads(line[6:]))


def _unreachable() -> ApiError:
    return ApiError(503, "unreachable", "The shop cannot be reached just now. Please try again in a moment.")


def _check(status: int, content: bytes) -> None:
    if status < 400:
        return
    try:
        document = json.loads(content)
    except ValueError:
        document = {}
    raise ApiError(status, document.get("code", "error"), document.get("detail", "The shop could not do this."))
