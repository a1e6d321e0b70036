from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RetirementRequestUsePeriod")


@_attrs_define
class RetirementRequestUsePeriod:
    """Days for which the beneficiary claims them

    Attributes:
        from_ (str):
        to (str): Last day
    """

    from_: str
    to: str

    def to_dict(self) -> dict[str, Any]:
        from_ = self.from_

        to = self.to

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "from": from_,
                "to": to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        from_ = d.pop("from")

        to = d.pop("to")

        retirement_request_use_period = cls(
            from_=from_,
            to=to,
        )

        return retirement_request_use_period
