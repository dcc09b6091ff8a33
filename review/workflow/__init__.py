"""The deeds of staff: submit, approve, return, hide, show, redact, renew."""
