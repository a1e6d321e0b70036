from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Invitation")


@_attrs_define
class Invitation:
    """
    Attributes:
        invitation_id (str):
        period_id (str):
        organisation (str): Who is invited
        role (str): One of `verifier`, `issuer`, `auditor`
        created_at (str):
        withdrawn_at (None | str):
    """

    invitation_id: str
    period_id: str
    organisation: str
    role: str
    created_at: str
    withdrawn_at: None | str

    def to_dict(self) -> dict[str, Any]:
        invitation_id = self.invitation_id

        period_id = self.period_id

        organisation = self.organisation

        role = self.role

        created_at = self.created_at

        withdrawn_at: None | str
        withdrawn_at = self.withdrawn_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "invitation_id": invitation_id,
                "period_id": period_id,
                "organisation": organisation,
                "role": role,
                "created_at": created_at,
                "withdrawn_at": withdrawn_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        invitation_id = d.pop("invitation_id")

        period_id = d.pop("period_id")

        organisation = d.pop("organisation")

        role = d.pop("role")

        created_at = d.pop("created_at")

        def _parse_withdrawn_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        withdrawn_at = _parse_withdrawn_at(d.pop("withdrawn_at"))

        invitation = cls(
            invitation_id=invitation_id,
            period_id=period_id,
            organisation=organisation,
            role=role,
            created_at=created_at,
            withdrawn_at=withdrawn_at,
        )

        return invitation
