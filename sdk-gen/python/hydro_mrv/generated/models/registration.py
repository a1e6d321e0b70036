from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.registration_organisation import RegistrationOrganisation


T = TypeVar("T", bound="Registration")


@_attrs_define
class Registration:
    """
    Attributes:
        organisation (RegistrationOrganisation):
        email (str): Of the organisation's first user
        name (str): Of that user
        invitation (str | Unset): Where registration is by invitation: the operator's code
    """

    organisation: RegistrationOrganisation
    email: str
    name: str
    invitation: str | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        organisation = self.organisation.to_dict()

        email = self.email

        name = self.name

        invitation = self.invitation

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "organisation": organisation,
                "email": email,
                "name": name,
            }
        )
        if invitation is not UNSET:
            field_dict["invitation"] = invitation

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.registration_organisation import RegistrationOrganisation  # noqa: PLC0415

        d = dict(src_dict)
        organisation = RegistrationOrganisation.from_dict(d.pop("organisation"))

        email = d.pop("email")

        name = d.pop("name")

        invitation = d.pop("invitation", UNSET)

        registration = cls(
            organisation=organisation,
            email=email,
            name=name,
            invitation=invitation,
        )

        return registration
