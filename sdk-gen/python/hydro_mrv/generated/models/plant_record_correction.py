from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.record_place import RecordPlace


T = TypeVar("T", bound="PlantRecordCorrection")


@_attrs_define
class PlantRecordCorrection:
    """Of a `correction`

    Attributes:
        replaces (RecordPlace):
        reason (str):
        filed_by (str): Id of the key or user
    """

    replaces: RecordPlace
    reason: str
    filed_by: str

    def to_dict(self) -> dict[str, Any]:
        replaces = self.replaces.to_dict()

        reason = self.reason

        filed_by = self.filed_by

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "replaces": replaces,
                "reason": reason,
                "filed_by": filed_by,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.record_place import RecordPlace  # noqa: PLC0415

        d = dict(src_dict)
        replaces = RecordPlace.from_dict(d.pop("replaces"))

        reason = d.pop("reason")

        filed_by = d.pop("filed_by")

        plant_record_correction = cls(
            replaces=replaces,
            reason=reason,
            filed_by=filed_by,
        )

        return plant_record_correction
