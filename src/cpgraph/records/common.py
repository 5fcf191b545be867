"""What all records share: closed, frozen models whose fields come as strings from the data files."""

from __future__ import annotations

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
    """A closed record: an unknown, missing or mistyped field is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True, hide_input_in_errors=True)


class Quoted(Record):
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

    @property
    def named(self) -> tuple[str, Any]:
        """The kind of the one thing, and its name."""
        [kind] = self._filled()
        return kind, getattr(self, kind)
