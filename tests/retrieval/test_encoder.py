from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from ecreco.retrieval.encoder import Encoder
from ecreco.shop.errors import OperatorError
from ecreco.shop.settings import Settings


def test_vectors_have_length_one_and_do_not_depend_on_their_batch(encoder: Encoder) -> None:
    texts = ["a kettle", "a much longer text about a desk lamp with three levels of brightness " * 3, "kettle"]
    together = encoder.encode(texts)
    assert together.shape == (3, encoder.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for row, text in enumerate(texts):
        assert np.allclose(together[row], encoder.encode([text])[0], atol=1e-4)


def test_meaning_is_what_is_near(encoder: Encoder) -> None:
    query = encoder.encode_query("something to boil water")
    kettle, lamp = encoder.encode(["electric kettle", "desk lamp"])
    assert query @ kettle > query @ lamp


def test_nothing_gives_an_empty_matrix_and_an_empty_text_a_vector(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.dimension)
    assert np.isfinite(encoder.encode([""])).all()


def test_a_query_asked_again_is_remembered(encoder: Encoder) -> None:
    assert encoder.encode_query("blue pens") is encoder.encode_query("blue pens")


def test_threads_may_share_it(encoder: Encoder) -> None:
    texts = [f"product number {i} of the shop" for i in range(24)]
    expected = encoder.encode(texts)
    with ThreadPoolExecutor(6) as pool:
        found = list(pool.map(lambda t: encoder.encode([t])[0], texts))
    assert np.allclose(found, expected, atol=1e-4)


def test_progress_reaches_the_total(encoder: Encoder) -> None:
    told: list[tuple[int, int]] = []
    encoder.encode(["text"] * 40, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (40, 40)


def test_a_folder_without_a_model_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(OperatorError, match="no encoder"):
        Encoder.load(Settings(encoder=str(tmp_path)))
    (tmp_path / "config.json").write_text('{"model_type": "bert"}')
    with pytest.raises(OperatorError, match="could not be read"):
        Encoder.load(Settings(encoder=str(tmp_path)))
