"""`ecreco chat`: the same assistant in a terminal."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Annotated, Any

import typer
from rich.markdown import Markdown
from rich.markup import escape

from ecreco.shop.settings import load_settings
from ecreco.ui.cli.common import AsJson, ShopName, console, errors, print_json, shown_price
from ecreco.ui.services import Services, open_services


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(chat)


def chat(
    shop: ShopName,
    once: Annotated[str | None, typer.Option(help="say this and leave")] = None,
    customer: Annotated[str | None, typer.Option(help="customer id to be signed in as")] = None,
    as_json: AsJson = False,
) -> None:
    """Talk to the assistant."""
    with errors.status("Loading the models"):
        here = open_services(shop, load_settings())
    if customer is not None:
        here.shop.customers.get(customer)
    conversation = here.assistant.start(customer_id=customer)
    if once is not None:
        _say(here, conversation.conversation_id, once, as_json)
        return
    if not as_json:
        console.print(
            f"[bold]{escape(here.shop.info.title)}[/bold]: ask me anything about the shop. Empty line to leave."
        )
    while text := _ask():
        _say(here, conversation.conversation_id, text, as_json)


def _ask() -> str:
    try:
        return input("> ").strip()
    except EOFError:
        return ""


def _say(here: Services, conversation_id: str, text: str, as_json: bool) -> None:
    turn = here.assistant.take_turn(conversation_id, text, secrets.token_hex(8))
    result: Mapping[str, Any] = turn.result or {}
    if as_json:
        print_json(result)
        return
    console.print(Markdown(result.get("reply", "")))
    for number, product in enumerate(result.get("products", []), 1):
        stars = f"{product['rating']}★" if product["rating"] is not None else "not rated"
        stock = "in stock" if product["in_stock"] else "out of stock"
        price = shown_price(product)
        console.print(f"  {number}. [bold]{escape(product['title'][:90])}[/bold]")
        console.print(f"     {price} · {stars} · {stock} · [dim]{escape(product['reason'] or '')}[/dim]")
    if result.get("handoff"):
        console.print(
            f"[yellow]A person will take over (place {result['handoff']['queue_position']} in the queue).[/yellow]"
        )
