from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.project_design_meter_replacement_last import (
        ProjectDesignMeterReplacementLast,
    )


T = TypeVar("T", bound="ProjectDesignMeterReplacement")


@_attrs_define
class ProjectDesignMeterReplacement:
    """
    Attributes:
        at (str): When the new meter took over
        serial (str): Of the new meter
        last (ProjectDesignMeterReplacementLast):
        first (ProjectDesignMeterReplacementLast):
    """

    at: str
    serial: str
    last: ProjectDesignMeterReplacementLast
    first: ProjectDesignMeterReplacementLast

    def to_dict(self) -> dict[str, Any]:
        at = self.at

        serial = self.serial

        last = self.last.to_dict()

        first = self.first.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "at": at,
                "serial": serial,
                "last": last,
                "first": first,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.project_design_meter_replacement_last import (
            ProjectDesignMeterReplacementLast,  # noqa: PLC0415
        )

        d = dict(src_dict)
        at = d.pop("at")

        serial = d.pop("serial")

        last = ProjectDesignMeterReplacementLast.from_dict(d.pop("last"))

        first = ProjectDesignMeterReplacementLast.from_dict(d.pop("first"))

        project_design_meter_replacement = cls(
            at=at,
            serial=serial,
            last=last,
            first=first,
        )

        return project_design_meter_replacement
