"""Consent taken back, given again, and what a lawyer forbids to erase."""
