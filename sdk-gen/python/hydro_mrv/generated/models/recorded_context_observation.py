from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RecordedContextObservation")


@_attrs_define
class RecordedContextObservation:
    """
    Attributes:
        kind (str): river_flow_m3s or air_temperature_mean_c
        value (float):
        source (str):
        observed_at (str):
        sha256 (str): Of the table or the answer that it was taken from
    """

    kind: str
    value: float
    source: str
    observed_at: str
    sha256: str

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        value = self.value

        source = self.source

        observed_at = self.observed_at

        sha256 = self.sha256

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "value": value,
                "source": source,
                "observed_at": observed_at,
                "sha256": sha256,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        value = d.pop("value")

        source = d.pop("source")

        observed_at = d.pop("observed_at")

        sha256 = d.pop("sha256")

        recorded_context_observation = cls(
            kind=kind,
            value=value,
            source=source,
            observed_at=observed_at,
            sha256=sha256,
        )

        return recorded_context_observation
