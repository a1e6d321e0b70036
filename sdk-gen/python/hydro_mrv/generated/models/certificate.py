from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define
from attrs import field as _attrs_field

if TYPE_CHECKING:
    from ..models.certificate_properties import CertificateProperties


T = TypeVar("T", bound="Certificate")


@_attrs_define
class Certificate:
    """
    Attributes:
        format_ (str): One of `HIP412@2.0.0`
        name (str):
        description (str):
        image (str): A picture as data URI
        checksum (str): SHA-256 of the picture
        type_ (str):
        properties (CertificateProperties):
    """

    format_: str
    name: str
    description: str
    image: str
    checksum: str
    type_: str
    properties: CertificateProperties
    additional_properties: dict[str, Any] = _attrs_field(init=False, factory=dict)

    def to_dict(self) -> dict[str, Any]:
        format_ = self.format_

        name = self.name

        description = self.description

        image = self.image

        checksum = self.checksum

        type_ = self.type_

        properties = self.properties.to_dict()

        field_dict: dict[str, Any] = {}
        field_dict.update(self.additional_properties)
        field_dict.update(
            {
                "format": format_,
                "name": name,
                "description": description,
                "image": image,
                "checksum": checksum,
                "type": type_,
                "properties": properties,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.certificate_properties import CertificateProperties  # noqa: PLC0415

        d = dict(src_dict)
        format_ = d.pop("format")

        name = d.pop("name")

        description = d.pop("description")

        image = d.pop("image")

        checksum = d.pop("checksum")

        type_ = d.pop("type")

        properties = CertificateProperties.from_dict(d.pop("properties"))

        certificate = cls(
            format_=format_,
            name=name,
            description=description,
            image=image,
            checksum=checksum,
            type_=type_,
            properties=properties,
        )

        certificate.additional_properties = d
        return certificate

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
