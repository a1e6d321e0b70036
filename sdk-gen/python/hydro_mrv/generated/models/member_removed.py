from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.left_standing import LeftStanding


T = TypeVar("T", bound="MemberRemoved")


@_attrs_define
class MemberRemoved:
    """
    Attributes:
        user_id (str):
        removed (bool): Always true
        left_standing (LeftStanding): What stands that this made or changed, itself or by keys that come from it, and
            that goes on without it, the first 1000: DELETE at its `path` ends one
    """

    user_id: str
    removed: bool
    left_standing: LeftStanding

    def to_dict(self) -> dict[str, Any]:
        user_id = self.user_id

        removed = self.removed

        left_standing = self.left_standing.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "user_id": user_id,
                "removed": removed,
                "left_standing": left_standing,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.left_standing import LeftStanding  # noqa: PLC0415

        d = dict(src_dict)
        user_id = d.pop("user_id")

        removed = d.pop("removed")

        left_standing = LeftStanding.from_dict(d.pop("left_standing"))

        member_removed = cls(
            user_id=user_id,
            removed=removed,
            left_standing=left_standing,
        )

        return member_removed
