"""What all records share: closed, frozen models whose fields come as strings from the data files."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
LawId = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9._-]*$")]
Line = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]

ExtractionMethod = Literal[
    "PrintedInTable",
    "PrintedInFigure",
    "PrintedInProse",
    "ReadByOrderAndMagnitude",
    "ReadByPosition",
]
Basis = Literal["StatedInReport", "ShownByArithmetic", "Assumed"]

# Best evidence first: a datum is obtained by the best of the places that print it.
METHOD_RANK: dict[str, int] = {way: rank for rank, way in enumerate((*get_args(ExtractionMethod), "Derived"))}


class Record(BaseModel):
    """A closed record: an unknown, missing or mistyped field is an error.

    `names` says of which kind the things are that a field names.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)
    names: ClassVar[Mapping[str, str]] = {}

    def __init_subclass__(cls, names: Mapping[str, str] | None = None, **kwargs: Any) -> None:
        """Keep which fields name things, beside those that the class inherits."""
        super().__init_subclass__(**kwargs)
        cls.names = {**cls.names, **(names or {})}

    def references(self, *path: str | int) -> Iterator[tuple[str, Any, tuple[str | int, ...]]]:
        """Yield the kind and the name of each thing that the record names, and the fields that lead to it."""
        for field, value in self:
            items = enumerate(value) if isinstance(value, tuple) else [(None, value)]
            for index, item in items:
                steps = (*path, field) if index is None else (*path, field, index)
                if isinstance(item, Record):
                    yield from item.references(*steps)
                elif field in self.names and item is not None:
                    yield self.names[field], item, steps


class Quoted(Record, names={"part": "part"}):
    """A printed place: a part, and a short quote whose [bracket] holds what is evidenced there."""

    part: Slug
    quote: Line


class OneOf(Record):
    """A record that names one thing: exactly one of its fields, or of those in `kinds`, is filled."""

    kinds: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        """Refuse a record that names several things or none."""
        if len(self._filled()) != 1:
            kinds = ", ".join(self.kinds or type(self).model_fields)
            raise ValueError(f"exactly one thing is named here, by one of: {kinds}")
        return self

    def _filled(self) -> list[str]:
        return [name for name in self.kinds or type(self).model_fields if name in self.model_fields_set]

    def references(self, *path: str | int) -> Iterator[tuple[str, Any, tuple[str | int, ...]]]:
        """Yield the one thing, by the field that names it, and what the other fields name."""
        kind, name = self.named
        yield kind, name, (*path, kind)
        yield from super().references(*path)

    @property
    def named(self) -> tuple[str, Any]:
        """The kind of the one thing, and its name."""
        [kind] = self._filled()
        return kind, getattr(self, kind)
