from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="WebhookRequest")


@_attrs_define
class WebhookRequest:
    """
    Attributes:
        url (str): https, at a public address: the name is resolved at each attempt, and an answer with a redirect is a
            failure
        types (list[str]): Which events: types, families of them (`record.*`), or all (`*`)
        plant_ids (list[str] | None | Unset): Only events of these plants; null: of all, and what belongs to none
        description (str | Unset): For yourselves
    """

    url: str
    types: list[str]
    plant_ids: list[str] | None | Unset = UNSET
    description: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        url = self.url

        types = self.types

        plant_ids: list[str] | None | Unset
        if isinstance(self.plant_ids, Unset):
            plant_ids = UNSET
        elif isinstance(self.plant_ids, list):
            plant_ids = self.plant_ids

        else:
            plant_ids = self.plant_ids

        description = self.description

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "url": url,
                "types": types,
            }
        )
        if plant_ids is not UNSET:
            field_dict["plant_ids"] = plant_ids
        if description is not UNSET:
            field_dict["description"] = description

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        url = d.pop("url")

        types = cast(list[str], d.pop("types"))

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

        webhook_request = cls(
            url=url,
            types=types,
            plant_ids=plant_ids,
            description=description,
        )

        return webhook_request
