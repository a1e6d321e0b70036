from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

if TYPE_CHECKING:
    from ..models.registered_links import RegisteredLinks
    from ..models.registered_organisation import RegisteredOrganisation
    from ..models.registered_sign_in import RegisteredSignIn


T = TypeVar("T", bound="Registered")


@_attrs_define
class Registered:
    """
    Attributes:
        organisation (RegisteredOrganisation):
        api_key (str): Roles operator and device. Shown only now, kept nowhere
        key_id (str):
        sign_in (RegisteredSignIn): The link confirms the address; there the first user chooses a password
        links (RegisteredLinks):
    """

    organisation: RegisteredOrganisation
    api_key: str
    key_id: str
    sign_in: RegisteredSignIn
    links: RegisteredLinks

    def to_dict(self) -> dict[str, Any]:
        organisation = self.organisation.to_dict()

        api_key = self.api_key

        key_id = self.key_id

        sign_in = self.sign_in.to_dict()

        links = self.links.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation": organisation,
                "api_key": api_key,
                "key_id": key_id,
                "sign_in": sign_in,
                "links": links,
            }
        )

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.registered_links import RegisteredLinks  # noqa: PLC0415
        from ..models.registered_organisation import RegisteredOrganisation  # noqa: PLC0415
        from ..models.registered_sign_in import RegisteredSignIn  # noqa: PLC0415

        d = dict(src_dict)
        organisation = RegisteredOrganisation.from_dict(d.pop("organisation"))

        api_key = d.pop("api_key")

        key_id = d.pop("key_id")

        sign_in = RegisteredSignIn.from_dict(d.pop("sign_in"))

        links = RegisteredLinks.from_dict(d.pop("links"))

        registered = cls(
            organisation=organisation,
            api_key=api_key,
            key_id=key_id,
            sign_in=sign_in,
            links=links,
        )

        return registered
