"""How fast readers are served: whole requests over HTTP, as ratios to a trivial view in one run."""
