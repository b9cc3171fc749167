import numpy as np

from ecreco.retrieval.lexical import LexicalIndex
from ecreco.retrieval.profiles import profile
from tests.retrieval.fakes import product, small_catalog


def made() -> LexicalIndex:
    return LexicalIndex([profile(p) for p in small_catalog()])


def test_the_title_counts_more_than_the_running_text() -> None:
    index = LexicalIndex(
        [profile(product("a", "Desk lamp")), profile(product("b", "Desk fan", about=("goes with any lamp",)))]
    )
    scores = index.scores(index.query_terms("lamp"))
    assert scores[0] > scores[1] > 0


def test_compounds_are_cut_and_joined_as_the_catalog_writes_them() -> None:
    index = LexicalIndex([profile(product("a", "Fast pen drive")), profile(product("b", "Tiny earbuds"))])
    assert np.argmax(index.scores(index.query_terms("pendrive"))) == 0
    assert np.argmax(index.scores(index.query_terms("ear buds"))) == 1


def test_unknown_words_and_no_words_score_nothing() -> None:
    index = made()
    assert not index.scores(index.query_terms("zeppelin")).any()
    assert not index.scores([]).any()


def test_coverage_weighs_rare_words_more() -> None:
    index = made()
    row = 0  # a kettle
    both = index.query_terms("electric kettle")
    assert index.coverage(both, row) == 1.0
    assert index.coverage([*both, "zeppelin"], row) < 0.67
    assert index.coverage(index.query_terms("cord"), row, named=True) == 0.0


def test_an_empty_catalog_can_be_asked() -> None:
    index = LexicalIndex([])
    assert len(index.scores(index.query_terms("lamp"))) == 0
