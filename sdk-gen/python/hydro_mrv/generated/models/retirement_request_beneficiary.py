from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="RetirementRequestBeneficiary")


@_attrs_define
class RetirementRequestBeneficiary:
    """
    Attributes:
        name (str): On whose behalf; becomes public as it is written
        id (str | Unset): For example a company number
        country (str | Unset):
    """

    name: str
    id: str | Unset = UNSET
    country: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        name = self.name

        id = self.id

        country = self.country

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "name": name,
            }
        )
        if id is not UNSET:
            field_dict["id"] = id
        if country is not UNSET:
            field_dict["country"] = country

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        name = d.pop("name")

        id = d.pop("id", UNSET)

        country = d.pop("country", UNSET)

        retirement_request_beneficiary = cls(
            name=name,
            id=id,
            country=country,
        )

        return retirement_request_beneficiary
