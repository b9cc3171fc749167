"""Reading a customer's text against a catalog: constraints, corrected topic, references."""

from ecreco.retrieval.reading.reader import QueryReader, Reading, Span

__all__ = ["QueryReader", "Reading", "Span"]
