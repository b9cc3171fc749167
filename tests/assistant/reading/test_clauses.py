import pytest

from ecreco.assistant.reading.clauses import split_clauses
from ecreco.assistant.reading.language import guess_language


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("Yes. And what is in my cart now?", ["Yes.", "And what is in my cart now?"]),
        ("Hola, busco un reloj", ["Hola", "busco un reloj"]),
        ("under Rs. 500 please", ["under Rs. 500 please"]),
        ("a 1.8 l kettle", ["a 1.8 l kettle"]),
        ("What's the price, and is it blue?", ["What's the price, and is it blue?"]),
        ("Put it in my basket and show me some phone chargers", ["Put it in my basket", "show me some phone chargers"]),
        ("你好，有耳机吗？多少钱", ["你好", "有耳机吗？", "多少钱"]),
        ("??", ["??"]),
    ],
)
def test_clauses(text, clauses):
    assert split_clauses(text) == clauses


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Looking for wired earphones", "en"),
        ("mujhe 2000 ke andar ek smart watch chahiye", "hi-Latn"),
        ("busco una tarjeta de memoria para el móvil", "es"),
        ("ich suche eine kabellose Maus", "de"),
        ("je cherche une souris sans fil", "fr"),
        ("有没有蓝牙耳机", "zh"),
        ("MI Power Bank 3i", "en"),
        ("123", "en"),
    ],
)
def test_language(text, language):
    assert guess_language(text) == language
