from __future__ import annotations

import pytest

from ecreco.shop.demo import DemoData, make_demo


@pytest.fixture(scope="session")
def demo() -> DemoData:
    return make_demo()
