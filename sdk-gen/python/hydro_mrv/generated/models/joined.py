from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Joined")


@_attrs_define
class Joined:
    """
    Attributes:
        user_id (str):
        email (str):
        organisation (str):
        roles (list[str]):
        account (str): `existing`: its password and name stay. One of `created`, `existing`
    """

    user_id: str
    email: str
    organisation: str
    roles: list[str]
    account: str

    def to_dict(self) -> dict[str, Any]:
        user_id = self.user_id

        email = self.email

        organisation = self.organisation

        roles = self.roles

        account = self.account

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "user_id": user_id,
                "email": email,
                "organisation": organisation,
                "roles": roles,
                "account": account,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        user_id = d.pop("user_id")

        email = d.pop("email")

        organisation = d.pop("organisation")

        roles = cast(list[str], d.pop("roles"))

        account = d.pop("account")

        joined = cls(
            user_id=user_id,
            email=email,
            organisation=organisation,
            roles=roles,
            account=account,
        )

        return joined
