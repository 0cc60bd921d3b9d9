"""One factory for every model, so that a test names only what it is about."""
