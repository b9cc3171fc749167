"""Text evidence in one place: product facts, policy answers and what reviews say."""

from ecreco.retrieval.evidence import Passage
from ecreco.retrieval.policy_index import PolicyIndex
from ecreco.retrieval.product_facts import ProductFacts
from ecreco.retrieval.review_texts import ReviewSummary, ReviewTexts, Theme

__all__ = ["Passage", "PolicyIndex", "ProductFacts", "ReviewSummary", "ReviewTexts", "Theme"]
