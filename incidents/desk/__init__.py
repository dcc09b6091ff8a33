"""The desk: one page on which a report is entered and becomes records, as one decision."""
