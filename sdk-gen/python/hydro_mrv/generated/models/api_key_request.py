from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="ApiKeyRequest")


@_attrs_define
class ApiKeyRequest:
    """What is left out does not narrow it

    Attributes:
        roles (list[str]):
        label (str | Unset):
        expires_at (str | Unset):
        scopes (list[str] | Unset): Parts of the API that it may call; its roles must allow them too
        plants (list[str] | Unset): The only plants that it sees
        devices (list[str] | Unset): The only devices that it sends readings of
        networks (list[str] | Unset): Where it may be used from: addresses and networks (CIDR), IPv4 and IPv6
    """

    roles: list[str]
    label: str | Unset = UNSET
    expires_at: str | Unset = UNSET
    scopes: list[str] | Unset = UNSET
    plants: list[str] | Unset = UNSET
    devices: list[str] | Unset = UNSET
    networks: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        roles = self.roles

        label = self.label

        expires_at = self.expires_at

        scopes: list[str] | Unset = UNSET
        if not isinstance(self.scopes, Unset):
            scopes = self.scopes

        plants: list[str] | Unset = UNSET
        if not isinstance(self.plants, Unset):
            plants = self.plants

        devices: list[str] | Unset = UNSET
        if not isinstance(self.devices, Unset):
            devices = self.devices

        networks: list[str] | Unset = UNSET
        if not isinstance(self.networks, Unset):
            networks = self.networks

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "roles": roles,
            }
        )
        if label is not UNSET:
            field_dict["label"] = label
        if expires_at is not UNSET:
            field_dict["expires_at"] = expires_at
        if scopes is not UNSET:
            field_dict["scopes"] = scopes
        if plants is not UNSET:
            field_dict["plants"] = plants
        if devices is not UNSET:
            field_dict["devices"] = devices
        if networks is not UNSET:
            field_dict["networks"] = networks

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        roles = cast(list[str], d.pop("roles"))

        label = d.pop("label", UNSET)

        expires_at = d.pop("expires_at", UNSET)

        scopes = cast(list[str], d.pop("scopes", UNSET))

        plants = cast(list[str], d.pop("plants", UNSET))

        devices = cast(list[str], d.pop("devices", UNSET))

        networks = cast(list[str], d.pop("networks", UNSET))

        api_key_request = cls(
            roles=roles,
            label=label,
            expires_at=expires_at,
            scopes=scopes,
            plants=plants,
            devices=devices,
            networks=networks,
        )

        return api_key_request
