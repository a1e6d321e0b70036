from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MemberRemoved")


@_attrs_define
class MemberRemoved:
    """
    Attributes:
        user_id (str):
        removed (bool): One of `true`
    """

    user_id: str
    removed: bool

    def to_dict(self) -> dict[str, Any]:
        user_id = self.user_id

        removed = self.removed

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "user_id": user_id,
                "removed": removed,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        user_id = d.pop("user_id")

        removed = d.pop("removed")

        member_removed = cls(
            user_id=user_id,
            removed=removed,
        )

        return member_removed
