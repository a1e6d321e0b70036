from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="WebhookChange")


@_attrs_define
class WebhookChange:
    """
    Attributes:
        url (str | Unset): https, at a public address: the name is resolved at each attempt, and an answer with a
            redirect is a failure
        types (list[str] | Unset): Which events: types, families of them (`record.*`), or all (`*`)
        plant_ids (list[str] | None | Unset): Only events of these plants; null: of all, and what belongs to none
        description (str | Unset): For yourselves
        enabled (bool | Unset): False switches it off: what happens meanwhile is not sent later
    """

    url: str | Unset = UNSET
    types: list[str] | Unset = UNSET
    plant_ids: list[str] | None | Unset = UNSET
    description: str | Unset = UNSET
    enabled: bool | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        types: list[str] | Unset = UNSET
        if not isinstance(self.types, Unset):
            types = self.types

        plant_ids: list[str] | None | Unset
        if isinstance(self.plant_ids, Unset):
            plant_ids = UNSET
        elif isinstance(self.plant_ids, list):
            plant_ids = self.plant_ids

        else:
            plant_ids = self.plant_ids

        description = self.description

        enabled = self.enabled

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if url is not UNSET:
            field_dict["url"] = url
        if types is not UNSET:
            field_dict["types"] = types
        if plant_ids is not UNSET:
            field_dict["plant_ids"] = plant_ids
        if description is not UNSET:
            field_dict["description"] = description
        if enabled is not UNSET:
            field_dict["enabled"] = enabled

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url", UNSET)

        types = cast(list[str], d.pop("types", UNSET))

        def _parse_plant_ids(data: object) -> list[str] | None | Unset:
            if data is None:
                return data
            if isinstance(data, Unset):
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                plant_ids_type_0 = cast(list[str], data)

                return plant_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None | Unset, data)

        plant_ids = _parse_plant_ids(d.pop("plant_ids", UNSET))

        description = d.pop("description", UNSET)

        enabled = d.pop("enabled", UNSET)

        webhook_change = cls(
            url=url,
            types=types,
            plant_ids=plant_ids,
            description=description,
            enabled=enabled,
        )

        return webhook_change
