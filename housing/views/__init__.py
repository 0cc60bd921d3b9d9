"""The pages of housing."""
