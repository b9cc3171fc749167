"""Reviews that a product's row carries in cells of its own, taken apart as honestly as the cells allow."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import datetime

from ecreco.shop.importers import transforms
from ecreco.shop.importers.cleaning import one_line, plain_text
from ecreco.shop.importers.transforms import NoValue
from ecreco.shop.records import Review

_COMMA = re.compile(r",(?! )")
# Marks that a shop's page prints behind a name.
_BADGE = re.compile(r"\s+(?:TOP \d+ REVIEWER|VINE VOICE|HALL OF FAME|\(.*REVIEWER\)).*$")
_LINKS = re.compile(r"https?://\S+?\.(?:jpe?g|png|webp|gif)(?:\?\S*)?", re.IGNORECASE)


def scoped_id(product_id: str, source_id: str) -> str:
    """A review's id within its product.

    Shops list one review set under several variants; each product then has its own record of the review and the
    source's id stays readable after the colon, so that the quality report can tell how many are shared.
    """
    return f"{product_id}:{source_id}"


def joined_reviews(product_id: str, ids: str, titles: str, texts: str, users: str) -> list[Review]:
    """Reviews whose ids, titles, texts and users were each joined by commas, as in the amazon_sales export.

    Ids hold no commas, so their number is right. Texts do: a comma with a blank after it is part of a text, and a
    piece that goes on in lower case or with a digit belongs to the piece before it, but only where that brings the
    count to the number of ids exactly. Otherwise nobody can tell where one review ends: the whole text is then kept
    as one review under the first id, rather than words put into the wrong mouth. Links to pictures are dropped.
    """
    keys = [key.strip() for key in ids.split(",") if key.strip()]
    if not keys:
        return []
    names = [name.strip() for name in users.split(",")] if users else []
    title_parts, text_parts = _pieces(titles, len(keys)), _pieces(texts, len(keys))
    if text_parts is None or title_parts is None:
        whole = plain_text(_LINKS.sub(" ", texts)) or plain_text(titles)
        title = one_line(title_parts[0]) if title_parts and len(keys) == 1 else ""
        return [Review(review_id=scoped_id(product_id, keys[0]), product_id=product_id, title=title, text=whole)]
    reviews: dict[str, Review] = {}
    for at, key in enumerate(keys):
        user = names[at] if len(names) == len(keys) else None
        reviews.setdefault(
            key,
            Review(
                review_id=scoped_id(product_id, key),
                product_id=product_id,
                title=one_line(title_parts[at]),
                text=plain_text(_LINKS.sub(" ", text_parts[at])),
                customer_id=user or None,
            ),
        )
    return [review for review in reviews.values() if review.text or review.title]


def _pieces(cell: str, count: int) -> list[str] | None:
    """The cell in `count` pieces, or None where that is not sure."""
    if count == 1:
        return [cell]
    pieces = _COMMA.split(cell)
    continued = [at for at in range(1, len(pieces)) if pieces[at][:1].islower() or pieces[at][:1].isdigit()]
    if len(pieces) - len(continued) == count and len(pieces) != count:
        merged: list[str] = []
        for at, piece in enumerate(pieces):
            if at in continued:
                merged[-1] += "," + piece
            else:
                merged.append(piece)
        return merged
    return pieces if len(pieces) == count else None


def parted_reviews(product_id: str, cell: str, record: str, field: str) -> tuple[list[Review], list[str]]:
    """Reviews written as `title // stars // date // By NAME on DATE // text`, parted by ` | `, and what failed.

    record, field: the two separators. A separator inside a text does no harm: a new review begins only where a
    title is followed by stars. Of a last review that the source cut off, title and stars are kept. Two reviews
    that say the same by the same person on the same day are one.
    """
    f, bar = re.escape(field.strip()), re.escape(record.strip())
    title = rf"(?:(?!{f}\s|\s{bar}\s).)*?"
    head = re.compile(rf"(?:\A|\s{bar}\s)\s*(?P<title>{title})\s*{f}\s*(?P<stars>\d(?:\.\d)?)\s*{f}\s", re.DOTALL)
    heads = list(head.finditer(cell))
    problems = [] if heads or not cell.strip() else ["no review of the form title, stars, date, author, text is in it"]
    if heads and cell[: heads[0].start()].strip():
        problems.append("the text before the first whole review was left out")
    # a cell that was cut off may end with the title of a review and a few characters of its stars
    mark = re.escape(field.strip()[0])
    stump = re.compile(rf"\s{bar}\s(?:(?!\s{bar}\s).)*\s{mark}[{mark}\d. ]{{0,8}}\Z", re.DOTALL)
    reviews: dict[str, Review] = {}
    for at, found in enumerate(heads):
        end = heads[at + 1].start() if at + 1 < len(heads) else len(cell)
        if at + 1 == len(heads) and (cut := stump.search(cell, found.end())):
            end = cut.start()
        rest = re.split(rf"\s*{f}(?:\s|$)", cell[found.end() : end], maxsplit=2)
        review, problem = _parted(product_id, found["title"], found["stars"], rest)
        problems.extend(problem)
        reviews.setdefault(review.review_id, review)
    return list(reviews.values()), problems


def _parted(product_id: str, head: str, raw_stars: str, rest: Sequence[str]) -> tuple[Review, Sequence[str]]:
    """One review from its title, its stars and [date, byline, text]; fewer parts where the source broke off."""
    problems = []
    stars: float | None = None
    at: datetime | None = None
    whole = len(rest) == 3
    try:
        stars = transforms.rating(raw_stars, {})
        # of a date that was cut off nobody knows how it went on
        at = transforms.date(rest[0], {}) if len(rest) > 1 else None
    except NoValue:
        stars = None
    except ValueError as error:
        problems.append(str(error))
    byline = re.fullmatch(r"\s*By\s+(?P<name>.*?)(?:\s+on\s+\d[^/]*)", rest[1], re.DOTALL) if whole else None
    title, name, text = (
        one_line(head),
        _BADGE.sub("", one_line(byline["name"])) if byline else "",
        plain_text(rest[2]) if whole else "",
    )
    digest = hashlib.sha256("\x1f".join((title, name, rest[0], text)).encode()).hexdigest()[:16]
    review = Review(
        review_id=scoped_id(product_id, digest),
        product_id=product_id,
        title=title,
        text=text,
        rating=stars,
        author=name or None,
        at=at,
    )
    return review, problems
