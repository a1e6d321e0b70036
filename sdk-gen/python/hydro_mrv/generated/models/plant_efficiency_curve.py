from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="PlantEfficiencyCurve")


@_attrs_define
class PlantEfficiencyCurve:
    """
    Attributes:
        flow_fraction (float):
        efficiency (float):
    """

    flow_fraction: float
    efficiency: float

    def to_dict(self) -> dict[str, Any]:
        flow_fraction = self.flow_fraction

        efficiency = self.efficiency

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "flow_fraction": flow_fraction,
                "efficiency": efficiency,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        flow_fraction = d.pop("flow_fraction")

        efficiency = d.pop("efficiency")

        plant_efficiency_curve = cls(
            flow_fraction=flow_fraction,
            efficiency=efficiency,
        )

        return plant_efficiency_curve
