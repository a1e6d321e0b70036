from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProgrammeNotesNote")


@_attrs_define
class ProgrammeNotesNote:
    """
    Attributes:
        programme (str):
        standing (str): One of `closed`, `candidate`, `unconfirmed`
        note (str):
        clause (None | str):
    """

    programme: str
    standing: str
    note: str
    clause: None | str

    def to_dict(self) -> dict[str, Any]:
        programme = self.programme

        standing = self.standing

        note = self.note

        clause: None | str
        clause = self.clause

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "programme": programme,
                "standing": standing,
                "note": note,
                "clause": clause,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        programme = d.pop("programme")

        standing = d.pop("standing")

        note = d.pop("note")

        def _parse_clause(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        clause = _parse_clause(d.pop("clause"))

        programme_notes_note = cls(
            programme=programme,
            standing=standing,
            note=note,
            clause=clause,
        )

        return programme_notes_note
