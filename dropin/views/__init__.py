"""Pages of the drop-in."""
