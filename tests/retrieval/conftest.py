"""The real encoder, loaded once: what depends on meaning is tested with the model that ships."""

from __future__ import annotations

import pytest

from ecreco.retrieval.encoder import Encoder
from ecreco.shop.settings import Settings


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return Encoder.load(Settings(encoder=None))
