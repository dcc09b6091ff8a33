"""The project's own PostgreSQL, for the demo and the tests; a real site has its own."""
