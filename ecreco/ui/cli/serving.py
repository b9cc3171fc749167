"""`ecreco serve` and `ecreco demo`."""

from __future__ import annotations

import socket
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings, load_settings
from ecreco.ui.cli.common import ShopName, console, progress

Host = Annotated[str, typer.Option(help="address to listen on")]
Port = Annotated[int, typer.Option(help="port to listen on", min=1, max=65535)]

_LONGEST_TURN = timedelta(minutes=2)  # a neighbour's living turn is younger; what is older died with its server


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(demo)
    app.command()(serve)


def demo(host: Host = "127.0.0.1", port: Port = 7860) -> None:
    """Build the demo shop if it is not there and serve it."""
    from ecreco.shop.demo import STAFF_NOTE, build_demo, logins_of
    from ecreco.shop.shop import Shop

    settings = load_settings()
    require_free(host, port)
    with Shop.open("demo", settings, create=True) as shop:
        if not shop.catalog.count():
            today = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)
            with progress() as report:
                build_demo(
                    shop, now=today, progress=lambda what, done, total: report(f"demo shop: {what}", done, total)
                )
        logins = logins_of(shop)
    index("demo", settings)
    console.print("[bold]Demo log-ins[/bold] (choose one in the page's “Signed in as” list):")
    for login in logins:
        console.print(f"  {login.name:<22} {login.customer_id:<12} {login.note}", highlight=False)
    console.print(STAFF_NOTE, highlight=False)
    run("demo", settings, host, port)


def serve(shop: ShopName, host: Host = "127.0.0.1", port: Port = 7860) -> None:
    """Serve one shop: chat page, HTTP API, health and metrics."""
    settings = load_settings()
    require_free(host, port)
    index(shop, settings)
    run(shop, settings, host, port)


def index(name: str, settings: Settings, *, force: bool = False) -> None:
    """Build the indexes when they are missing or stale, with a bar."""
    from ecreco.retrieval.encoder import Encoder
    from ecreco.retrieval.search import SearchEngine
    from ecreco.shop.shop import Shop

    with Shop.open(name, settings) as shop, progress() as report:
        if not shop.catalog.count():
            raise OperatorError(
                f"The shop {name!r} has no products yet: ecreco import FILE --shop {name}", code="empty_shop"
            )
        engine = SearchEngine.open(
            shop,
            Encoder.load(settings),
            chroma_url=settings.chroma_url,
            progress=lambda done, total: report("index", done, total),
        )
        if force:
            engine.rebuild(lambda done, total: report("index, made anew", done, total))
        engine.close()


def run(name: str, settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted."""
    import uvicorn

    from ecreco.ui.http import create_app
    from ecreco.ui.services import open_services

    with console.status("Loading the models"):
        services = open_services(name, settings)
        services.shop.conversations.recover(older_than=_LONGEST_TURN)
        app = create_app(services)
    address = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
    console.print(f"\n[bold]{services.shop.info.title}[/bold] is served:")
    for what, path in (("chat", "/"), ("API", "/docs"), ("health", "/readyz"), ("metrics", "/metrics")):
        console.print(f"  {what:<8} {address}{path}")
    uvicorn.run(app, host=host, port=port, log_level="warning", timeout_graceful_shutdown=5)


def require_free(host: str, port: int) -> None:
    """Raise OperatorError when somebody else listens there, before minutes are spent on loading."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise OperatorError(
                f"Port {port} on {host} cannot be used ({error.strerror or error}). "
                f"Stop what listens there or choose another with --port.",
                code="port_busy",
            ) from error
