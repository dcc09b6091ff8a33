"""How a day is written, in each language of the interface."""
