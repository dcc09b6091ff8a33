"""The list of incidents: its filters, and the figures of what they find."""
