from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="MemberRequest")


@_attrs_define
class MemberRequest:
    """
    Attributes:
        email (str):
        name (str):
        roles (list[str]):
    """

    email: str
    name: str
    roles: list[str]

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        name = self.name

        roles = self.roles

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "name": name,
                "roles": roles,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        name = d.pop("name")

        roles = cast(list[str], d.pop("roles"))

        member_request = cls(
            email=email,
            name=name,
            roles=roles,
        )

        return member_request
