from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.plant_record_reopen_records import PlantRecordReopenRecords
    from ..models.record_place import RecordPlace


T = TypeVar("T", bound="PlantRecordReopen")


@_attrs_define
class PlantRecordReopen:
    """Of a `reopen`

    Attributes:
        device_id (str):
        rule (str): The rule that found it
        from_ (str): Exclusive: readings that end after this instant
        to (str): Inclusive
        because (RecordPlace):
        records (PlantRecordReopenRecords):
    """

    device_id: str
    rule: str
    from_: str
    to: str
    because: RecordPlace
    records: PlantRecordReopenRecords

    def to_dict(self) -> dict[str, Any]:
        device_id = self.device_id

        rule = self.rule

        from_ = self.from_

        to = self.to

        because = self.because.to_dict()

        records = self.records.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "device_id": device_id,
                "rule": rule,
                "from": from_,
                "to": to,
                "because": because,
                "records": records,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_record_reopen_records import PlantRecordReopenRecords  # noqa: PLC0415
        from ..models.record_place import RecordPlace  # noqa: PLC0415

        d = dict(src_dict)
        device_id = d.pop("device_id")

        rule = d.pop("rule")

        from_ = d.pop("from")

        to = d.pop("to")

        because = RecordPlace.from_dict(d.pop("because"))

        records = PlantRecordReopenRecords.from_dict(d.pop("records"))

        plant_record_reopen = cls(
            device_id=device_id,
            rule=rule,
            from_=from_,
            to=to,
            because=because,
            records=records,
        )

        return plant_record_reopen
