from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

T = TypeVar("T", bound="CallerUserOrganisation")


@_attrs_define
class CallerUserOrganisation:
    """
    Attributes:
        id (str):
        name (str):
        roles (list[str]):
    """

    id: str
    name: str
    roles: list[str]

    def to_dict(self) -> dict[str, Any]:
        id = self.id

        name = self.name

        roles = self.roles

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "id": id,
                "name": name,
                "roles": roles,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        id = d.pop("id")

        name = d.pop("name")

        roles = cast(list[str], d.pop("roles"))

        caller_user_organisation = cls(
            id=id,
            name=name,
            roles=roles,
        )

        return caller_user_organisation
