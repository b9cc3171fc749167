import errno
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecreco.retrieval import index as index_module
from ecreco.retrieval.dense import DenseIndex
from ecreco.retrieval.index import IndexBuilder
from ecreco.retrieval.snapshot import CatalogSnapshot
from ecreco.shop.errors import OperatorError
from tests.retrieval.fakes import WordEncoder, product, small_catalog


def builder(folder: Path, encoder: WordEncoder | None = None, **more: str) -> IndexBuilder:
    return IndexBuilder(folder, "small", encoder or WordEncoder(), **more)  # type: ignore[arg-type]


def snapshot(version: str = "1") -> CatalogSnapshot:
    return CatalogSnapshot(small_catalog(), version)


def test_what_was_built_is_loaded_again(tmp_path: Path) -> None:
    built, report = builder(tmp_path).build(snapshot())
    assert (report.products, report.embedded, report.reused, report.degraded) == (9, 9, 0, None)
    loaded = builder(tmp_path).load(snapshot())
    assert loaded is not None
    assert loaded.dense is not None
    assert np.array_equal(loaded.vectors, built.vectors)


def test_a_changed_catalog_encoder_or_count_is_drift(tmp_path: Path) -> None:
    builder(tmp_path).build(snapshot())
    assert builder(tmp_path).load(snapshot("2")) is None
    assert builder(tmp_path, WordEncoder("other")).load(snapshot()) is None
    assert builder(tmp_path).load(CatalogSnapshot(small_catalog()[:-1], "1")) is None


def test_only_changed_texts_are_encoded_again(tmp_path: Path) -> None:
    builder(tmp_path).build(snapshot())
    products = [replace(small_catalog()[0], price=1), *small_catalog()[1:], product("new", "Garden Hose 10 m")]
    encoder = WordEncoder()
    _, report = builder(tmp_path, encoder).build(CatalogSnapshot(products, "2"))
    assert (report.embedded, report.reused) == (1, 9)
    assert encoder.encoded == 1


def test_another_encoders_vectors_are_not_taken_over(tmp_path: Path) -> None:
    builder(tmp_path).build(snapshot())
    _, report = builder(tmp_path, WordEncoder("other")).build(snapshot())
    assert report.reused == 0


@pytest.mark.parametrize("broken", ["chroma.sqlite3", "vectors.npz", "current.json", "chroma"])
def test_broken_files_make_a_new_build_not_a_crash(tmp_path: Path, broken: str) -> None:
    built, _ = builder(tmp_path).build(snapshot())
    assert built.dense is not None
    built.dense.close()
    victim = next(p for p in tmp_path.rglob(broken))
    if victim.is_dir():
        shutil.rmtree(victim)
    else:
        victim.write_bytes(b"\x00 half written")
    again = builder(tmp_path)
    assert again.load(snapshot()) is None
    rebuilt, _ = again.build(snapshot())
    assert rebuilt.dense is not None
    assert builder(tmp_path).load(snapshot()) is not None


def test_a_build_that_dies_leaves_the_old_index_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder(tmp_path).build(snapshot())
    before = sorted(p.name for p in tmp_path.glob("g*"))

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(DenseIndex, "create", killed)
    with pytest.raises(KeyboardInterrupt):
        builder(tmp_path).build(snapshot("2"))
    monkeypatch.undo()
    assert builder(tmp_path).load(snapshot()) is not None
    assert sorted(p.name for p in tmp_path.glob("g*")) == before


def test_a_full_disk_is_one_sentence_and_keeps_the_old_index(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    builder(tmp_path).build(snapshot())

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(index_module, "save_vectors", full)
    with pytest.raises(OperatorError, match="disk is full") as caught:
        builder(tmp_path).build(snapshot("2"))
    assert caught.value.code == "disk_full"
    monkeypatch.undo()
    assert builder(tmp_path).load(snapshot()) is not None


def test_old_generations_go(tmp_path: Path) -> None:
    for version in "1234":
        builder(tmp_path).build(snapshot(version))
    assert len(list(tmp_path.glob("g*"))) == 2  # the current one, and the one before for who still reads it


def test_without_a_chroma_server_the_build_still_serves(tmp_path: Path) -> None:
    away = "http://127.0.0.1:9"
    built, report = builder(tmp_path, chroma_url=away).build(snapshot())
    assert built.dense is None
    assert report.degraded
    loaded = builder(tmp_path, chroma_url=away).load(snapshot())
    assert loaded is not None
    assert loaded.degraded


def test_an_empty_catalog_is_built_and_loaded(tmp_path: Path) -> None:
    builder(tmp_path).build(CatalogSnapshot([], "0"))
    loaded = builder(tmp_path).load(CatalogSnapshot([], "0"))
    assert loaded is not None
    assert len(loaded.snapshot) == 0
