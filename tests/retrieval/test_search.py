import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecreco.retrieval import search as search_module
from ecreco.retrieval.constraints import Constraints
from ecreco.retrieval.dense import DenseIndex, DenseUnavailable
from ecreco.retrieval.search import SearchEngine
from tests.retrieval.fakes import MemoryCatalog, MemoryShop, WordEncoder, product, small_catalog


def open_engine(folder: Path) -> SearchEngine:
    shop = MemoryShop(folder, MemoryCatalog(small_catalog()))
    return SearchEngine.open(shop, WordEncoder())  # type: ignore[arg-type]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[SearchEngine]:
    opened = open_engine(tmp_path)
    yield opened
    opened.close()


def ids(engine: SearchEngine, text: str, **more: object) -> list[str]:
    return [h.product_id for h in engine.search(text, **more).hits]  # type: ignore[arg-type]


def test_the_kind_asked_for_comes_first(engine: SearchEngine) -> None:
    assert set(ids(engine, "electric kettle")[:4]) == {"k0", "k1", "k2", "k3"}
    assert ids(engine, "desk lamp")[0] == "l1"


def test_constraints_said_in_the_text_hold(engine: SearchEngine) -> None:
    result = engine.search("electric kettle under $26")
    assert {h.product_id for h in result.hits} <= {p.product_id for p in small_catalog() if (p.price or 0) <= 2600}
    assert {"k0", "k1"} <= {h.product_id for h in result.hits}
    assert result.fits


def test_given_constraints_replace_those_read(engine: SearchEngine) -> None:
    found = ids(engine, "electric kettle under $26", constraints=Constraints(min_price=3000))
    assert found[:2] == ["k2", "k3"] or found[:2] == ["k3", "k2"]


def test_hits_are_sorted_and_their_score_is_the_sum_of_its_parts(engine: SearchEngine) -> None:
    hits = engine.search("steel kettle").hits
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert all(h.score == pytest.approx(h.dense + 0.04 * h.lexical + 0.1 * h.wish, abs=1e-5) for h in hits)


def test_k_bounds_the_hits_and_families_can_be_folded(engine: SearchEngine) -> None:
    assert len(ids(engine, "usb cable", k=2)) == 2
    folded = ids(engine, "usb cable", one_per_family=True)
    assert len([i for i in folded if i.startswith("c")]) == 1


def test_what_the_shop_does_not_have_does_not_fit(engine: SearchEngine) -> None:
    assert not engine.search("zeppelin hangar").fits
    assert not engine.search("bicycle helmet").fits


def test_a_wish_that_leaves_nothing_is_dropped_and_said(engine: SearchEngine) -> None:
    result = engine.search("desk lamp", constraints=Constraints(max_price=1, min_rating=1.0))
    assert not result.fits
    assert result.relaxed == ("price",)
    assert result.hits[0].product_id == "l1"


def test_what_must_not_come_never_comes(engine: SearchEngine) -> None:
    result = engine.search("electric kettle", constraints=Constraints(brands_not=("Brewster",), max_price=1))
    names = {p.product_id: p for p in small_catalog()}
    assert all(names[h.product_id].brand != "Brewster" for h in result.hits)


def test_without_chroma_the_same_products_come_and_it_is_said(
    engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = ids(engine, "electric kettle")

    def down(*_: object, **__: object) -> None:
        raise DenseUnavailable("the vector index could not be asked: gone")

    monkeypatch.setattr(DenseIndex, "query", down)
    result = engine.search("electric kettle")
    assert [h.product_id for h in result.hits] == before
    assert result.degraded
    monkeypatch.undo()
    assert engine.search("electric kettle").degraded  # not asked again at once


def test_without_the_encoder_words_still_find(engine: SearchEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object) -> None:
        raise RuntimeError("CUDA error: device lost")

    monkeypatch.setattr(WordEncoder, "encode_query", gone)
    result = engine.search("desk lamp")
    assert result.hits[0].product_id == "l1"
    assert result.degraded


def test_similar_leaves_the_product_and_its_family_out(engine: SearchEngine) -> None:
    assert {h.product_id for h in engine.similar("k0", 3)} == {"k1", "k2", "k3"}
    assert not [h for h in engine.similar("c0", 9) if h.product_id.startswith("c")]
    assert engine.similar("nope", 3) == []


def test_vectors_come_by_id_with_zeros_for_unknown_ones(engine: SearchEngine) -> None:
    vectors = engine.vector(["k0", "nope"])
    assert np.linalg.norm(vectors[0]) == pytest.approx(1.0, abs=1e-5)
    assert not vectors[1].any()


def test_without_a_topic_the_best_rated_come_first(engine: SearchEngine) -> None:
    assert ids(engine, "under $26", constraints=Constraints(max_price=2600))[0] in {"l2", "c0", "c1", "c2"}
    assert ids(engine, "", constraints=Constraints(min_price=2000, max_price=3600))[0] == "k3"


def test_an_empty_message_and_a_long_one_are_answered(engine: SearchEngine) -> None:
    assert engine.search("").hits
    assert isinstance(engine.search("lamp " * 5000).hits, tuple)


def test_an_empty_shop_is_searched_without_a_crash(tmp_path: Path) -> None:
    engine = SearchEngine.open(MemoryShop(tmp_path, MemoryCatalog([])), WordEncoder())  # type: ignore[arg-type]
    result = engine.search("lamp")
    assert (result.hits, result.fits) == ((), False)
    engine.close()


def test_a_changed_catalog_is_followed_without_a_restart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_module, "_CHECK_EVERY", 0.0)
    catalog = MemoryCatalog(small_catalog())
    engine = SearchEngine.open(MemoryShop(tmp_path, catalog), WordEncoder())  # type: ignore[arg-type]
    catalog.products = [replace(catalog.products[0], price=1), *catalog.products[1:], product("new", "Garden Hose")]
    catalog.revision += 1
    deadline = time.monotonic() + 20
    while "new" not in ids(engine, "garden hose")[:1] and time.monotonic() < deadline:
        time.sleep(0.05)
    assert ids(engine, "garden hose")[0] == "new"
    kept = engine.products.get("k0")
    assert kept is not None
    assert kept.price == 1
    engine.close()


def test_searches_go_on_from_many_threads_while_the_index_is_made_anew(engine: SearchEngine) -> None:
    with ThreadPoolExecutor(8) as pool:
        rebuilt = pool.submit(engine.rebuild)
        found = list(pool.map(lambda _: ids(engine, "desk lamp")[0], range(60)))
    assert set(found) == {"l1"}
    assert rebuilt.result().products == 9
