from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.quantities import Quantities


T = TypeVar("T", bound="CorrectionRequest")


@_attrs_define
class CorrectionRequest:
    """
    Attributes:
        readings (Quantities):
        reason (str): For whoever audits this: what it rests on
    """

    readings: Quantities
    reason: str

    def to_dict(self) -> dict[str, Any]:
        readings = self.readings.to_dict()

        reason = self.reason

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "readings": readings,
                "reason": reason,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.quantities import Quantities  # noqa: PLC0415

        d = dict(src_dict)
        readings = Quantities.from_dict(d.pop("readings"))

        reason = d.pop("reason")

        correction_request = cls(
            readings=readings,
            reason=reason,
        )

        return correction_request
