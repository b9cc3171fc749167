"""A served shop, as a user has it: real commands make it, uvicorn serves it on a free loopback port."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("ECRECO_SHARED", ROOT.parent / "shared"))
COMMAND = [sys.executable, "-c", "from ecreco.ui.cli import main; main()"]


@dataclass(frozen=True)
class Served:
    """A running server and the home it serves from."""

    address: str
    home: Path
    shop: str

    def client(self) -> httpx.Client:
        """A client of its HTTP API."""
        return httpx.Client(base_url=self.address, timeout=60, trust_env=False)


def ecreco(home: Path, *arguments: str, timeout: float = 400) -> subprocess.CompletedProcess[str]:
    """Run one command as a user would."""
    env = {**os.environ, "ECRECO_HOME": str(home), "COLUMNS": "160"}
    env.pop("ECRECO_DATABASE_URL", None)
    return subprocess.run([*COMMAND, *arguments], env=env, capture_output=True, text=True, timeout=timeout)


def free_port() -> int:
    """A port nobody listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def serve(home: Path, shop: str, *command: str) -> Iterator[Served]:
    """Start a server process and stop it afterwards."""
    port = free_port()
    env = {**os.environ, "ECRECO_HOME": str(home)}
    env.pop("ECRECO_DATABASE_URL", None)
    log = home / f"serve-{shop}.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            [*COMMAND, *command, "--port", str(port)], env=env, stdout=output, stderr=subprocess.STDOUT
        )
    served = Served(f"http://127.0.0.1:{port}", home, shop)
    try:
        _wait(served, process, log)
        yield served
    finally:
        process.terminate()
        process.wait(20)


def _wait(served: Served, process: subprocess.Popen[bytes], log: Path) -> None:
    with served.client() as client:
        for _ in range(1200):
            if process.poll() is not None:
                pytest.fail(f"the server stopped:\n{log.read_text()[-3000:]}")
            try:
                if client.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                pass
            time.sleep(0.2)
    pytest.fail(f"the server did not become ready:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """`ecreco demo` on a fresh home."""
    yield from serve(tmp_path_factory.mktemp("demo-home"), "demo", "demo")


@pytest.fixture(scope="session")
def electronics(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The real electronics catalog with its policy, imported and served."""
    catalog = SHARED / "data/catalogs/amazon_sales.csv.gz"
    if not catalog.exists():
        pytest.skip(f"needs {catalog}, which is not here")
    home = tmp_path_factory.mktemp("electronics-home")
    mapping = ROOT / "examples/mappings/amazon_sales.toml"
    for arguments in (
        ("import", str(catalog), "--mapping", str(mapping), "--shop", "electronics"),
        ("import", str(SHARED / "cases/policy_electronics.md"), "--shop", "electronics"),
    ):
        done = ecreco(home, *arguments)
        assert done.returncode == 0, done.stderr
    yield from serve(home, "electronics", "serve", "--shop", "electronics")
