"""Pages of reports: counts and amounts only, of one's own board."""
