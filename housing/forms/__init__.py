"""Forms of placements, flats and the Boråd."""
