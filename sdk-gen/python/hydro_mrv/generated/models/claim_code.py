from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.claim_code_api_key_limits import ClaimCodeApiKeyLimits


T = TypeVar("T", bound="ClaimCode")


@_attrs_define
class ClaimCode:
    """
    Attributes:
        code (str): Shown now and never again; typed with or without hyphen, in any case
        claim_id (str):
        plant_id (str):
        device_id (str):
        expires_at (str):
        api_key_limits (ClaimCodeApiKeyLimits): What the device's API key will be narrowed to, as your key is; null:
            nothing narrows it
    """

    code: str
    claim_id: str
    plant_id: str
    device_id: str
    expires_at: str
    api_key_limits: ClaimCodeApiKeyLimits

    def to_dict(self) -> dict[str, Any]:
        code = self.code

        claim_id = self.claim_id

        plant_id = self.plant_id

        device_id = self.device_id

        expires_at = self.expires_at

        api_key_limits = self.api_key_limits.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "code": code,
                "claim_id": claim_id,
                "plant_id": plant_id,
                "device_id": device_id,
                "expires_at": expires_at,
                "api_key_limits": api_key_limits,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.claim_code_api_key_limits import ClaimCodeApiKeyLimits  # noqa: PLC0415

        d = dict(src_dict)
        code = d.pop("code")

        claim_id = d.pop("claim_id")

        plant_id = d.pop("plant_id")

        device_id = d.pop("device_id")

        expires_at = d.pop("expires_at")

        api_key_limits = ClaimCodeApiKeyLimits.from_dict(d.pop("api_key_limits"))

        claim_code = cls(
            code=code,
            claim_id=claim_id,
            plant_id=plant_id,
            device_id=device_id,
            expires_at=expires_at,
            api_key_limits=api_key_limits,
        )

        return claim_code
