from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.claim_withdrawn import ClaimWithdrawn


T = TypeVar("T", bound="Claim")


@_attrs_define
class Claim:
    """
    Attributes:
        claim_id (str):
        plant_id (str):
        scheme (str):
        reference (str):
        from_at (str):
        to_at (str):
        energy_wh (None | str):
        created_at (str):
        record_id (str): Of the plant's chain
        withdrawn (ClaimWithdrawn | None):
    """

    claim_id: str
    plant_id: str
    scheme: str
    reference: str
    from_at: str
    to_at: str
    energy_wh: None | str
    created_at: str
    record_id: str
    withdrawn: ClaimWithdrawn | None

    def to_dict(self) -> dict[str, Any]:
        from ..models.claim_withdrawn import ClaimWithdrawn  # noqa: PLC0415

        claim_id = self.claim_id

        plant_id = self.plant_id

        scheme = self.scheme

        reference = self.reference

        from_at = self.from_at

        to_at = self.to_at

        energy_wh: None | str
        energy_wh = self.energy_wh

        created_at = self.created_at

        record_id = self.record_id

        withdrawn: dict[str, Any] | None
        if isinstance(self.withdrawn, ClaimWithdrawn):
            withdrawn = self.withdrawn.to_dict()
        else:
            withdrawn = self.withdrawn

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "claim_id": claim_id,
                "plant_id": plant_id,
                "scheme": scheme,
                "reference": reference,
                "from_at": from_at,
                "to_at": to_at,
                "energy_wh": energy_wh,
                "created_at": created_at,
                "record_id": record_id,
                "withdrawn": withdrawn,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.claim_withdrawn import ClaimWithdrawn  # noqa: PLC0415

        d = dict(src_dict)
        claim_id = d.pop("claim_id")

        plant_id = d.pop("plant_id")

        scheme = d.pop("scheme")

        reference = d.pop("reference")

        from_at = d.pop("from_at")

        to_at = d.pop("to_at")

        def _parse_energy_wh(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        energy_wh = _parse_energy_wh(d.pop("energy_wh"))

        created_at = d.pop("created_at")

        record_id = d.pop("record_id")

        def _parse_withdrawn(data: object) -> ClaimWithdrawn | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                withdrawn_type_0 = ClaimWithdrawn.from_dict(data)

                return withdrawn_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(ClaimWithdrawn | None, data)

        withdrawn = _parse_withdrawn(d.pop("withdrawn"))

        claim = cls(
            claim_id=claim_id,
            plant_id=plant_id,
            scheme=scheme,
            reference=reference,
            from_at=from_at,
            to_at=to_at,
            energy_wh=energy_wh,
            created_at=created_at,
            record_id=record_id,
            withdrawn=withdrawn,
        )

        return claim
