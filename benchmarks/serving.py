"""How fast and how large: import and index time, p50/p95 of search, recommendations and chat turns, server memory.

Runs the real commands as a user would, in a home of its own:

    python -m benchmarks.serving [--catalog FILE --mapping TOML --policy MD] [--turns 60]

Prints a Markdown table for docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import os
import platform
import random
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import httpx

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("ECRECO_SHARED", ROOT.parent / "shared"))
ECRECO = [sys.executable, "-c", "from ecreco.ui.cli import main; main()"]
SHOP = "bench"

# Openers and follow-ups of our own; the product words come from the catalog itself, so that no case file is timed.
TALK = (
    "Do you have {thing}?",
    "show me something cheaper",
    "which of those is rated best?",
    "what do reviewers say about the first one?",
    "compare the first two",
    "what does delivery cost?",
    "I'd like {thing} with at least 4 stars",
    "thanks!",
)


def main() -> None:
    """Measure and print."""
    options = _options()
    rows: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory(prefix="ecreco-bench-") as home:
        env = {**os.environ, "ECRECO_HOME": home}
        importing = [str(options.catalog), "--mapping", str(options.mapping), "--shop", SHOP]
        rows.append(("import of the catalog", f"{_timed(['import', *importing], env):.1f} s"))
        if options.policy.exists():
            _timed(["import", str(options.policy), "--shop", SHOP], env)
        rows.append(("index (encoder, Chroma, BM25)", f"{_timed(['index', '--shop', SHOP], env):.1f} s"))
        rows += _serve_and_measure(env, options.turns)
    print(
        f"\n{platform.processor() or platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}\n"
    )
    print("| measure | figure |\n|---|---|")
    for name, value in rows:
        print(f"| {name} | {value} |")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--catalog", type=Path, default=SHARED / "data/catalogs/amazon_sales.csv.gz")
    parser.add_argument("--mapping", type=Path, default=ROOT / "examples/mappings/amazon_sales.toml")
    parser.add_argument("--policy", type=Path, default=SHARED / "cases/policy_electronics.md")
    parser.add_argument("--turns", type=int, default=80)
    return parser.parse_args()


def _timed(arguments: list[str], env: dict[str, str]) -> float:
    start = time.perf_counter()
    subprocess.run([*ECRECO, *arguments], env=env, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def _serve_and_measure(env: dict[str, str], turns: int) -> list[tuple[str, str]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    server = subprocess.Popen(
        [*ECRECO, "serve", "--shop", SHOP, "--port", str(port)], env=env, stdout=subprocess.DEVNULL
    )
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=60, trust_env=False) as client:
            _wait(client, server)
            rows = [("start of the server, index there", f"{time.perf_counter() - start:.1f} s")]
            things = _things(client)
            rows.append(("`/v1/search`", _spread(lambda i: client.get("/v1/search", params={"q": things[i]}), 100)))
            products = [
                p["product_id"] for p in client.get("/v1/search", params={"q": things[0], "k": 20}).json()["products"]
            ]
            rows.append(
                (
                    "`/v1/recommendations` beside a product",
                    _spread(
                        lambda i: client.get("/v1/recommendations", params={"product_id": products[i % len(products)]}),
                        60,
                    ),
                )
            )
            rows.append(("`/v1/recommendations` for anybody", _spread(lambda i: client.get("/v1/recommendations"), 30)))
            rows.append(("whole chat turn", _talk(client, things, turns)))
            rows.append(("memory of the server (RSS)", f"{_rss(server.pid):.0f} MB"))
            return rows
    finally:
        server.terminate()
        server.wait(20)


def _wait(client: httpx.Client, server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit("the server stopped")
        try:
            if client.get("/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.2)
    raise SystemExit("the server did not become ready")


def _things(client: httpx.Client) -> list[str]:
    """Queries made from the catalog's own titles: two to four words of a product's name, seeded."""
    chance = random.Random(7)
    titles: list[str] = []
    for seed in ("cable", "phone", "kitchen", "bag", "game", "light", "set", "black"):
        answer = client.get("/v1/search", params={"q": seed, "k": 50}).json()
        titles += [product["title"] for product in answer["products"]]
    queries: list[str] = []
    for _ in range(100):
        words = chance.choice(titles).split()[:6]
        queries.append(" ".join(words[: chance.randint(2, 4)])[:80])
    return queries


def _talk(client: httpx.Client, things: list[str], turns: int) -> str:
    times: list[float] = []
    while len(times) < turns:
        opened = client.post("/v1/conversations", json={}).json()
        headers = {"Authorization": f"Bearer {opened['token']}"}
        for line in TALK[: turns - len(times)]:
            body = {
                "text": line.format(thing=things[len(times) % len(things)]),
                "client_message_id": secrets.token_hex(8),
            }
            path = f"/v1/conversations/{opened['conversation_id']}/messages"
            start = time.perf_counter()
            client.post(path, json=body, headers=headers).raise_for_status()
            times.append(time.perf_counter() - start)
    return _quantiles(times)


def _spread(call: Callable[[int], httpx.Response], count: int) -> str:
    call(0)
    times: list[float] = []
    for index in range(count):
        start = time.perf_counter()
        call(index).raise_for_status()
        times.append(time.perf_counter() - start)
    return _quantiles(times)


def _quantiles(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=20, method="inclusive")
    return f"p50 {statistics.median(times) * 1000:.0f} ms, p95 {cuts[18] * 1000:.0f} ms (n={len(times)})"


def _rss(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1000
    return float("nan")


if __name__ == "__main__":
    main()
