from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="Accreditation")


@_attrs_define
class Accreditation:
    """
    Attributes:
        accreditation_id (str):
        role (str): One of `verifier`, `issuer`
        rulebook (str):
        public_key (str): Ed25519, the 32 bytes in hex
        valid_from (str):
        valid_to (str): Not valid any more from here on
        withdrawn_at (None | str):
        stands (bool): Valid now and not withdrawn
        record_id (str): Of the registrar's chain
        commitment (str): Of that record: a leaf of the log
    """

    accreditation_id: str
    role: str
    rulebook: str
    public_key: str
    valid_from: str
    valid_to: str
    withdrawn_at: None | str
    stands: bool
    record_id: str
    commitment: str

    def to_dict(self) -> dict[str, Any]:
        accreditation_id = self.accreditation_id

        role = self.role

        rulebook = self.rulebook

        public_key = self.public_key

        valid_from = self.valid_from

        valid_to = self.valid_to

        withdrawn_at: None | str
        withdrawn_at = self.withdrawn_at

        stands = self.stands

        record_id = self.record_id

        commitment = self.commitment

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "accreditation_id": accreditation_id,
                "role": role,
                "rulebook": rulebook,
                "public_key": public_key,
                "valid_from": valid_from,
                "valid_to": valid_to,
                "withdrawn_at": withdrawn_at,
                "stands": stands,
                "record_id": record_id,
                "commitment": commitment,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        accreditation_id = d.pop("accreditation_id")

        role = d.pop("role")

        rulebook = d.pop("rulebook")

        public_key = d.pop("public_key")

        valid_from = d.pop("valid_from")

        valid_to = d.pop("valid_to")

        def _parse_withdrawn_at(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        withdrawn_at = _parse_withdrawn_at(d.pop("withdrawn_at"))

        stands = d.pop("stands")

        record_id = d.pop("record_id")

        commitment = d.pop("commitment")

        accreditation = cls(
            accreditation_id=accreditation_id,
            role=role,
            rulebook=rulebook,
            public_key=public_key,
            valid_from=valid_from,
            valid_to=valid_to,
            withdrawn_at=withdrawn_at,
            stands=stands,
            record_id=record_id,
            commitment=commitment,
        )

        return accreditation
