"""Staff pages for whatever is reviewed; the app's `ready` registers them."""
