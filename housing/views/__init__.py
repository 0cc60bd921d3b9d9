"""Pages of housing and of the Boråd."""
