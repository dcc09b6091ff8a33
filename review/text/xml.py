"""Texts in XML: feeds, sitemaps and drawings."""

import re

NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml(text: str) -> str:
    """Without the characters that XML cannot hold in any way."""
    return NOT_XML.sub("", text)
