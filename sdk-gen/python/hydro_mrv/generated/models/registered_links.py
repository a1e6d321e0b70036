from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RegisteredLinks")


@_attrs_define
class RegisteredLinks:
    """
    Attributes:
        login (str):
        plants (str):
        docs (str):
    """

    login: str
    plants: str
    docs: str

    def to_dict(self) -> dict[str, Any]:
        login = self.login

        plants = self.plants

        docs = self.docs

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "login": login,
                "plants": plants,
                "docs": docs,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        login = d.pop("login")

        plants = d.pop("plants")

        docs = d.pop("docs")

        registered_links = cls(
            login=login,
            plants=plants,
            docs=docs,
        )

        return registered_links
