"""The public pages of actors, sources and statements."""
