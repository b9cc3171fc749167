"""Policy texts in Markdown: each `## ` heading is one section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecreco.shop.importers.cleaning import one_line, plain_text
from ecreco.shop.importers.items import Item, Reject
from ecreco.shop.importers.sources import Source
from ecreco.shop.importers.tables import BadRow
from ecreco.shop.records import Policy

_HEADING = re.compile(r"^##\s+(?P<title>.+?)\s*#*\s*$")
_MAX_SECTION = 200_000


class PolicyReader:
    """One item with every section of the text, since a policy import replaces the policies as a whole."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def __iter__(self) -> Iterator[Item]:
        item = Item(1)
        title, start, body, size = "", 0, list[str](), 0
        stream = self._source.lines()
        for number, line in enumerate(stream, 1):
            heading = _HEADING.match(line)
            if heading:
                self._close(item, title, start, body)
                title, start, body, size = one_line(heading["title"]), number, [], 0
                continue
            size += len(line)
            if title and size < _MAX_SECTION:
                body.append(line)
        self._close(item, title, start, body)
        if stream.problem:
            item.rejects.append(Reject.of_bad_row(BadRow(start, stream.problem, title, cut=True)))
        item.rows = len(item.policies) + sum(reject.row for reject in item.rejects)
        if not item.policies and not item.rejects:
            item.rejects.append(Reject.of_row(1, "no line begins with '## ', so there is no section in it"))
            item.rows = 1
        yield item

    def product_ids(self) -> Iterator[str]:
        """None: policies are of no product."""
        return iter(())

    def price_texts(self) -> Iterator[str]:
        """None: what a policy says of money is no price."""
        return iter(())

    def _close(self, item: Item, title: str, start: int, body: list[str]) -> None:
        if not title:
            return
        # paragraphs stay apart: answers quote them one by one
        paragraphs = [plain_text(part) for part in re.split(r"\n\s*\n", "".join(body).replace("\r\n", "\n"))]
        text = "\n\n".join(part for part in paragraphs if part)
        if not text:
            item.rejects.append(Reject.of_row(start, "the section has no text", title))
            return
        key = re.sub(r"\W+", "-", title.casefold()).strip("-") or f"section-{start}"
        taken = {policy.policy_id for policy in item.policies}
        unique, number = key, 2
        while unique in taken:
            unique, number = f"{key}-{number}", number + 1
        item.policies.append(Policy(policy_id=unique, title=title, text=text, position=len(item.policies)))
