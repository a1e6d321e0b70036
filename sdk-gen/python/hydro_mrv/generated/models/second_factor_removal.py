from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="SecondFactorRemoval")


@_attrs_define
class SecondFactorRemoval:
    """
    Attributes:
        password (str): As it was chosen
        totp (str | Unset): The six digits that your app shows now
        recovery_code (str | Unset): A recovery code that was not used, instead of the digits
    """

    password: str
    totp: str | Unset = UNSET
    recovery_code: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        password = self.password

        totp = self.totp

        recovery_code = self.recovery_code

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "password": password,
            }
        )
        if totp is not UNSET:
            field_dict["totp"] = totp
        if recovery_code is not UNSET:
            field_dict["recovery_code"] = recovery_code

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        password = d.pop("password")

        totp = d.pop("totp", UNSET)

        recovery_code = d.pop("recovery_code", UNSET)

        second_factor_removal = cls(
            password=password,
            totp=totp,
            recovery_code=recovery_code,
        )

        return second_factor_removal
