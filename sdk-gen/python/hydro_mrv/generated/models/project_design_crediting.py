from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="ProjectDesignCrediting")


@_attrs_define
class ProjectDesignCrediting:
    """
    Attributes:
        kind (str): Years and number of crediting periods. One of `10`, `7x3`, `5x3`
        start (str): First local day of the first crediting period
    """

    kind: str
    start: str

    def to_dict(self) -> dict[str, Any]:
        kind = self.kind

        start = self.start

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "kind": kind,
                "start": start,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        kind = d.pop("kind")

        start = d.pop("start")

        project_design_crediting = cls(
            kind=kind,
            start=start,
        )

        return project_design_crediting
