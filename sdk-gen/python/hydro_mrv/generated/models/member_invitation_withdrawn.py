from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="MemberInvitationWithdrawn")


@_attrs_define
class MemberInvitationWithdrawn:
    """
    Attributes:
        invitation_id (str):
        withdrawn (bool): Always true
    """

    invitation_id: str
    withdrawn: bool

    def to_dict(self) -> dict[str, Any]:
        invitation_id = self.invitation_id

        withdrawn = self.withdrawn

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "invitation_id": invitation_id,
                "withdrawn": withdrawn,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        invitation_id = d.pop("invitation_id")

        withdrawn = d.pop("withdrawn")

        member_invitation_withdrawn = cls(
            invitation_id=invitation_id,
            withdrawn=withdrawn,
        )

        return member_invitation_withdrawn
