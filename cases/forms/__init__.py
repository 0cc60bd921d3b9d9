"""What the household's pages ask for."""
