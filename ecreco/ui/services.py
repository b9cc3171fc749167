"""What every door needs: one shop opened with its assistant and recommender, and the secret that signs tokens."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from ecreco.shop.settings import Settings
from ecreco.shop.shop import Shop

if TYPE_CHECKING:
    from ecreco.assistant.assistant import Assistant
    from ecreco.recommender.engine import Recommender


@dataclass(frozen=True)
class Services:
    """One shop, open, with everything that serves it."""

    shop: Shop
    assistant: Assistant
    recommender: Recommender
    settings: Settings
    secret: str


def open_services(name: str, settings: Settings) -> Services:
    """Open a shop and load its models. Raises OperatorError when the shop is unknown or has no catalog."""
    from ecreco.assistant.assistant import Assistant

    shop = Shop.open(name, settings)
    assistant = Assistant.open(shop, settings)
    recommender = cast("Recommender", assistant.recommender)  # the assistant needs less of it than the doors do
    return Services(shop, assistant, recommender, settings, signing_secret(shop.folder, settings))


def open_recommender(shop: Shop, settings: Settings) -> Recommender:
    """The ranking alone, for commands that need no conversation."""
    from ecreco.recommender.engine import Recommender
    from ecreco.retrieval.encoder import Encoder
    from ecreco.retrieval.search import SearchEngine

    engine = SearchEngine.open(shop, Encoder.load(settings), chroma_url=settings.chroma_url)
    return Recommender.open(shop, engine, settings)


def signing_secret(folder: Path, settings: Settings) -> str:
    """The operator's JWT secret, or one made once for this shop and kept readable by its owner alone."""
    if settings.jwt_secret:
        return settings.jwt_secret
    path = folder / "signing.key"
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(handle, "w") as file:
        secret = secrets.token_urlsafe(48)
        file.write(secret)
    return secret
