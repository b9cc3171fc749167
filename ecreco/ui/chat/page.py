"""The chat page in Gradio: one window, one box to write in, and the buttons a customer looks for."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator
from importlib.resources import files
from typing import Any

import gradio as gr
from fastapi import FastAPI
from markupsafe import escape

from ecreco.assistant.buttons import words
from ecreco.shop.demo import logins_of
from ecreco.ui.chat.client import ApiClient, ApiError, StreamItem
from ecreco.ui.chat.render import thread
from ecreco.ui.chat.thread import Item, apply, restore
from ecreco.ui.http.identity import sign
from ecreco.ui.services import Services

GUEST = "Guest"
_static = files("ecreco.ui.chat") / "static"
Session = dict[str, Any]


def mount_chat(app: FastAPI, services: Services) -> None:
    """Mount the page at `/`. Fonts and scripts are local; the theme asks no font host."""
    page = ChatPage(services)
    theme = gr.themes.Base(
        primary_hue="teal", font=["system-ui", "sans-serif"], font_mono=["ui-monospace", "monospace"]
    )
    css = (_static / "style.css").read_text(encoding="utf-8")
    gr.mount_gradio_app(
        app,
        page.build(),
        path="/",
        theme=theme,
        css=css,
        show_error=False,
        footer_links=[],
        run_history=False,
        ssr_mode=False,
    )


class ChatPage:
    """Builds the page and answers its events. What it knows of a customer lives in the API and in their browser."""

    def __init__(self, services: Services) -> None:
        self.shop = services.shop
        self.secret = services.secret
        self.title = services.shop.info.title
        self.people = _demo_people(services)  # name shown -> customer id
        self.suggestions = services.assistant.suggestions()
        self.says_stock = _says_stock(services)

    def build(self) -> gr.Blocks:
        """The page."""
        with gr.Blocks(title=f"{self.title}: ask the shop", analytics_enabled=False, fill_height=True) as page:
            kept = gr.BrowserState(
                {"id": "", "token": "", "who": GUEST},
                storage_key=f"ecreco-{self.shop.info.name}",
                secret=self.secret[:32],
            )
            items = gr.State([])
            chosen = gr.State([])
            with gr.Row(elem_classes="ec-head", equal_height=True):
                gr.HTML(f"<h1>{escape(self.title)}</h1>", padding=False)
                who = gr.Dropdown(
                    [GUEST, *self.people],
                    value=GUEST,
                    label="Signed in as",
                    visible=bool(self.people),
                    min_width=150,
                    elem_id="ec-who",
                    interactive=True,
                )
            with gr.Column(elem_classes="ec-window"):
                window = gr.HTML(
                    self._html([], []),
                    js_on_load=(_static / "page.js").read_text(encoding="utf-8"),
                    apply_default_css=False,
                    elem_id="ec-thread",
                )
            with gr.Row(equal_height=True):
                box = gr.Textbox(
                    placeholder="Ask about products, reviews, delivery, your orders…",
                    show_label=False,
                    scale=8,
                    lines=1,
                    max_lines=4,
                    max_length=4000,
                    autofocus=True,
                    elem_id="ec-box",
                    container=False,
                )
                send = gr.Button("Send", variant="primary", scale=1, min_width=80, elem_id="ec-send")
            with gr.Row():
                stop = gr.Button("Stop", size="sm", min_width=70, elem_id="ec-stop")
                person = gr.Button("Talk to a person", size="sm", min_width=120, elem_id="ec-person")
                cart = gr.Button("My cart", size="sm", min_width=80, elem_id="ec-cart")
                fresh = gr.Button("New conversation", size="sm", min_width=120, elem_id="ec-new")
            shown = [window, items, chosen, kept]
            # Every customer's turns run side by side; what one sends while an answer runs waits for its end.
            common: dict[str, Any] = {"show_progress": "hidden", "queue": True, "concurrency_limit": None}
            gr.on(
                [send.click, box.submit],
                self.say,
                [box, items, chosen, kept],
                [box, *shown],
                trigger_mode="always_last",
                **common,
            )
            window.click(self.press, [items, chosen, kept], shown, **common)
            person.click(self.ask_person, [items, chosen, kept], shown, **common)
            cart.click(self.show_cart, [items, chosen, kept], shown, **common)
            stop.click(self.stop, [kept], None, **common)
            fresh.click(self.new, [kept], shown, **common)
            who.input(self.sign_in, [who], shown, **common)
            page.load(self.resume, [kept], [*shown, who], **common)
            gr.Timer(4).tick(self.poll, [items, chosen, kept], shown, **common)
        return page

    async def say(
        self, text: str, items: list[Item], chosen: list[str], kept: Session, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """A message from the box. The words stay in the box when they could not be sent."""
        if not text.strip():
            yield text, gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        try:
            client = await self._client(kept, request)
        except ApiError as error:
            items = [*items, Item("assistant", problem=error.detail)]
            yield text, self._html(items, chosen), items, chosen, kept
            return
        stream = client.say(text, secrets.token_urlsafe(12))
        emptied: Any = ""  # once: what the customer writes while the answer runs stays theirs
        async for state in self._follow(stream, [*items, Item("customer", text)], chosen, kept, client):
            yield emptied, *state
            emptied = gr.skip()

    async def press(
        self, items: list[Item], chosen: list[str], kept: Session, request: gr.Request, event: gr.EventData
    ) -> AsyncIterator[tuple[Any, ...]]:
        """A button inside the window."""
        data: dict[str, Any] = getattr(event, "_data", None) or {}
        action = str(data.get("action", ""))
        if action == "thumb":
            yield await self._thumb(data, items, chosen, kept, request)
            return
        if action == "compare":
            product_id = str(data["product_id"])
            chosen = [p for p in chosen if p != product_id] if product_id in chosen else [*chosen, product_id]
            if len(chosen) < 2:
                yield self._html(items, chosen), items, chosen, kept
                return
            arguments: dict[str, Any] = {"product_ids": chosen}
            chosen = []
        else:
            arguments = {name: data[name] for name in ("product_id", "action_id") if data.get(name)}
        async for state in self._act(action, arguments, data.get("text"), items, chosen, kept, request):
            yield state

    async def ask_person(
        self, items: list[Item], chosen: list[str], kept: Session, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """The control that is always there."""
        async for state in self._act("hand_off", {}, None, items, chosen, kept, request):
            yield state

    async def show_cart(
        self, items: list[Item], chosen: list[str], kept: Session, request: gr.Request
    ) -> AsyncIterator[tuple[Any, ...]]:
        """What is in the cart."""
        async for state in self._act("say", {}, "What is in my cart?", items, chosen, kept, request):
            yield state

    async def stop(self, kept: Session, request: gr.Request) -> None:
        """Stop the turn that is running."""
        if kept["id"]:
            try:
                await ApiClient(_base(request), kept["id"], kept["token"]).stop()
            except ApiError as error:
                gr.Warning(error.detail)

    def new(self, kept: Session) -> tuple[Any, ...]:
        """Forget this conversation in the browser and begin another."""
        return self._html([], []), [], [], {"id": "", "token": "", "who": kept["who"]}

    def sign_in(self, who: str) -> tuple[Any, ...]:
        """Become a demo customer: another person, so another conversation."""
        return self._html([], []), [], [], {"id": "", "token": "", "who": who}

    async def resume(self, kept: Session, request: gr.Request) -> tuple[Any, ...]:
        """The conversation the browser remembers, from the server's record of it."""
        kept = {"id": "", "token": "", "who": GUEST, **(kept or {})}
        items: list[Item] = []
        if kept["id"]:
            try:
                items = restore(await ApiClient(_base(request), kept["id"], kept["token"]).transcript())
            except ApiError:
                kept = {**kept, "id": "", "token": ""}
        return self._html(items, []), items, [], kept, kept["who"]

    async def poll(self, items: list[Item], chosen: list[str], kept: Session, request: gr.Request) -> tuple[Any, ...]:
        """Look for a colleague's words, and for the end of an answer that ran when the page was loaded anew."""
        unchanged = gr.skip(), gr.skip(), gr.skip(), gr.skip()
        cut_off = bool(items) and items[-1].pending and items[-1].resumed
        if not kept["id"] or not (cut_off or any(item.handoff or item.who == "staff" for item in items)):
            return unchanged
        if items[-1].pending and not cut_off:  # a live answer is followed by its own stream
            return unchanged
        try:
            found = restore(await ApiClient(_base(request), kept["id"], kept["token"]).transcript())
        except ApiError:
            return unchanged
        if len(found) <= len(items) and not (cut_off and not found[-1].pending):
            return unchanged
        return self._html(found, chosen), found, chosen, kept

    async def _act(
        self,
        action: str,
        arguments: dict[str, Any],
        text: str | None,
        items: list[Item],
        chosen: list[str],
        kept: Session,
        request: gr.Request,
    ) -> AsyncIterator[tuple[Any, ...]]:
        if items and items[-1].pending:
            gr.Info("I am still answering. Please try again in a moment.")
            yield gr.skip(), gr.skip(), gr.skip(), gr.skip()
            return
        try:
            client = await self._client(kept, request)
        except ApiError as error:
            items = [*items, Item("assistant", problem=error.detail)]
            yield self._html(items, chosen), items, chosen, kept
            return
        message_id = secrets.token_urlsafe(12)
        if action == "say" and text:
            items = [*items, Item("customer", text)]
            stream = client.say(text, message_id)
        else:
            items = [*items, Item("customer", words(action, _title(items, arguments.get("product_id"))))]
            stream = client.press(action, arguments, message_id)
        async for state in self._follow(stream, items, chosen, kept, client):
            yield state

    async def _follow(
        self, stream: AsyncIterator[StreamItem], items: list[Item], chosen: list[str], kept: Session, client: ApiClient
    ) -> AsyncIterator[tuple[Any, ...]]:
        kept = {**kept, "id": client.conversation_id, "token": client.token}
        answer = Item("assistant", pending=True)
        items = [*items, answer]
        yield self._html(items, chosen), items, chosen, kept
        try:
            async for event in stream:
                apply(answer, event.kind, event.data)
                yield self._html(items, chosen), items, chosen, kept
        except ApiError as error:
            apply(answer, "error", {"detail": error.detail})
        if answer.pending:
            apply(answer, "error", {"detail": "The answer was cut off. Please ask again."})
        yield self._html(items, chosen), items, chosen, kept

    async def _thumb(
        self, data: dict[str, Any], items: list[Item], chosen: list[str], kept: Session, request: gr.Request
    ) -> tuple[Any, ...]:
        turn_id, value = str(data["turn_id"]), str(data["value"])
        try:
            await ApiClient(_base(request), kept["id"], kept["token"]).feedback(turn_id, value)
        except ApiError as error:
            gr.Warning(error.detail)
            return gr.skip(), gr.skip(), gr.skip(), gr.skip()
        for item in items:
            if item.turn_id == turn_id:
                item.thumb = value
        return self._html(items, chosen), items, chosen, kept

    async def _client(self, kept: Session, request: gr.Request) -> ApiClient:
        client = ApiClient(_base(request), kept["id"], kept["token"])
        if not client.conversation_id:
            customer_id = self.people.get(kept["who"])
            await client.start(sign(self.secret, customer_id) if customer_id else None)
        return client

    def _html(self, items: list[Item], chosen: list[str]) -> str:
        return thread(
            items,
            shop_title=self.title,
            currency=self.shop.info.currency,
            suggestions=self.suggestions,
            chosen=chosen,
            says_stock=self.says_stock,
        )


def _demo_people(services: Services) -> dict[str, str]:
    """Who one may be in the demo shop; in any other shop customers come with a token that the shop signed."""
    return {login.name: login.customer_id for login in logins_of(services.shop)}


def _title(items: list[Item], product_id: str | None) -> str | None:
    """The title of a product that was shown, as the history will have it."""
    shown = (product for item in reversed(items) for product in item.products)
    return next((product["title"] for product in shown if product["product_id"] == product_id), None)


def _says_stock(services: Services) -> bool:
    """Whether the shop's source speaks of stock at all; where it does not, the page claims nothing."""
    return any(product.stock is not None or not product.in_stock for product in services.shop.catalog.all())


def _base(request: gr.Request) -> str:
    """This server's own address on the loopback, whatever name the browser used."""
    host, port = request.request.scope["server"]
    return f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else host}:{port}"
