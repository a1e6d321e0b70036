from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="VerificationRequest")


@_attrs_define
class VerificationRequest:
    """
    Attributes:
        decision (str): One of `reject`
        signature (str | Unset): Ed25519 over the statement's exact bytes, base 64
        reason (str | Unset):
    """

    decision: str
    signature: str | Unset = UNSET
    reason: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        decision = self.decision

        signature = self.signature

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "decision": decision,
            }
        )
        if signature is not UNSET:
            field_dict["signature"] = signature
        if reason is not UNSET:
            field_dict["reason"] = reason

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        decision = d.pop("decision")

        signature = d.pop("signature", UNSET)

        reason = d.pop("reason", UNSET)

        verification_request = cls(
            decision=decision,
            signature=signature,
            reason=reason,
        )

        return verification_request
