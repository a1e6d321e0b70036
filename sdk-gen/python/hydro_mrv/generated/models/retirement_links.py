from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RetirementLinks")


@_attrs_define
class RetirementLinks:
    """
    Attributes:
        self_ (str):
        page (str): The same for people
    """

    self_: str
    page: str

    def to_dict(self) -> dict[str, Any]:
        self_ = self.self_

        page = self.page

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "self": self_,
                "page": page,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        self_ = d.pop("self")

        page = d.pop("page")

        retirement_links = cls(
            self_=self_,
            page=page,
        )

        return retirement_links
