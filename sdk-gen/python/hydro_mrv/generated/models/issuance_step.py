from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.issuance_step_accreditation import IssuanceStepAccreditation


T = TypeVar("T", bound="IssuanceStep")


@_attrs_define
class IssuanceStep:
    """
    Attributes:
        step (str): One of `request`, `verify`, `reject`, `approve`, `mint`, `issue`, `void`
        duty (None | str): Null: no person's step. One of `operator`, `verifier`, `issuer`
        organisation (None | str):
        key_id (None | str): Id of the key or user that took it
        accreditation (IssuanceStepAccreditation | None): Under which it was taken
        signature (None | str): Ed25519 over the statement's exact bytes, base 64
        reason (None | str):
        at (str):
        record_id (str): Of the plant's chain
        commitment (str):
    """

    step: str
    duty: None | str
    organisation: None | str
    key_id: None | str
    accreditation: IssuanceStepAccreditation | None
    signature: None | str
    reason: None | str
    at: str
    record_id: str
    commitment: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.issuance_step_accreditation import IssuanceStepAccreditation  # noqa: PLC0415

        step = self.step

        duty: None | str
        duty = self.duty

        organisation: None | str
        organisation = self.organisation

        key_id: None | str
        key_id = self.key_id

        accreditation: dict[str, Any] | None
        if isinstance(self.accreditation, IssuanceStepAccreditation):
            accreditation = self.accreditation.to_dict()
        else:
            accreditation = self.accreditation

        signature: None | str
        signature = self.signature

        reason: None | str
        reason = self.reason

        at = self.at

        record_id = self.record_id

        commitment = self.commitment

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "step": step,
                "duty": duty,
                "organisation": organisation,
                "key_id": key_id,
                "accreditation": accreditation,
                "signature": signature,
                "reason": reason,
                "at": at,
                "record_id": record_id,
                "commitment": commitment,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.issuance_step_accreditation import IssuanceStepAccreditation  # noqa: PLC0415

        d = dict(src_dict)
        step = d.pop("step")

        def _parse_duty(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        duty = _parse_duty(d.pop("duty"))

        def _parse_organisation(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        organisation = _parse_organisation(d.pop("organisation"))

        def _parse_key_id(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        key_id = _parse_key_id(d.pop("key_id"))

        def _parse_accreditation(data: object) -> IssuanceStepAccreditation | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                accreditation_type_0 = IssuanceStepAccreditation.from_dict(data)

                return accreditation_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(IssuanceStepAccreditation | None, data)

        accreditation = _parse_accreditation(d.pop("accreditation"))

        def _parse_signature(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        signature = _parse_signature(d.pop("signature"))

        def _parse_reason(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        reason = _parse_reason(d.pop("reason"))

        at = d.pop("at")

        record_id = d.pop("record_id")

        commitment = d.pop("commitment")

        issuance_step = cls(
            step=step,
            duty=duty,
            organisation=organisation,
            key_id=key_id,
            accreditation=accreditation,
            signature=signature,
            reason=reason,
            at=at,
            record_id=record_id,
            commitment=commitment,
        )

        return issuance_step
