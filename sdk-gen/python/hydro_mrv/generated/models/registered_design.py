from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.crediting_period import CreditingPeriod
    from ..models.project_design_crediting import ProjectDesignCrediting
    from ..models.project_design_design import ProjectDesignDesign
    from ..models.project_design_ex_ante import ProjectDesignExAnte
    from ..models.project_design_grid import ProjectDesignGrid
    from ..models.project_design_issuance import ProjectDesignIssuance
    from ..models.project_design_meter import ProjectDesignMeter


T = TypeVar("T", bound="RegisteredDesign")


@_attrs_define
class RegisteredDesign:
    """
    Attributes:
        plant_id (str):
        version (int):
        record_id (str): Random: says nothing of order, number or plant
        commitment (str): Of the record that holds this version, hex
        created_at (str):
        eligible (bool): Always true. What is not eligible is a 422 with `rule` and `clause`
        power_density_w_per_m2 (None | str): Null where no reservoir is new or larger
        reservoir_emissions (bool): True: gross generation must be metered
        crediting_period (CreditingPeriod | None): The one that runs today; null before and after them all
        rulebook (str): A rulebook by id, e.g. acm0002-v22.0
        grid (ProjectDesignGrid):
        design (ProjectDesignDesign):
        crediting (ProjectDesignCrediting):
        meters (list[ProjectDesignMeter]):
        in_force_from (str | Unset): First local day it holds for; periods before go on by the version before. Absent:
            every day
        issuance (ProjectDesignIssuance | Unset):
        ex_ante (ProjectDesignExAnte | Unset):
    """

    plant_id: str
    version: int
    record_id: str
    commitment: str
    created_at: str
    eligible: bool
    power_density_w_per_m2: None | str
    reservoir_emissions: bool
    crediting_period: CreditingPeriod | None
    rulebook: str
    grid: ProjectDesignGrid
    design: ProjectDesignDesign
    crediting: ProjectDesignCrediting
    meters: list[ProjectDesignMeter]
    in_force_from: str | Unset = UNSET
    issuance: ProjectDesignIssuance | Unset = UNSET
    ex_ante: ProjectDesignExAnte | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        from ..models.crediting_period import CreditingPeriod  # noqa: PLC0415

        plant_id = self.plant_id

        version = self.version

        record_id = self.record_id

        commitment = self.commitment

        created_at = self.created_at

        eligible = self.eligible

        power_density_w_per_m2: None | str
        power_density_w_per_m2 = self.power_density_w_per_m2

        reservoir_emissions = self.reservoir_emissions

        crediting_period: dict[str, Any] | None
        if isinstance(self.crediting_period, CreditingPeriod):
            crediting_period = self.crediting_period.to_dict()
        else:
            crediting_period = self.crediting_period

        rulebook = self.rulebook

        grid = self.grid.to_dict()

        design = self.design.to_dict()

        crediting = self.crediting.to_dict()

        meters = []
        for meters_item_data in self.meters:
            meters_item = meters_item_data.to_dict()
            meters.append(meters_item)

        in_force_from = self.in_force_from

        issuance: dict[str, Any] | Unset = UNSET
        if not isinstance(self.issuance, Unset):
            issuance = self.issuance.to_dict()

        ex_ante: dict[str, Any] | Unset = UNSET
        if not isinstance(self.ex_ante, Unset):
            ex_ante = self.ex_ante.to_dict()

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "version": version,
                "record_id": record_id,
                "commitment": commitment,
                "created_at": created_at,
                "eligible": eligible,
                "power_density_w_per_m2": power_density_w_per_m2,
                "reservoir_emissions": reservoir_emissions,
                "crediting_period": crediting_period,
                "rulebook": rulebook,
                "grid": grid,
                "design": design,
                "crediting": crediting,
                "meters": meters,
            }
        )
        if in_force_from is not UNSET:
            field_dict["in_force_from"] = in_force_from
        if issuance is not UNSET:
            field_dict["issuance"] = issuance
        if ex_ante is not UNSET:
            field_dict["ex_ante"] = ex_ante

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.crediting_period import CreditingPeriod  # noqa: PLC0415
        from ..models.project_design_crediting import ProjectDesignCrediting  # noqa: PLC0415
        from ..models.project_design_design import ProjectDesignDesign  # noqa: PLC0415
        from ..models.project_design_ex_ante import ProjectDesignExAnte  # noqa: PLC0415
        from ..models.project_design_grid import ProjectDesignGrid  # noqa: PLC0415
        from ..models.project_design_issuance import ProjectDesignIssuance  # noqa: PLC0415
        from ..models.project_design_meter import ProjectDesignMeter  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        version = d.pop("version")

        record_id = d.pop("record_id")

        commitment = d.pop("commitment")

        created_at = d.pop("created_at")

        eligible = d.pop("eligible")

        def _parse_power_density_w_per_m2(data: object) -> None | str:
            if data is None:
                return data
            return cast(None | str, data)

        power_density_w_per_m2 = _parse_power_density_w_per_m2(d.pop("power_density_w_per_m2"))

        reservoir_emissions = d.pop("reservoir_emissions")

        def _parse_crediting_period(data: object) -> CreditingPeriod | None:
            if data is None:
                return data
            try:
                if not isinstance(data, dict):
                    raise TypeError()
                crediting_period_type_0 = CreditingPeriod.from_dict(data)

                return crediting_period_type_0
            except (TypeError, ValueError, AttributeError, KeyError):
                pass
            return cast(CreditingPeriod | None, data)

        crediting_period = _parse_crediting_period(d.pop("crediting_period"))

        rulebook = d.pop("rulebook")

        grid = ProjectDesignGrid.from_dict(d.pop("grid"))

        design = ProjectDesignDesign.from_dict(d.pop("design"))

        crediting = ProjectDesignCrediting.from_dict(d.pop("crediting"))

        meters = []
        _meters = d.pop("meters")
        for meters_item_data in _meters:
            meters_item = ProjectDesignMeter.from_dict(meters_item_data)

            meters.append(meters_item)

        in_force_from = d.pop("in_force_from", UNSET)

        _issuance = d.pop("issuance", UNSET)
        issuance: ProjectDesignIssuance | Unset
        if isinstance(_issuance, Unset):
            issuance = UNSET
        else:
            issuance = ProjectDesignIssuance.from_dict(_issuance)

        _ex_ante = d.pop("ex_ante", UNSET)
        ex_ante: ProjectDesignExAnte | Unset
        if isinstance(_ex_ante, Unset):
            ex_ante = UNSET
        else:
            ex_ante = ProjectDesignExAnte.from_dict(_ex_ante)

        registered_design = cls(
            plant_id=plant_id,
            version=version,
            record_id=record_id,
            commitment=commitment,
            created_at=created_at,
            eligible=eligible,
            power_density_w_per_m2=power_density_w_per_m2,
            reservoir_emissions=reservoir_emissions,
            crediting_period=crediting_period,
            rulebook=rulebook,
            grid=grid,
            design=design,
            crediting=crediting,
            meters=meters,
            in_force_from=in_force_from,
            issuance=issuance,
            ex_ante=ex_ante,
        )

        return registered_design
