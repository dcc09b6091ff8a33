"""How well something is known: corroborated, disputed, assessed, and how that is said."""
