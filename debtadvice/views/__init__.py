"""Pages of budget and debt advice."""
