from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ClosingFactsCalibration")


@_attrs_define
class ClosingFactsCalibration:
    """
    Attributes:
        on (str): Local day of the test
        valid_until (str): First local day on which it is overdue
        device_id (str):
        identified_error_pct (str | Unset): Error a late test found, per cent: 0.2 means 0.2 %
    """

    on: str
    valid_until: str
    device_id: str
    identified_error_pct: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        on = self.on

        valid_until = self.valid_until

        device_id = self.device_id

        identified_error_pct = self.identified_error_pct

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "on": on,
                "valid_until": valid_until,
                "device_id": device_id,
            }
        )
        if identified_error_pct is not UNSET:
            field_dict["identified_error_pct"] = identified_error_pct

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        on = d.pop("on")

        valid_until = d.pop("valid_until")

        device_id = d.pop("device_id")

        identified_error_pct = d.pop("identified_error_pct", UNSET)

        closing_facts_calibration = cls(
            on=on,
            valid_until=valid_until,
            device_id=device_id,
            identified_error_pct=identified_error_pct,
        )

        return closing_facts_calibration
