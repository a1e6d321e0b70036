from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="CreditingPeriod")


@_attrs_define
class CreditingPeriod:
    """
    Attributes:
        number (int):
        from_ (str):
        to (str):
    """

    number: int
    from_: str
    to: str

    def to_dict(self) -> dict[str, Any]:
        number = self.number

        from_ = self.from_

        to = self.to

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "number": number,
                "from": from_,
                "to": to,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        number = d.pop("number")

        from_ = d.pop("from")

        to = d.pop("to")

        crediting_period = cls(
            number=number,
            from_=from_,
            to=to,
        )

        return crediting_period
