from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProgrammeNotesList")


@_attrs_define
class ProgrammeNotesList:
    """
    Attributes:
        id (str):
        as_of (str):
        hash_ (str):
        source (str):
    """

    id: str
    as_of: str
    hash_: str
    source: str

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        as_of = self.as_of

        hash_ = self.hash_

        source = self.source

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "as_of": as_of,
                "hash": hash_,
                "source": source,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        as_of = d.pop("as_of")

        hash_ = d.pop("hash")

        source = d.pop("source")

        programme_notes_list = cls(
            id=id,
            as_of=as_of,
            hash_=hash_,
            source=source,
        )

        return programme_notes_list
