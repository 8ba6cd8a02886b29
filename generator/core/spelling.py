"""What a misspelt word was meant to be."""

import difflib
from collections.abc import Iterable

_CLOSE, _VERY_CLOSE = 0.6, 0.75
_MISSED = 2
_SHOWN_MAX = 20


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is closest, None if none is close; case counts little.

    A word that is much longer or shorter must be closer still: `median` is not meant by `min`.
    """
    by_folded: dict[str, str] = {}
    for each in known:
        by_folded.setdefault(each.casefold(), each)
    folded = word.casefold()
    for cutoff in (_VERY_CLOSE, _CLOSE):
        for close in difflib.get_close_matches(folded, by_folded, n=3, cutoff=cutoff):
            if cutoff == _VERY_CLOSE or abs(len(close) - len(folded)) <= _MISSED:
                return by_folded[close]
    return None


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
