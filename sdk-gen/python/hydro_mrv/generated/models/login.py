from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Login")


@_attrs_define
class Login:
    """
    Attributes:
        email (str):
        password (str): As it was chosen
        totp (str | Unset): The six digits that your app shows now
        recovery_code (str | Unset): A recovery code that was not used, instead of the digits
        organisation (str | Unset): Which of yours; else the one you joined first
    """

    email: str
    password: str
    totp: str | Unset = UNSET
    recovery_code: str | Unset = UNSET
    organisation: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        password = self.password

        totp = self.totp

        recovery_code = self.recovery_code

        organisation = self.organisation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "password": password,
            }
        )
        if totp is not UNSET:
            field_dict["totp"] = totp
        if recovery_code is not UNSET:
            field_dict["recovery_code"] = recovery_code
        if organisation is not UNSET:
            field_dict["organisation"] = organisation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        password = d.pop("password")

        totp = d.pop("totp", UNSET)

        recovery_code = d.pop("recovery_code", UNSET)

        organisation = d.pop("organisation", UNSET)

        login = cls(
            email=email,
            password=password,
            totp=totp,
            recovery_code=recovery_code,
            organisation=organisation,
        )

        return login
