"""The pieces of a query and the place in them, with the few questions that all parts of the grammar ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NoReturn

from cpgraph.web.keywords import FUNCTIONS
from cpgraph.web.tokens import Token

TERM: Final = "a variable, an IRI, a literal or a blank node"


class GrammarError(ValueError):
    """A query leaves the grammar: at which offset of its text (None for its end), and what should stand there."""

    def __init__(self, offset: int | None, detail: str) -> None:
        """Keep the place and the words for it."""
        self.offset, self.detail = offset, detail
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern whose parts are single terms or a path, as the engine reads them."""

    subject: str
    predicate: str
    object: str
    offset: int
    is_aside: bool = False
    """Whether the query can have solutions without it: it stands in OPTIONAL, MINUS, UNION or NOT EXISTS."""

    def __str__(self) -> str:
        """Write it as SPARQL."""
        return f"{self.subject} {self.predicate} {self.object}"


class Cursor:
    """A place in the pieces of a query."""

    def __init__(self, pieces: Sequence[Token]) -> None:
        """Stand before the first piece."""
        self.pieces, self.place = pieces, 0
        self.patterns: list[Pattern] = []

    def _piece(self, ahead: int = 0) -> Token | None:
        place = self.place + ahead
        return self.pieces[place] if place < len(self.pieces) else None

    def _is(self, *texts: str) -> bool:
        piece = self._piece()
        return piece is not None and piece.kind in ("word", "op") and piece.text.upper() in texts

    def _is_kind(self, *kinds: str) -> bool:
        piece = self._piece()
        return piece is not None and piece.kind in kinds

    def _take(self, *texts: str) -> bool:
        if self._is(*texts):
            self.place += 1
            return True
        return False

    def _take_kind(self, *kinds: str) -> bool:
        if self._is_kind(*kinds):
            self.place += 1
            return True
        return False

    def _need(self, text: str, detail: str = "") -> None:
        if not self._take(text):
            self._fail(detail or f"Here must stand {text}.")

    def _need_kind(self, kind: str, what: str) -> None:
        if not self._take_kind(kind):
            self._fail(f"Here must stand {what}.")

    def _fail(self, detail: str) -> NoReturn:
        piece = self._piece()
        raise GrammarError(None if piece is None else piece.start, detail)

    def _text(self, start: int) -> str:
        return " ".join(piece.text for piece in self.pieces[start : self.place])

    def _group(self) -> None:
        raise NotImplementedError

    def _expression(self) -> None:
        raise NotImplementedError

    def _is_call(self) -> bool:
        piece = self._piece()
        return piece is not None and (
            piece.kind == "iri" or (piece.kind == "word" and piece.text.upper() in FUNCTIONS)
        )
