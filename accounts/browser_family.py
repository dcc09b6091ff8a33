"""Which browser and which system somebody uses, in two words that they know."""

# The first that is found: most browsers name others too.
BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser/": "Samsung Internet",
    "YaBrowser/": "Yandex",
    "Firefox/": "Firefox",
    "FxiOS/": "Firefox",
    "CriOS/": "Chrome",
    "Chrome/": "Chrome",
    "Safari/": "Safari",
}
SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "CrOS": "ChromeOS",
    "Linux": "Linux",
}


def browser_family(agent: str) -> str:
    """Nothing of what the header says beyond these words; empty when it says none of them."""
    known = (
        next((word for mark, word in words.items() if mark in agent), "")
        for words in (BROWSERS, SYSTEMS)
    )
    return ", ".join(word for word in known if word)
