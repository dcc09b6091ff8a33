"""Dates, words and letters: parsed, searched, ordered, and questioned."""
