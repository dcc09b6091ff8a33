"""Actors and sources as records: public documents, index rows, what can be taken out again."""
