"""The HTTP interface of the contract, against a served demo shop."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from tests.ui.conftest import Served

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]
TURN_KEYS = {"turn_id", "reply", "products", "tool_calls", "confirmation", "receipt", "handoff", "evidence"}
CARD_KEYS = {"product_id", "title", "price", "currency", "rating", "in_stock", "url", "image", "reason"}


@pytest.fixture
def api(demo: Served) -> Iterator[httpx.Client]:
    with demo.client() as client:
        yield client


class Talk:
    """One conversation over HTTP."""

    def __init__(self, api: httpx.Client, **opening: Any) -> None:
        opened = api.post("/v1/conversations", json=opening)
        assert opened.status_code == 201, opened.text
        self.api = api
        self.id = opened.json()["conversation_id"]
        self.headers = {"Authorization": f"Bearer {opened.json()['token']}"}

    def say(self, text: str, message_id: str | None = None, accept: str = "application/json") -> httpx.Response:
        return self.api.post(
            f"/v1/conversations/{self.id}/messages",
            json={"text": text, "client_message_id": message_id or secrets.token_hex(8)},
            headers={**self.headers, "Accept": accept},
        )


def is_problem(response: httpx.Response, status: int) -> bool:
    body = response.json()
    return (
        response.status_code == status
        and response.headers["content-type"].startswith("application/problem+json")
        and bool(body["code"])
        and "Traceback" not in response.text
    )


def test_a_finished_turn_has_the_shape_of_the_contract(api: httpx.Client) -> None:
    turn = Talk(api).say("Do you have a kettle?").json()
    assert set(turn) == TURN_KEYS
    assert turn["products"]
    assert set(turn["products"][0]) == CARD_KEYS
    assert turn["reply"]


def test_the_same_message_id_is_one_turn(api: httpx.Client) -> None:
    talk = Talk(api)
    first = talk.say("show me lamps", "m-1").json()
    again = talk.say("show me lamps", "m-1").json()
    assert first == again
    assert len(api.get(f"/v1/conversations/{talk.id}", headers=talk.headers).json()["turns"]) == 1


def test_the_same_message_id_at_the_same_moment_is_one_turn(api: httpx.Client) -> None:
    talk = Talk(api)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: talk.say("show me lamps", "m-1"), range(4)))
    finished = [answer.json()["turn_id"] for answer in answers if answer.status_code == 200]
    assert finished
    assert len(set(finished)) == 1
    assert all(answer.status_code in (200, 409) for answer in answers)
    assert len(api.get(f"/v1/conversations/{talk.id}", headers=talk.headers).json()["turns"]) == 1


def events(text: str) -> list[tuple[int, str, dict[str, Any]]]:
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if ": " in line and not line.startswith(":"))
        if "data" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return found


def test_a_streamed_turn_has_increasing_ids_and_ends_complete(api: httpx.Client) -> None:
    talk = Talk(api)
    streamed = events(talk.say("I need a warm blanket", accept="text/event-stream").text)
    ids = [number for number, _, _ in streamed]
    assert ids == sorted(set(ids))
    kinds = [kind for _, kind, _ in streamed]
    assert kinds[-1] == "turn_complete"
    assert {"tool_call", "text", "products"} <= set(kinds)
    spoken = "".join(data["text"] for _, kind, data in streamed if kind == "text")
    assert spoken.split() == streamed[-1][2]["reply"].split()


def test_a_reader_comes_back_at_any_event(api: httpx.Client) -> None:
    talk = Talk(api)
    streamed = events(talk.say("I need a warm blanket", accept="text/event-stream").text)
    middle = streamed[len(streamed) // 2][0]
    path = f"/v1/conversations/{talk.id}/events?after={middle}"
    with api.stream("GET", path, headers=talk.headers) as response:
        text = ""
        for piece in response.iter_text():
            text += piece
            if "event: turn_complete" in text and text.endswith("\n\n"):
                break
    assert [number for number, _, _ in events(text)] == [number for number, _, _ in streamed if number > middle]


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "x" * 20_000])
def test_empty_and_endless_messages_get_a_clear_sentence(api: httpx.Client, text: str) -> None:
    talk = Talk(api)
    for accept in ("application/json", "text/event-stream"):
        answer = talk.say(text, accept=accept)
        assert 400 <= answer.status_code < 500
        assert is_problem(answer, answer.status_code)
    assert api.get(f"/v1/conversations/{talk.id}", headers=talk.headers).json()["turns"] == []


def test_unknown_ids_and_wrong_tokens_look_alike(api: httpx.Client) -> None:
    talk = Talk(api)
    wrong = {"Authorization": "Bearer nonsense"}
    body = {"text": "hello", "client_message_id": "m"}
    assert is_problem(api.post(f"/v1/conversations/{talk.id}/messages", json=body, headers=wrong), 404)
    assert is_problem(api.post("/v1/conversations/none/messages", json=body, headers=talk.headers), 404)
    assert is_problem(api.post(f"/v1/conversations/{talk.id}/messages", json=body), 401)
    assert is_problem(api.get("/v1/products/none"), 404)
    assert is_problem(api.get("/v1/products/none/reviews/summary"), 404)
    assert is_problem(api.get("/v1/recommendations", params={"product_id": "none"}), 404)
    assert is_problem(api.post("/v1/conversations", json={"customer_token": "forged"}), 401)


def test_bodies_that_are_wrong(api: httpx.Client) -> None:
    assert is_problem(api.post("/v1/conversations", content=b"{", headers={"Content-Type": "application/json"}), 422)
    assert is_problem(api.post("/v1/events", json={"events": [{"kind": "dance"}]}), 422)
    assert is_problem(api.post("/v1/events", content=b"x" * 1_100_000), 413)
    assert is_problem(api.get("/v1/search"), 422)
    assert is_problem(api.get("/v1/search", params={"q": "  "}), 422)
    assert is_problem(api.get("/v1/search", params={"q": "lamp", "k": 1000}), 422)


def test_events_are_kept_once(api: httpx.Client) -> None:
    product = api.get("/v1/search", params={"q": "lamp"}).json()["products"][0]["product_id"]
    event = {"event_id": secrets.token_hex(8), "kind": "view", "product_id": product, "at": "2026-11-01T10:00:00Z"}
    assert api.post("/v1/events", json={"events": [event, event]}).json() == {"received": 2, "kept": 1}
    assert api.post("/v1/events", json={"events": [event]}).json() == {"received": 1, "kept": 0}


def test_products_reviews_pictures_and_recommendations(api: httpx.Client) -> None:
    found = api.get("/v1/search", params={"q": "kettle"}).json()["products"]
    product = api.get(f"/v1/products/{found[0]['product_id']}").json()
    assert product["title"] == found[0]["title"]
    summary = api.get(f"/v1/products/{product['product_id']}/reviews/summary").json()
    assert summary["count"] >= 0
    picture = api.get(f"/v1/products/{product['product_id']}/picture")
    assert picture.headers["content-type"].startswith("image/svg+xml")
    assert b"<svg" in picture.content
    beside = api.get("/v1/recommendations", params={"product_id": product["product_id"]}).json()["products"]
    assert beside
    assert product["product_id"] not in {item["product_id"] for item in beside}
    assert api.get("/v1/recommendations").json()["products"]


def test_a_guests_cart_needs_a_yes_and_is_written_once(api: httpx.Client) -> None:
    talk = Talk(api)
    first = talk.say("show me kettles").json()["products"][0]
    asked = talk.say("add the first one to my cart").json()
    assert asked["receipt"] is None
    assert asked["confirmation"]["action"] == "add_to_cart"
    done = talk.say("yes please", "yes-1").json()
    assert done["receipt"]["action"] == "add_to_cart"
    assert talk.say("yes please", "yes-1").json() == done
    assert talk.say("yes").json()["receipt"] is None
    cart = talk.say("what is in my cart?").json()
    assert first["title"][:20].lower() in cart["reply"].lower()


def test_health_pages(api: httpx.Client) -> None:
    assert api.get("/healthz").json() == {"status": "ok"}
    assert api.get("/readyz").json()["status"] == "ready"
    Talk(api).say("hello")
    assert "ecreco_turn_seconds_bucket" in api.get("/metrics").text
    page = api.get("/docs")
    assert page.status_code == 200
    assert "http://" not in page.text
    assert "https://" not in page.text
    for name in ("swagger-ui-bundle.js", "swagger-ui.css"):
        assert api.get(f"/docs/static/{name}").status_code == 200


def test_unknown_paths_are_problems(api: httpx.Client) -> None:
    assert is_problem(api.get("/v1/nothing"), 404)
    assert is_problem(api.post("/v1/conversations/a/b/c", json={}), 404)
    assert api.post("/v1/conversations").status_code == 422
