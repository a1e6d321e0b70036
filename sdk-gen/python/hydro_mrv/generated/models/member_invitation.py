from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="MemberInvitation")


@_attrs_define
class MemberInvitation:
    """
    Attributes:
        invitation_id (str):
        email (str):
        name (str):
        roles (list[str]):
        created_at (str):
        expires_at (str):
    """

    invitation_id: str
    email: str
    name: str
    roles: list[str]
    created_at: str
    expires_at: str

    def to_dict(self) -> dict[str, Any]:
        invitation_id = self.invitation_id

        email = self.email

        name = self.name

        roles = self.roles

        created_at = self.created_at

        expires_at = self.expires_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "invitation_id": invitation_id,
                "email": email,
                "name": name,
                "roles": roles,
                "created_at": created_at,
                "expires_at": expires_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        invitation_id = d.pop("invitation_id")

        email = d.pop("email")

        name = d.pop("name")

        roles = cast(list[str], d.pop("roles"))

        created_at = d.pop("created_at")

        expires_at = d.pop("expires_at")

        member_invitation = cls(
            invitation_id=invitation_id,
            email=email,
            name=name,
            roles=roles,
            created_at=created_at,
            expires_at=expires_at,
        )

        return member_invitation
