"""Ecreco: a conversational shopping assistant that a shop runs itself."""
