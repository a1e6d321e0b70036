from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SecondFactorCode")


@_attrs_define
class SecondFactorCode:
    """
    Attributes:
        totp (str): The six digits that your app shows now
    """

    totp: str

    def to_dict(self) -> dict[str, Any]:
        totp = self.totp

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "totp": totp,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        totp = d.pop("totp")

        second_factor_code = cls(
            totp=totp,
        )

        return second_factor_code
