"""Items to HTML. Everything that others wrote is escaped; Markdown of replies may hold no HTML, links or images."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from jinja2 import Environment, PackageLoader
from markdown_it import MarkdownIt
from markupsafe import Markup

from ecreco.shop.money import format_money, to_minor
from ecreco.ui.chat.thread import Item

_markdown = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable(["link", "image", "autolink", "html_block"])
)


def _money(value: Any, currency: str) -> str:
    return "price not listed" if value is None else format_money(to_minor(value, currency), currency)


def _apart(text: str) -> str:
    """A line after a list is a paragraph of its own, not the list's last words."""
    return re.sub(r"^([-*] .*)\n(?![-*] |\s|$)", r"\1\n\n", text, flags=re.MULTILINE)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ecreco.ui.chat"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["markdown"] = lambda text: Markup(_markdown.render(_apart(text)))
    environment.filters["money"] = _money
    environment.filters["path"] = lambda text: quote(str(text), safe="")
    return environment


def thread(
    items: list[Item], *, shop_title: str, currency: str, suggestions: list[str], chosen: list[str], says_stock: bool
) -> str:
    """The whole window. chosen: products marked for comparison. says_stock: whether the shop knows its stock."""
    template = _environment().get_template("thread.html.j2")
    return template.render(
        items=items,
        shop_title=shop_title,
        currency=currency,
        suggestions=suggestions,
        chosen=chosen,
        says_stock=says_stock,
    )
