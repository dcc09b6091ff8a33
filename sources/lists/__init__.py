"""Public lists: filters, counts beside them, and their pages."""
