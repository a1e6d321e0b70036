from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="RetirementBeneficiary")


@_attrs_define
class RetirementBeneficiary:
    """
    Attributes:
        name (str):
        id (None | str):
        country (None | str):
    """

    name: str
    id: None | str
    country: None | str

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        id: None | str
        id = self.id

        country: None | str
        country = self.country

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
                "id": id,
                "country": country,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        def _parse_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        id = _parse_id(d.pop("id"))

        def _parse_country(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        country = _parse_country(d.pop("country"))

        retirement_beneficiary = cls(
            name=name,
            id=id,
            country=country,
        )

        return retirement_beneficiary
