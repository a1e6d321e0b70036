from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.project_design_meter_calibration import ProjectDesignMeterCalibration
    from ..models.project_design_meter_replacement import ProjectDesignMeterReplacement


T = TypeVar("T", bound="ProjectDesignMeter")


@_attrs_define
class ProjectDesignMeter:
    """
    Attributes:
        device_id (str): The device whose readings carry its registers
        role (str): Only main meters credit; a check meter can only lower the result. One of `main`, `check`
        serial (str):
        accuracy_class (str): As on its plate, e.g. 0.2S
        mpe_pct (str): Maximum permissible error, per cent: 0.2 means 0.2 %
        checks (str | Unset): Of a check meter: the main meter it stands beside
        capacity_w (str | Unset): Nameplate behind this meter, W; needed where there are several main meters
        rolls_over_at_wh (str | Unset): Value at which its registers begin again at 0, Wh
        calibrations (list[ProjectDesignMeterCalibration] | Unset):
        replacements (list[ProjectDesignMeterReplacement] | Unset):
    """

    device_id: str
    role: str
    serial: str
    accuracy_class: str
    mpe_pct: str
    checks: str | Unset = UNSET
    capacity_w: str | Unset = UNSET
    rolls_over_at_wh: str | Unset = UNSET
    calibrations: list[ProjectDesignMeterCalibration] | Unset = UNSET
    replacements: list[ProjectDesignMeterReplacement] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        device_id = self.device_id

        role = self.role

        serial = self.serial

        accuracy_class = self.accuracy_class

        mpe_pct = self.mpe_pct

        checks = self.checks

        capacity_w = self.capacity_w

        rolls_over_at_wh = self.rolls_over_at_wh

        calibrations: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.calibrations, Unset):
            calibrations = []
            for calibrations_item_data in self.calibrations:
                calibrations_item = calibrations_item_data.to_dict()
                calibrations.append(calibrations_item)

        replacements: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.replacements, Unset):
            replacements = []
            for replacements_item_data in self.replacements:
                replacements_item = replacements_item_data.to_dict()
                replacements.append(replacements_item)

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "device_id": device_id,
                "role": role,
                "serial": serial,
                "accuracy_class": accuracy_class,
                "mpe_pct": mpe_pct,
            }
        )
        if checks is not UNSET:
            field_dict["checks"] = checks
        if capacity_w is not UNSET:
            field_dict["capacity_w"] = capacity_w
        if rolls_over_at_wh is not UNSET:
            field_dict["rolls_over_at_wh"] = rolls_over_at_wh
        if calibrations is not UNSET:
            field_dict["calibrations"] = calibrations
        if replacements is not UNSET:
            field_dict["replacements"] = replacements

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.project_design_meter_calibration import (
            ProjectDesignMeterCalibration,  # noqa: PLC0415
        )
        from ..models.project_design_meter_replacement import (
            ProjectDesignMeterReplacement,  # noqa: PLC0415
        )

        d = dict(src_dict)
        device_id = d.pop("device_id")

        role = d.pop("role")

        serial = d.pop("serial")

        accuracy_class = d.pop("accuracy_class")

        mpe_pct = d.pop("mpe_pct")

        checks = d.pop("checks", UNSET)

        capacity_w = d.pop("capacity_w", UNSET)

        rolls_over_at_wh = d.pop("rolls_over_at_wh", UNSET)

        _calibrations = d.pop("calibrations", UNSET)
        calibrations: list[ProjectDesignMeterCalibration] | Unset = UNSET
        if _calibrations is not UNSET:
            calibrations = []
            for calibrations_item_data in _calibrations:
                calibrations_item = ProjectDesignMeterCalibration.from_dict(calibrations_item_data)

                calibrations.append(calibrations_item)

        _replacements = d.pop("replacements", UNSET)
        replacements: list[ProjectDesignMeterReplacement] | Unset = UNSET
        if _replacements is not UNSET:
            replacements = []
            for replacements_item_data in _replacements:
                replacements_item = ProjectDesignMeterReplacement.from_dict(replacements_item_data)

                replacements.append(replacements_item)

        project_design_meter = cls(
            device_id=device_id,
            role=role,
            serial=serial,
            accuracy_class=accuracy_class,
            mpe_pct=mpe_pct,
            checks=checks,
            capacity_w=capacity_w,
            rolls_over_at_wh=rolls_over_at_wh,
            calibrations=calibrations,
            replacements=replacements,
        )

        return project_design_meter
