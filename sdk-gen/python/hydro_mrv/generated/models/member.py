from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Member")


@_attrs_define
class Member:
    """
    Attributes:
        user_id (str):
        email (str):
        name (str):
        roles (list[str]):
        has_second_factor (bool):
        is_locked (bool):
        member_since (str):
    """

    user_id: str
    email: str
    name: str
    roles: list[str]
    has_second_factor: bool
    is_locked: bool
    member_since: str

    def to_dict(self) -> dict[str, Any]:
        user_id = self.user_id

        email = self.email

        name = self.name

        roles = self.roles

        has_second_factor = self.has_second_factor

        is_locked = self.is_locked

        member_since = self.member_since

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "user_id": user_id,
                "email": email,
                "name": name,
                "roles": roles,
                "has_second_factor": has_second_factor,
                "is_locked": is_locked,
                "member_since": member_since,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        user_id = d.pop("user_id")

        email = d.pop("email")

        name = d.pop("name")

        roles = cast(list[str], d.pop("roles"))

        has_second_factor = d.pop("has_second_factor")

        is_locked = d.pop("is_locked")

        member_since = d.pop("member_since")

        member = cls(
            user_id=user_id,
            email=email,
            name=name,
            roles=roles,
            has_second_factor=has_second_factor,
            is_locked=is_locked,
            member_since=member_since,
        )

        return member
