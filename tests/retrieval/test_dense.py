from pathlib import Path

import numpy as np
import pytest

from ecreco.retrieval.dense import DenseIndex, DenseUnavailable, metadata
from tests.retrieval.fakes import WordEncoder, product, small_catalog


def made(folder: Path) -> DenseIndex:
    products = small_catalog()
    return DenseIndex.create(folder, "products", products, WordEncoder().encode([p.title for p in products]))


def test_the_nearest_come_first_with_their_cosine(tmp_path: Path) -> None:
    index = made(tmp_path)
    found = index.query(WordEncoder().encode_query("Halden Desk Lamp with Clamp"), 3)
    assert found[0][0] == "l1"
    assert found[0][1] == pytest.approx(1.0, abs=1e-5)
    assert [s for _, s in found] == sorted((s for _, s in found), reverse=True)
    index.close()


def test_filters_are_chromas_over_the_metadata(tmp_path: Path) -> None:
    index = made(tmp_path)
    found = index.query(WordEncoder().encode_query("kettle"), 20, where={"price": {"$lt": 1000}})
    assert {i for i, _ in found} == {"c0", "c1", "c2"}
    index.close()


def test_what_was_written_is_read_back_after_a_restart(tmp_path: Path) -> None:
    made(tmp_path).close()
    index = DenseIndex.open(tmp_path, "products", count=len(small_catalog()))
    vectors = index.vectors()
    assert set(vectors) == {p.product_id for p in small_catalog()}
    assert np.allclose([np.linalg.norm(v) for v in vectors.values()], 1.0, atol=1e-5)
    index.close()


def test_absent_incomplete_and_broken_indexes_say_so(tmp_path: Path) -> None:
    with pytest.raises(DenseUnavailable, match="not there"):
        DenseIndex.open(tmp_path / "nothing", "products", count=0)
    made(tmp_path / "a").close()
    with pytest.raises(DenseUnavailable, match="incomplete"):
        DenseIndex.open(tmp_path / "a", "products", count=99)
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "chroma.sqlite3").write_bytes(b"half a file" * 500)
    with pytest.raises(DenseUnavailable):
        DenseIndex.open(tmp_path / "b", "products", count=9)


def test_metadata_leaves_out_what_a_product_lacks() -> None:
    bare = metadata(product("a", "Lamp", brand=None, price=None, rating=None))
    assert bare == {"in_stock": True, "family": "a"}


def test_a_server_that_is_away_is_unavailable() -> None:
    with pytest.raises(DenseUnavailable):
        DenseIndex.open("http://127.0.0.1:9", "products", count=1)
