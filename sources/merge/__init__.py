"""Sources that are one, and actors that are one: told apart, or merged."""
