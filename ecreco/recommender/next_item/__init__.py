"""What a customer buys next: models over purchase sequences and product texts, and their learned fusion.

Every model here is a `NextItemModel`; products are indices into an `Assortment`, which knows their ids and texts.
"""
