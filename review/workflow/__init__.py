"""The deeds of staff: submit, approve, return, withdraw, hide, show, redact, renew."""
