from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.certificate_properties_mint import CertificatePropertiesMint


T = TypeVar("T", bound="CertificateProperties")


@_attrs_define
class CertificateProperties:
    """
    Attributes:
        label (str): One of `issued`
        rulebook (str):
        vintage (int):
        unit_g (str):
        units (str):
        statement_sha256 (str):
        network (str): One of `local`, `testnet`, `previewnet`, `mainnet`
        mints (list[CertificatePropertiesMint]):
    """

    label: str
    rulebook: str
    vintage: int
    unit_g: str
    units: str
    statement_sha256: str
    network: str
    mints: list[CertificatePropertiesMint]
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        label = self.label

        rulebook = self.rulebook

        vintage = self.vintage

        unit_g = self.unit_g

        units = self.units

        statement_sha256 = self.statement_sha256

        network = self.network

        mints = []
        for mints_item_data in self.mints:
            mints_item = mints_item_data.to_dict()
            mints.append(mints_item)

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "label": label,
                "rulebook": rulebook,
                "vintage": vintage,
                "unit_g": unit_g,
                "units": units,
                "statement_sha256": statement_sha256,
                "network": network,
                "mints": mints,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.certificate_properties_mint import CertificatePropertiesMint  # noqa: PLC0415

        d = dict(src_dict)
        label = d.pop("label")

        rulebook = d.pop("rulebook")

        vintage = d.pop("vintage")

        unit_g = d.pop("unit_g")

        units = d.pop("units")

        statement_sha256 = d.pop("statement_sha256")

        network = d.pop("network")

        mints = []
        _mints = d.pop("mints")
        for mints_item_data in _mints:
            mints_item = CertificatePropertiesMint.from_dict(mints_item_data)

            mints.append(mints_item)

        certificate_properties = cls(
            label=label,
            rulebook=rulebook,
            vintage=vintage,
            unit_g=unit_g,
            units=units,
            statement_sha256=statement_sha256,
            network=network,
            mints=mints,
        )

        certificate_properties.additional_properties = d
        return certificate_properties

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
