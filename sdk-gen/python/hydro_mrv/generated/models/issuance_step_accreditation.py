from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="IssuanceStepAccreditation")


@_attrs_define
class IssuanceStepAccreditation:
    """
    Attributes:
        accreditation_id (str):
        public_key (str):
    """

    accreditation_id: str
    public_key: str

    def to_dict(self) -> dict[str, Any]:
        accreditation_id = self.accreditation_id

        public_key = self.public_key

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "accreditation_id": accreditation_id,
                "public_key": public_key,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        accreditation_id = d.pop("accreditation_id")

        public_key = d.pop("public_key")

        issuance_step_accreditation = cls(
            accreditation_id=accreditation_id,
            public_key=public_key,
        )

        return issuance_step_accreditation
