from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="TransferRequest")


@_attrs_define
class TransferRequest:
    """
    Attributes:
        to_account (str): An account of the ledger, `0.0.1234`; with its checksum (HIP-15, `0.0.1234-abcde`) it is
            checked
        units (str): Smallest units of the token, as digits: with three decimals 1000 of them are a tonne
    """

    to_account: str
    units: str

    def to_dict(self) -> dict[str, Any]:
        to_account = self.to_account

        units = self.units

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "to_account": to_account,
                "units": units,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        to_account = d.pop("to_account")

        units = d.pop("units")

        transfer_request = cls(
            to_account=to_account,
            units=units,
        )

        return transfer_request
