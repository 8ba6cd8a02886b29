"""What a misspelt word was meant to be."""

import difflib
from collections.abc import Iterable

_CLOSE, _VERY_CLOSE = 0.6, 0.75
_MISSED = 2
_LONG_ENOUGH = 4
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


def surely(word: str, known: Iterable[str], shortest: int = _LONG_ENOUGH) -> str | None:
    """Return the known word that is meant beyond doubt, None if there is a doubt.

    It differs in case alone, or by one slip (a letter too many, too few, another one, or two that
    changed places) in a word of at least ``shortest`` letters, and no other known word does.
    """
    folded = word.casefold()
    options = list(dict.fromkeys(known))
    same = [one for one in options if one.casefold() == folded]
    if same or len(word) < shortest:
        return same[0] if len(same) == 1 else None
    slips = [one for one in options if _one_slip(folded, one.casefold())]
    return slips[0] if len(slips) == 1 else None


def _one_slip(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    at = next((at for at, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), None)
    if at is None:
        return len(long) != len(short)
    if len(short) != len(long):
        return short[at:] == long[at + 1 :]
    swapped = short[at : at + 2] == long[at : at + 2][::-1] and short[at + 2 :] == long[at + 2 :]
    return swapped or short[at + 1 :] == long[at + 1 :]


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
