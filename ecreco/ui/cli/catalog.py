"""`ecreco import`, `index`, `search`, `recommend`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from ecreco.shop.errors import CustomerError, OperatorError
from ecreco.shop.settings import Settings, load_settings
from ecreco.ui.cli.common import AsJson, ShopName, console, print_json, progress, shown_price
from ecreco.ui.cli.serving import index as build_index
from ecreco.ui.services import open_recommender

if TYPE_CHECKING:
    from ecreco.shop.shop import Shop


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import")(import_)
    app.command()(index)
    app.command()(search)
    app.command()(recommend)


def import_(
    sources: Annotated[list[Path], typer.Argument(metavar="SOURCE...", help="files to read")],
    shop: ShopName,
    format: Annotated[str | None, typer.Option(help="what the file is, where its name and content do not tell")] = None,
    mapping: Annotated[Path | None, typer.Option(help="mapping file (TOML): column to field")] = None,
    currency: Annotated[
        str | None, typer.Option(help="what a new shop sells in, such as EUR; else what its first prices say")
    ] = None,
    title: Annotated[str | None, typer.Option(help="how the shop is called")] = None,
) -> None:
    """Read catalog, reviews, customers, orders, events or policy texts into a shop."""
    from ecreco.shop.importers import import_sources
    from ecreco.shop.quality import check_quality, print_quality, write_page

    settings = load_settings()
    with _opened(shop, settings) as opened:
        with progress() as report:
            result = import_sources(
                opened, sources, format=format, mapping=mapping, currency=currency, title=title, progress=report
            )
        for line in result.lines():
            console.print(line, markup=False, highlight=False)
        for warning in result.warnings():
            console.print(warning, style="bold red", markup=False, highlight=False, soft_wrap=True)
        quality = check_quality(opened)
        print_quality(quality, console)
        kept = write_page(quality, opened.folder / "reports")
        console.print(f"The whole report with plots: {kept}", markup=False, soft_wrap=True)
    console.print(f"Next: ecreco index --shop {shop}   then: ecreco serve --shop {shop}", markup=False)


@contextmanager
def _opened(name: str, settings: Settings) -> Iterator[Shop]:
    """The shop, made if it is new; a new one that took nothing in leaves nothing behind."""
    from ecreco.shop.shop import Shop

    known = name in Shop.list(settings)
    with Shop.open(name, settings, create=True) as opened:
        try:
            yield opened
        except OperatorError:
            if not known and not settings.database_url and not opened.catalog.count():
                opened.close()
                shutil.rmtree(opened.folder, ignore_errors=True)
            raise


def index(shop: ShopName) -> None:
    """(Re)build the vector and lexical indexes from the database of record."""
    build_index(shop, load_settings(), force=True)
    console.print("Indexes are built.")


def search(
    shop: ShopName,
    text: Annotated[str, typer.Argument(help="what a customer would say")],
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="how many")] = 10,
    as_json: AsJson = False,
) -> None:
    """One search, the same path as the chat's tool."""
    from ecreco.assistant.turn import card_of
    from ecreco.shop.shop import Shop

    if not text.strip():
        raise CustomerError("Please say what you are looking for.", code="empty_query", status=422)
    settings = load_settings()
    with Shop.open(shop, settings) as opened:
        found = open_recommender(opened, settings).find(text, k=k)
        understood = found.reading.constraints.describe(opened.info.currency)
        if as_json:
            products = [card_of(item.product, item.reason) for item in found.items]
            print_json({"query": text, "understood": understood, "fits": found.fits, "products": products})
            return
        if understood:
            console.print(f"Understood: {escape(understood)}")
        if not found.fits:
            console.print("Nothing fits; the nearest alternatives:")
        for item in found.items:
            _line(card_of(item.product, item.reason))


def recommend(
    shop: ShopName,
    customer: Annotated[str | None, typer.Option(help="customer id")] = None,
    product: Annotated[str | None, typer.Option(help="product id")] = None,
    k: Annotated[int, typer.Option("-k", min=1, max=100, help="how many")] = 10,
    as_json: AsJson = False,
) -> None:
    """Recommendations with reasons: for a customer, beside a product, or for anybody."""
    from ecreco.assistant.turn import card_of
    from ecreco.shop.shop import Shop

    settings = load_settings()
    with Shop.open(shop, settings) as opened:
        if customer is not None:
            opened.customers.get(customer)
        if product is not None:
            opened.catalog.get(product)
        items = open_recommender(opened, settings).recommend(customer_id=customer, product_id=product, k=k)
        if as_json:
            print_json({"products": [card_of(item.product, item.reason) for item in items]})
            return
        for item in items:
            _line(card_of(item.product, item.reason))


def _line(shown: dict[str, object]) -> None:
    price = shown_price(shown)
    console.print(f"[bold]{escape(str(shown['title'])[:90])}[/bold]  {price}  [dim]{shown['product_id']}[/dim]")
    if shown["reason"]:
        console.print(f"    {escape(str(shown['reason']))}")
