"""Reading a customer's message: acts by a fine-tuned BERT, exact things by rules."""

from ecreco.assistant.reading.acts import (
    ACT_NAMES,
    Act,
    ActName,
    Asked,
    Language,
    MessageReading,
    ReadingContext,
    Reference,
    Superlative,
)
from ecreco.assistant.reading.reader import MessageReader

__all__ = [
    "ACT_NAMES",
    "Act",
    "ActName",
    "Asked",
    "Language",
    "MessageReader",
    "MessageReading",
    "ReadingContext",
    "Reference",
    "Superlative",
]
