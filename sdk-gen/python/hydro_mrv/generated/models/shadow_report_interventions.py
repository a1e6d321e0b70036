from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ShadowReportInterventions")


@_attrs_define
class ShadowReportInterventions:
    """
    Attributes:
        gateway (str):
        manual (str):
    """

    gateway: str
    manual: str

    def to_dict(self) -> dict[str, Any]:
        gateway = self.gateway

        manual = self.manual

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "gateway": gateway,
                "manual": manual,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        gateway = d.pop("gateway")

        manual = d.pop("manual")

        shadow_report_interventions = cls(
            gateway=gateway,
            manual=manual,
        )

        return shadow_report_interventions
