from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

T = TypeVar("T", bound="RegisteredSignIn")


@_attrs_define
class RegisteredSignIn:
    """The link confirms the address; there the first user chooses a password

    Attributes:
        email (str):
        link_by (str): `console`: this gateway sends no mail; its operator prints the link. One of `e-mail`, `console`
        link_expires_at (str):
    """

    email: str
    link_by: str
    link_expires_at: str

    def to_dict(self) -> dict[str, Any]:
        email = self.email

        link_by = self.link_by

        link_expires_at = self.link_expires_at

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "email": email,
                "link_by": link_by,
                "link_expires_at": link_expires_at,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        email = d.pop("email")

        link_by = d.pop("link_by")

        link_expires_at = d.pop("link_expires_at")

        registered_sign_in = cls(
            email=email,
            link_by=link_by,
            link_expires_at=link_expires_at,
        )

        return registered_sign_in
