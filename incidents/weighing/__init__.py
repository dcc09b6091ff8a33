"""How well something is known: who knew, what disagrees, what we assess, how that is said."""
