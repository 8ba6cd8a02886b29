"""Where a reader of PromQL stands among the words of a text."""

from generator.promql.parse import PromqlError
from generator.promql.tokens import Token, words

_END = Token("end", "", -1, -1)


class Cursor:
    """Goes from word to word."""

    def __init__(self, text: str) -> None:
        """Begin at the start of a text."""
        self._tokens = [*words(text), _END]
        self._at = 0
        self._last = 0

    @property
    def size(self) -> int:
        """How many words there are."""
        return len(self._tokens)

    @property
    def _done(self) -> bool:
        return self._tokens[self._at] is _END

    def _unknown(self) -> PromqlError:
        token = self._tokens[self._at]
        if token is not _END:
            return PromqlError(f"`{token.text}` is not understood here", (token.start, token.end))
        last = self._tokens[-2] if self.size > 1 else _END
        at = (last.start, last.end) if last is not _END else None
        return PromqlError("the end is not understood here", at)

    def _take(self) -> Token:
        token = self._tokens[self._at]
        if token is _END:
            raise self._unknown()
        self._at += 1
        self._last = token.end
        return token

    def _is(self, text: str, ahead: int = 0) -> bool:
        at = self._at + ahead
        return at < len(self._tokens) and self._tokens[at].text.lower() == text

    def _skip(self, text: str) -> Token:
        if not self._is(text):
            raise self._unknown()
        return self._take()
