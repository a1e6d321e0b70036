from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define
from attrs import field as _attrs_field

T = TypeVar("T", bound="CertificatePropertiesMint")


@_attrs_define
class CertificatePropertiesMint:
    """
    Attributes:
        units (str):
        token_id (str):
        transaction_id (str):
        message_transaction_id (None | str):
    """

    units: str
    token_id: str
    transaction_id: str
    message_transaction_id: None | str
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        units = self.units

        token_id = self.token_id

        transaction_id = self.transaction_id

        message_transaction_id: None | str
        message_transaction_id = self.message_transaction_id

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "units": units,
                "token_id": token_id,
                "transaction_id": transaction_id,
                "message_transaction_id": message_transaction_id,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        units = d.pop("units")

        token_id = d.pop("token_id")

        transaction_id = d.pop("transaction_id")

        def _parse_message_transaction_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        message_transaction_id = _parse_message_transaction_id(d.pop("message_transaction_id"))

        certificate_properties_mint = cls(
            units=units,
            token_id=token_id,
            transaction_id=transaction_id,
            message_transaction_id=message_transaction_id,
        )

        certificate_properties_mint.additional_properties = d
        return certificate_properties_mint

    @property
    def additional_keys(self) -> list[str]:
        return list(self.additional_properties.keys())

    def __getitem__(self, key: str) -> Any:
        return self.additional_properties[key]

    def __setitem__(self, key: str, value: Any) -> None:
        self.additional_properties[key] = value

    def __delitem__(self, key: str) -> None:
        del self.additional_properties[key]

    def __contains__(self, key: str) -> bool:
        return key in self.additional_properties
