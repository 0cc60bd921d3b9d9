"""What the pages of budget and debt advice send."""
