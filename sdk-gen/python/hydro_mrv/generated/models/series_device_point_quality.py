from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="SeriesDevicePointQuality")


@_attrs_define
class SeriesDevicePointQuality:
    """
    Attributes:
        approved (int):
        flagged (int): A verifier has them
        rejected (int):
        approved_share (float): 0-1, four decimals
    """

    approved: int
    flagged: int
    rejected: int
    approved_share: float

    def to_dict(self) -> dict[str, Any]:
        approved = self.approved

        flagged = self.flagged

        rejected = self.rejected

        approved_share = self.approved_share

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "approved": approved,
                "flagged": flagged,
                "rejected": rejected,
                "approved_share": approved_share,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        approved = d.pop("approved")

        flagged = d.pop("flagged")

        rejected = d.pop("rejected")

        approved_share = d.pop("approved_share")

        series_device_point_quality = cls(
            approved=approved,
            flagged=flagged,
            rejected=rejected,
            approved_share=approved_share,
        )

        return series_device_point_quality
