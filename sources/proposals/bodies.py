"""What a body is called that speaks in a sentence, though nobody entered it as an actor yet.

In English alone: there a body's words are the same in every case. Nothing that may hold a
personal name is taken.
"""

import re

# A body is known by the last word of its noun.
_KINDS = (
    r"office|ministry|service|police|command|brigade|battalion|regiment|staff|administration|council"
    r"|commission|mission|court|institute|agency|department|directorate|committee|headquarters"
)
_WORD = r"[^\W\d_][\w’'-]*|\d+(?:st|nd|rd|th)"
_NAMED = (
    rf"(?P<body>(?:(?:{_WORD})[ ]){{0,6}}(?i:{_KINDS})"
    rf"(?:[ ]of(?:[ ](?:{_WORD})){{1,4}}?)?)"
)
_WHEN = r"(?:[ ]on[ ](?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ ]earlier|[ ]later|[ ]also)?"
_SAYS = rf"{_WHEN}[ ](?:said|says|stated|added|reported|announced|confirmed|told)(?!\w)"
_SPEAKING = [
    # Behind what is said, or at the beginning of the sentence.
    re.compile(rf"(?:,[\"”’]?[ ]|\A[\"“]?)(?:[Tt]he[ ])?{_NAMED}{_SAYS}"),
    re.compile(rf"(?i:according[ ]to)[ ](?:the[ ])?{_NAMED}(?=[.,]|{_WHEN}[.,]|\Z)"),
]
# Capitals of a body's name: its kind, where it is, whose it is.
_OF_BODIES = frozenset(
    "Prosecutor General General's General’s Prosecutor's Prosecutor’s Prosecutors Ministry Defence"
    " Defense Interior Foreign Affairs Justice Security Service National Police State Regional"
    " Russian Ukrainian Russia Russia's Russia’s Ukraine Ukraine's Ukraine’s Moscow's Moscow’s"
    " Kyiv's Kyiv’s Donetsk Luhansk Kharkiv Kherson Zaporizhzhia Sumy Chernihiv Kyiv Kursk Belgorod"
    " Dnipropetrovsk Oblast Region Human Rights UN Supreme District Military Administration Armed"
    " Forces Ground Land Air Naval Main Intelligence Directorate Office Staff Command Commission"
    " Committee Council Mission Court Institute Agency Department Brigade Battalion Regiment"
    " Separate Mechanized Mechanised Rifle Motor Assault Airborne Marine Guards Territorial"
    " Ombudsman's Ombudsman’s".split()
)
MOST_WORDS = 8
_NO_BODY = re.compile(
    r"\b(?:a|an|his|her|their|its|our|my|no|from|by|in|at|for|and|with|who|whom|which|that|where)\b"
)


def body_that_speaks(sentence: str) -> str:
    """Its words without the article; "" where it may be a person, or where several speak."""
    found = {one["body"].strip() for pattern in _SPEAKING for one in pattern.finditer(sentence)}
    if len(found) != 1:
        return ""
    [body] = found
    words = body.split()
    if len(words) < 2 or len(words) > MOST_WORDS or _NO_BODY.search(body):
        return ""
    is_named = any(word[0].isupper() and word not in _OF_BODIES for word in words)
    return "" if is_named else body
