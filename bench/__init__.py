"""Measurements, each against something in the same run."""
