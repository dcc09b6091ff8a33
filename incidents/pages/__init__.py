"""The public pages of incidents."""
