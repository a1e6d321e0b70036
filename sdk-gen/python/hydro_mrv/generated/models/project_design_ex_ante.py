from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProjectDesignExAnte")


@_attrs_define
class ProjectDesignExAnte:
    """
    Attributes:
        annual_er_t (str): Expected emission reduction of a year, tCO2
    """

    annual_er_t: str

    def to_dict(self) -> dict[str, Any]:
        annual_er_t = self.annual_er_t

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "annual_er_t": annual_er_t,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        annual_er_t = d.pop("annual_er_t")

        project_design_ex_ante = cls(
            annual_er_t=annual_er_t,
        )

        return project_design_ex_ante
