from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="PlantGrid")


@_attrs_define
class PlantGrid:
    """
    Attributes:
        operator (str | Unset): Of the grid that it feeds
        connection_point (str | Unset):
        voltage_kv (float | Unset):
        frequency_hz (int | Unset): One of `50`, `60`
    """

    operator: str | Unset = UNSET
    connection_point: str | Unset = UNSET
    voltage_kv: float | Unset = UNSET
    frequency_hz: int | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        operator = self.operator

        connection_point = self.connection_point

        voltage_kv = self.voltage_kv

        frequency_hz = self.frequency_hz

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if operator is not UNSET:
            field_dict["operator"] = operator
        if connection_point is not UNSET:
            field_dict["connection_point"] = connection_point
        if voltage_kv is not UNSET:
            field_dict["voltage_kv"] = voltage_kv
        if frequency_hz is not UNSET:
            field_dict["frequency_hz"] = frequency_hz

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        operator = d.pop("operator", UNSET)

        connection_point = d.pop("connection_point", UNSET)

        voltage_kv = d.pop("voltage_kv", UNSET)

        frequency_hz = d.pop("frequency_hz", UNSET)

        plant_grid = cls(
            operator=operator,
            connection_point=connection_point,
            voltage_kv=voltage_kv,
            frequency_hz=frequency_hz,
        )

        return plant_grid
