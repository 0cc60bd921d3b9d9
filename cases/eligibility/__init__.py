"""Rules: facts in, an answer with its reasons out. No queries."""
