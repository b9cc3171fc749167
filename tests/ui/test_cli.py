"""The command line as a user meets it: exit codes, one readable line, nothing lost, no stack trace."""

from __future__ import annotations

import gzip
import json
import os
import socket
from pathlib import Path

import pytest

from tests.ui.conftest import ROOT, Served, ecreco

pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]

PRODUCTS = "\n".join(
    json.dumps({"record": "product", "product_id": f"p{n}", "title": title, "price": 10 + n, "category": ["Garden"]})
    for n, title in enumerate(("Steel watering can 5 L", "Clay flower pot 20 cm", "Garden hose 15 m", "Pruning shears"))
)


def refused(home: Path, *arguments: str, words: str, code: int = 1) -> None:
    done = ecreco(home, *arguments)
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr + done.stdout
    told = " ".join(done.stderr.split())
    assert words in told, told


def test_nothing_but_help(tmp_path: Path) -> None:
    done = ecreco(tmp_path, "--help")
    assert done.returncode == 0
    for command in ("demo", "import", "index", "serve", "chat", "search", "recommend", "train", "evaluate", "doctor"):
        assert command in done.stdout


def test_wrong_usage_is_two(tmp_path: Path) -> None:
    refused(tmp_path, "search", words="", code=2)
    refused(tmp_path, "dance", words="dance", code=2)


def test_a_small_shop_from_import_to_search(tmp_path: Path) -> None:
    source = tmp_path / "garden.jsonl"
    source.write_text(PRODUCTS + "\n{broken\n" + json.dumps({"record": "product", "title": "no id"}) + "\n")
    done = ecreco(tmp_path, "import", str(source), "--shop", "garden")
    assert done.returncode == 0, done.stderr
    assert "Data quality" in done.stdout
    rejects = list((tmp_path / "shops/garden/imports").rglob("rejects.csv"))
    assert len(rejects) == 1
    assert len(rejects[0].read_text().splitlines()) == 3
    assert (tmp_path / "shops/garden/reports/quality.html").exists()
    again = ecreco(tmp_path, "import", str(source), "--shop", "garden")
    assert again.returncode == 0
    found = ecreco(tmp_path, "search", "--shop", "garden", "something to water plants", "--json")
    titles = [product["title"] for product in json.loads(found.stdout)["products"]]
    assert "Steel watering can 5 L" in titles[:2]
    refused(tmp_path, "recommend", "--shop", "garden", "--product", "nope", words="no product")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("binary.csv", bytes(range(256)) * 40),
        ("empty.jsonl", b""),
        ("cut.csv.gz", gzip.compress(b"a,b\n" * 1000)[:40]),
    ],
)
def test_files_that_are_no_catalog(tmp_path: Path, name: str, content: bytes) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    mapping = str(ROOT / "examples/mappings/amazon_sales.toml")
    refused(tmp_path, "import", str(source), "--mapping", mapping, "--shop", "bad", words=name)
    assert not (tmp_path / "shops/bad").exists()


def test_missing_files_are_named(tmp_path: Path) -> None:
    refused(tmp_path, "import", str(tmp_path / "none.csv"), "--shop", "bad", words="none.csv")
    source = tmp_path / "list.csv"
    source.write_text("id;name\n1;Pot\n")
    refused(tmp_path, "import", str(source), "--mapping", "none.toml", "--shop", "bad", words="none.toml")
    refused(tmp_path, "import", str(source), "--shop", "bad", words="mapping")


def test_unknown_shops_and_empty_shops(tmp_path: Path) -> None:
    refused(tmp_path, "serve", "--shop", "nowhere", words="nowhere")
    refused(tmp_path, "chat", "--shop", "../etc", words="etc")


def test_a_busy_port_is_said_before_anything_is_built(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused(tmp_path, "demo", "--port", port, words=f"Port {port}")
    assert not (tmp_path / "shops").exists()


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    source = tmp_path / "garden.jsonl"
    source.write_text(PRODUCTS)
    refused(blocked, "import", str(source), "--shop", "garden", words="file")


def test_settings_that_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(os.environ, "ECRECO_BRAIN", "enormous")
    refused(tmp_path, "doctor", words="setting")


def test_talking_in_a_terminal(demo: Served) -> None:
    done = ecreco(demo.home, "chat", "--shop", "demo", "--once", "Do you have kettles?", "--json")
    assert done.returncode == 0, done.stderr
    turn = json.loads(done.stdout)
    assert turn["products"]
    refused(demo.home, "chat", "--shop", "demo", "--once", "hi", "--customer", "nobody", words="customer")
    refused(demo.home, "chat", "--shop", "demo", "--once", "   ", words="")


def test_doctor_and_staff(demo: Served) -> None:
    done = ecreco(demo.home, "doctor")
    assert done.returncode == 0, done.stderr
    assert "shop demo" in done.stdout
    made = ecreco(
        demo.home, "staff", "add", "ada", "--role", "agent", "--shop", "demo", "--password", "a-long-password"
    )
    assert made.returncode == 0, made.stderr
    with demo.client() as client:
        wrong = client.post("/v1/desk/login", json={"name": "ada", "password": "wrong"})
        assert wrong.status_code == 401
        token = client.post("/v1/desk/login", json={"name": "ada", "password": "a-long-password"}).json()["token"]
        desk = {"Authorization": f"Bearer {token}"}
        opened = client.post("/v1/conversations", json={}).json()
        mine = {"Authorization": f"Bearer {opened['token']}"}
        path = f"/v1/conversations/{opened['conversation_id']}"
        body = {"text": "I want to talk to a person", "client_message_id": "h1"}
        assert client.post(f"{path}/messages", json=body, headers=mine).json()["handoff"]
        waiting = client.get("/v1/desk/handoffs", headers=desk).json()["waiting"]
        handoff = next(item for item in waiting if item["conversation_id"] == opened["conversation_id"])
        early = client.post(f"/v1/desk{path[3:]}/messages", json={"text": "hello"}, headers=desk)
        assert early.status_code == 409
        assert client.post(f"/v1/desk/handoffs/{handoff['handoff_id']}/take", headers=desk).status_code == 200
        assert client.post(f"/v1/desk{path[3:]}/messages", json={"text": "Ada here"}, headers=desk).status_code == 201
        silent = client.post(
            f"{path}/messages", json={"text": "hi Ada", "client_message_id": "h2"}, headers=mine
        ).json()
        assert silent["reply"] == ""
        shown = client.get(path, headers=mine).json()
        assert [message["text"] for message in shown["staff_messages"]] == ["Ada here"]
        assert client.post(f"/v1/desk/handoffs/{handoff['handoff_id']}/close", headers=desk).status_code == 200
        back = client.post(f"{path}/messages", json={"text": "thanks", "client_message_id": "h3"}, headers=mine).json()
        assert back["reply"]
        assert client.get("/v1/desk/handoffs", headers=mine).status_code == 401
