from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="OrganisationChoice")


@_attrs_define
class OrganisationChoice:
    """
    Attributes:
        organisation (str):
    """

    organisation: str

    def to_dict(self) -> dict[str, Any]:
        organisation = self.organisation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation": organisation,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation = d.pop("organisation")

        organisation_choice = cls(
            organisation=organisation,
        )

        return organisation_choice
