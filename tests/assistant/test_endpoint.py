"""The endpoint brain against a tiny scripted OpenAI-compatible server."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from ecreco.assistant.assistant import Assistant
from ecreco.assistant.brains.circuit import CircuitBreaker, CircuitOpen
from ecreco.assistant.brains.endpoint import Endpoint
from ecreco.assistant.knowledge import Knowledge
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop
from tests.assistant.conftest import Talk, ids


class Model:
    """Answers each request with the next scripted message, or with status 500 once the script has run out."""

    def __init__(self) -> None:
        self.script: list[dict[str, Any]] = []
        self.asked: list[dict[str, Any]] = []

    def answer(self, request: dict[str, Any]) -> dict[str, Any] | None:
        self.asked.append(request)
        return self.script.pop(0) if self.script else None

    def call(self, name: str, **arguments: Any) -> None:
        function = {"name": name, "arguments": json.dumps(arguments)}
        called = {"id": f"c{len(self.script)}", "type": "function", "function": function}
        self.script.append({"role": "assistant", "content": None, "tool_calls": [called]})

    def say(self, text: str) -> None:
        self.script.append({"role": "assistant", "content": text})


@pytest.fixture
def server() -> Iterator[tuple[Model, str]]:
    model = Model()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            message = model.answer(request)
            body = json.dumps(
                {"error": {"message": "down"}}
                if message is None
                else {
                    "id": "x", "object": "chat.completion", "created": 0, "model": "m",
                    "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
                    "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
                }
            ).encode()  # fmt: skip
            self.send_response(500 if message is None else 200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Quiet."""

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield model, f"http://127.0.0.1:{httpd.server_port}/v1"
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture
def talking(server: tuple[Model, str], shop: Shop, settings: Settings, knowledge: Knowledge) -> tuple[Model, Talk]:
    model, url = server
    chosen = settings.model_copy(update={"brain": "endpoint", "endpoint_url": url, "endpoint_timeout": 5.0})
    assistant = Assistant(shop, chosen, knowledge)
    return model, Talk(assistant, assistant.start().conversation_id)


def test_the_model_calls_tools_and_words_the_answer(talking: tuple[Model, Talk]) -> None:
    model, talk = talking
    model.call("search_products", query="steel kettle under 1000")
    model.say("The Borrel Steel Kettle 1.5 L costs ₹749.")
    result = talk.say("I need a steel kettle under 1000")
    assert result["reply"] == "The Borrel Steel Kettle 1.5 L costs ₹749."
    assert ids(result) == ["K1"]
    system = model.asked[0]["messages"][0]
    assert system["role"] == "system"
    assert "Small Shop" in system["content"]
    assert {tool["function"]["name"] for tool in model.asked[0]["tools"]} >= {"search_products", "add_to_cart"}
    told = next(m for m in model.asked[1]["messages"] if m["role"] == "tool")["content"]
    assert "<<data>>" in told


def test_earlier_turns_are_told(talking: tuple[Model, Talk]) -> None:
    model, talk = talking
    model.say("Hello!")
    talk.say("hi")
    model.say("Sure.")
    talk.say("can you help me?")
    said = [m["content"] for m in model.asked[1]["messages"] if m["role"] in ("user", "assistant")]
    assert said == ["hi", "Hello!", "can you help me?"]


def test_when_it_fails_in_mid_turn_the_embedded_brain_finishes(talking: tuple[Model, Talk]) -> None:
    model, talk = talking
    model.call("search_products", query="kettle")
    result = talk.say("show me kettles below 1500")
    assert set(ids(result)) >= {"K1", "K2"}
    assert "₹749" in result["reply"]


def test_a_dead_server_is_left_alone_after_a_while(talking: tuple[Model, Talk]) -> None:
    model, talk = talking
    for _ in range(4):
        assert talk.say("show me kettles")["products"]
    asked = len(model.asked)
    assert talk.say("show me kettles")["products"]
    assert len(model.asked) == asked
    assert talk.assistant.degraded()


def test_invented_facts_are_removed(talking: tuple[Model, Talk]) -> None:
    model, talk = talking
    model.say("We have a Dexor M10 Wired Mouse, 1000 DPI for ₹5. Glad to help!")
    assert talk.say("anything nice?")["reply"] == "Glad to help!"


def test_an_endpoint_without_an_address_is_told(settings: Settings) -> None:
    with pytest.raises(OperatorError, match="ECRECO_ENDPOINT_URL"):
        Endpoint.from_settings(settings.model_copy(update={"brain": "endpoint"}))


def test_breaker_opens_after_failures_and_closes_after_a_rest() -> None:
    breaker = CircuitBreaker(failures=2, rest=0.05)
    for _ in range(2):
        with pytest.raises(ValueError, match="down"), breaker:
            raise ValueError("down")
    assert not breaker.closed
    with pytest.raises(CircuitOpen), breaker:
        pass
    threading.Event().wait(0.06)
    with breaker:
        pass
    assert breaker.closed
