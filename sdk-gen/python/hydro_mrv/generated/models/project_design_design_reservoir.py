from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProjectDesignDesignReservoir")


@_attrs_define
class ProjectDesignDesignReservoir:
    """
    Attributes:
        cap_w (str):
        a_m2 (str):
    """

    cap_w: str
    a_m2: str

    def to_dict(self) -> dict[str, Any]:
        cap_w = self.cap_w

        a_m2 = self.a_m2

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "cap_w": cap_w,
                "a_m2": a_m2,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        cap_w = d.pop("cap_w")

        a_m2 = d.pop("a_m2")

        project_design_design_reservoir = cls(
            cap_w=cap_w,
            a_m2=a_m2,
        )

        return project_design_design_reservoir
