from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="DriftReportVotes")


@_attrs_define
class DriftReportVotes:
    """
    Attributes:
        changed (float):
        flags_added (float):
        flags_gone (float):
    """

    changed: float
    flags_added: float
    flags_gone: float

    def to_dict(self) -> dict[str, Any]:
        changed = self.changed

        flags_added = self.flags_added

        flags_gone = self.flags_gone

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "changed": changed,
                "flags_added": flags_added,
                "flags_gone": flags_gone,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        changed = d.pop("changed")

        flags_added = d.pop("flags_added")

        flags_gone = d.pop("flags_gone")

        drift_report_votes = cls(
            changed=changed,
            flags_added=flags_added,
            flags_gone=flags_gone,
        )

        return drift_report_votes
