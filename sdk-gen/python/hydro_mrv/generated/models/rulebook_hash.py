from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RulebookHash")


@_attrs_define
class RulebookHash:
    """
    Attributes:
        id (str):
        hash_ (str):
    """

    id: str
    hash_: str

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        hash_ = self.hash_

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "hash": hash_,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        hash_ = d.pop("hash")

        rulebook_hash = cls(
            id=id,
            hash_=hash_,
        )

        return rulebook_hash
