from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="InvitationRequest")


@_attrs_define
class InvitationRequest:
    """
    Attributes:
        organisation (str): Id of the organisation that is invited
        role (str): One of `verifier`, `issuer`, `auditor`
    """

    organisation: str
    role: str

    def to_dict(self) -> dict[str, Any]:
        organisation = self.organisation

        role = self.role

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation": organisation,
                "role": role,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        organisation = d.pop("organisation")

        role = d.pop("role")

        invitation_request = cls(
            organisation=organisation,
            role=role,
        )

        return invitation_request
