from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="TokenReconciled")


@_attrs_define
class TokenReconciled:
    """
    Attributes:
        minted (str): Smallest units of the token
        burned (str): Retired by burning; minted less burned are in circulation
        treasury (None | str): In the treasury; null: not looked at yet
        at (str):
    """

    minted: str
    burned: str
    treasury: None | str
    at: str

    def to_dict(self) -> dict[str, Any]:
        minted = self.minted

        burned = self.burned

        treasury: None | str
        treasury = self.treasury

        at = self.at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "minted": minted,
                "burned": burned,
                "treasury": treasury,
                "at": at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        minted = d.pop("minted")

        burned = d.pop("burned")

        def _parse_treasury(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        treasury = _parse_treasury(d.pop("treasury"))

        at = d.pop("at")

        token_reconciled = cls(
            minted=minted,
            burned=burned,
            treasury=treasury,
            at=at,
        )

        return token_reconciled
