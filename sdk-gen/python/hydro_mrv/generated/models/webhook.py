from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.webhook_disabled import WebhookDisabled


T = TypeVar("T", bound="Webhook")


@_attrs_define
class Webhook:
    """
    Attributes:
        endpoint_id (str):
        url (str):
        types (list[str]):
        plant_ids (list[str] | None):
        description (str):
        enabled (bool):
        disabled (None | WebhookDisabled): When and why it was switched off: by its owner, or because it answered 410
            Gone
        created_at (str):
        updated_at (str):
    """

    endpoint_id: str
    url: str
    types: list[str]
    plant_ids: list[str] | None
    description: str
    enabled: bool
    disabled: None | WebhookDisabled
    created_at: str
    updated_at: str

    def to_dict(self) -> dict[str, Any]:
        from ..models.webhook_disabled import WebhookDisabled  # noqa: PLC0415

        endpoint_id = self.endpoint_id

        url = self.url

        types = self.types

        plant_ids: list[str] | None
        if isinstance(self.plant_ids, list):
            plant_ids = self.plant_ids

        else:
            plant_ids = self.plant_ids

        description = self.description

        enabled = self.enabled

        disabled: dict[str, Any] | None
        if isinstance(self.disabled, WebhookDisabled):
            disabled = self.disabled.to_dict()
        else:
            disabled = self.disabled

        created_at = self.created_at

        updated_at = self.updated_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "endpoint_id": endpoint_id,
                "url": url,
                "types": types,
                "plant_ids": plant_ids,
                "description": description,
                "enabled": enabled,
                "disabled": disabled,
                "created_at": created_at,
                "updated_at": updated_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.webhook_disabled import WebhookDisabled  # noqa: PLC0415

        d = dict(src_dict)
        endpoint_id = d.pop("endpoint_id")

        url = d.pop("url")

        types = cast(list[str], d.pop("types"))

        def _parse_plant_ids(data: object) -> list[str] | None:
            if data is None:
                return data
            try:
                if not isinstance(data, list):
                    raise TypeError()
                plant_ids_type_0 = cast(list[str], data)

                return plant_ids_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(list[str] | None, data)

        plant_ids = _parse_plant_ids(d.pop("plant_ids"))

        description = d.pop("description")

        enabled = d.pop("enabled")

        def _parse_disabled(data: object) -> None | WebhookDisabled:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                disabled_type_0 = WebhookDisabled.from_dict(data)

                return disabled_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(None | WebhookDisabled, data)

        disabled = _parse_disabled(d.pop("disabled"))

        created_at = d.pop("created_at")

        updated_at = d.pop("updated_at")

        webhook = cls(
            endpoint_id=endpoint_id,
            url=url,
            types=types,
            plant_ids=plant_ids,
            description=description,
            enabled=enabled,
            disabled=disabled,
            created_at=created_at,
            updated_at=updated_at,
        )

        return webhook
