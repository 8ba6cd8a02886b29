"""What a misspelt word was meant to be."""

import difflib
from collections.abc import Iterable

_CLOSE = 0.6
_SHOWN_MAX = 12


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is closest, None if none is close; case counts little."""
    by_folded: dict[str, str] = {}
    for each in known:
        by_folded.setdefault(each.casefold(), each)
    folded = word.casefold()
    close = difflib.get_close_matches(folded, by_folded, n=1, cutoff=_CLOSE)
    return by_folded[close[0]] if close else None


def meant(word: str, known: Iterable[str]) -> str | None:
    """Return a hint at the known word that is closest, None if none is close."""
    close = closest(word, known)
    return None if close is None else f"did you mean `{close}`?"


def listed(words: Iterable[str], conjunction: str = "or") -> str:
    """Return words as code in prose: ``a`, `b` or `c``; many are cut short."""
    shown = [f"`{word}`" for word in words]
    if len(shown) > _SHOWN_MAX:
        return f"{', '.join(shown[:_SHOWN_MAX])} and {len(shown) - _SHOWN_MAX} more"
    if len(shown) < 2:  # noqa: PLR2004 (one word needs no conjunction)
        return "".join(shown)
    return f"{', '.join(shown[:-1])} {conjunction} {shown[-1]}"
