from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar, cast

from attrs import define as _attrs_define

from ..types import UNSET, Unset

if TYPE_CHECKING:
    from ..models.plant_accounting import PlantAccounting
    from ..models.plant_efficiency_curve import PlantEfficiencyCurve
    from ..models.plant_grid import PlantGrid
    from ..models.plant_location import PlantLocation
    from ..models.plant_reservoir import PlantReservoir
    from ..models.plant_turbine_unit import PlantTurbineUnit


T = TypeVar("T", bound="PlantReplacement")


@_attrs_define
class PlantReplacement:
    """
    Attributes:
        plant_id (str): Chosen by the operator, unique within the organisation
        name (str):
        time_zone (str): IANA zone whose local midnights bound monitoring periods
        commissioned_on (str): Readings before this local date are refused
        rated_power_kw (float): Nameplate of the whole plant, kW
        design_head_m (float): Serves where a reading has no measured head, m
        country (str | Unset):
        design_flow_m3s (float | Unset): Turbine flow at rated power, m3/s
        turbine_type (str | Unset): One of `pelton`, `turgo`, `francis`, `kaplan`, `propeller`, `crossflow`
        units (int | Unset): Turbines of the plant: with several, efficiency at a flow depends on how many run
        efficiency_curve (list[PlantEfficiencyCurve] | Unset):
        grid_factor_table (str | Unset): Emission-factor table of the plant's grid, e.g. cea-v21.0
        signatures (str | Unset): `required`: readings without a signature of their device's own key are refused, on
            every transport. One of `optional`, `required`
        accounting (PlantAccounting | Unset):
        location (PlantLocation | Unset):
        turbine_units (list[PlantTurbineUnit] | Unset): Each turbine; their nameplates add up to the plant's. `units`,
            type and flow follow where left out
        reservoir (PlantReservoir | Unset):
        grid (PlantGrid | Unset):
        anchor_mode (str | Unset): `log` (the default): only commitments are public. `record`: each approved record also
            gets a message of its own, with its `public_fields`. For good: nobody can take a message back. One of `log`,
            `record`
        public_fields (list[str] | Unset): Only with `anchor_mode` `record`: what the messages show; together they must
            fit into one
    """

    plant_id: str
    name: str
    time_zone: str
    commissioned_on: str
    rated_power_kw: float
    design_head_m: float
    country: str | Unset = UNSET
    design_flow_m3s: float | Unset = UNSET
    turbine_type: str | Unset = UNSET
    units: int | Unset = UNSET
    efficiency_curve: list[PlantEfficiencyCurve] | Unset = UNSET
    grid_factor_table: str | Unset = UNSET
    signatures: str | Unset = UNSET
    accounting: PlantAccounting | Unset = UNSET
    location: PlantLocation | Unset = UNSET
    turbine_units: list[PlantTurbineUnit] | Unset = UNSET
    reservoir: PlantReservoir | Unset = UNSET
    grid: PlantGrid | Unset = UNSET
    anchor_mode: str | Unset = UNSET
    public_fields: list[str] | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        plant_id = self.plant_id

        name = self.name

        time_zone = self.time_zone

        commissioned_on = self.commissioned_on

        rated_power_kw = self.rated_power_kw

        design_head_m = self.design_head_m

        country = self.country

        design_flow_m3s = self.design_flow_m3s

        turbine_type = self.turbine_type

        units = self.units

        efficiency_curve: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.efficiency_curve, Unset):
            efficiency_curve = []
            for efficiency_curve_item_data in self.efficiency_curve:
                efficiency_curve_item = efficiency_curve_item_data.to_dict()
                efficiency_curve.append(efficiency_curve_item)

        grid_factor_table = self.grid_factor_table

        signatures = self.signatures

        accounting: dict[str, Any] | Unset = UNSET
        if not isinstance(self.accounting, Unset):
            accounting = self.accounting.to_dict()

        location: dict[str, Any] | Unset = UNSET
        if not isinstance(self.location, Unset):
            location = self.location.to_dict()

        turbine_units: list[dict[str, Any]] | Unset = UNSET
        if not isinstance(self.turbine_units, Unset):
            turbine_units = []
            for turbine_units_item_data in self.turbine_units:
                turbine_units_item = turbine_units_item_data.to_dict()
                turbine_units.append(turbine_units_item)

        reservoir: dict[str, Any] | Unset = UNSET
        if not isinstance(self.reservoir, Unset):
            reservoir = self.reservoir.to_dict()

        grid: dict[str, Any] | Unset = UNSET
        if not isinstance(self.grid, Unset):
            grid = self.grid.to_dict()

        anchor_mode = self.anchor_mode

        public_fields: list[str] | Unset = UNSET
        if not isinstance(self.public_fields, Unset):
            public_fields = self.public_fields

        field_dict: dict[str, Any] = {}

        field_dict.update(
            {
                "plant_id": plant_id,
                "name": name,
                "time_zone": time_zone,
                "commissioned_on": commissioned_on,
                "rated_power_kw": rated_power_kw,
                "design_head_m": design_head_m,
            }
        )
        if country is not UNSET:
            field_dict["country"] = country
        if design_flow_m3s is not UNSET:
            field_dict["design_flow_m3s"] = design_flow_m3s
        if turbine_type is not UNSET:
            field_dict["turbine_type"] = turbine_type
        if units is not UNSET:
            field_dict["units"] = units
        if efficiency_curve is not UNSET:
            field_dict["efficiency_curve"] = efficiency_curve
        if grid_factor_table is not UNSET:
            field_dict["grid_factor_table"] = grid_factor_table
        if signatures is not UNSET:
            field_dict["signatures"] = signatures
        if accounting is not UNSET:
            field_dict["accounting"] = accounting
        if location is not UNSET:
            field_dict["location"] = location
        if turbine_units is not UNSET:
            field_dict["turbine_units"] = turbine_units
        if reservoir is not UNSET:
            field_dict["reservoir"] = reservoir
        if grid is not UNSET:
            field_dict["grid"] = grid
        if anchor_mode is not UNSET:
            field_dict["anchor_mode"] = anchor_mode
        if public_fields is not UNSET:
            field_dict["public_fields"] = public_fields

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        from ..models.plant_accounting import PlantAccounting  # noqa: PLC0415
        from ..models.plant_efficiency_curve import PlantEfficiencyCurve  # noqa: PLC0415
        from ..models.plant_grid import PlantGrid  # noqa: PLC0415
        from ..models.plant_location import PlantLocation  # noqa: PLC0415
        from ..models.plant_reservoir import PlantReservoir  # noqa: PLC0415
        from ..models.plant_turbine_unit import PlantTurbineUnit  # noqa: PLC0415

        d = dict(src_dict)
        plant_id = d.pop("plant_id")

        name = d.pop("name")

        time_zone = d.pop("time_zone")

        commissioned_on = d.pop("commissioned_on")

        rated_power_kw = d.pop("rated_power_kw")

        design_head_m = d.pop("design_head_m")

        country = d.pop("country", UNSET)

        design_flow_m3s = d.pop("design_flow_m3s", UNSET)

        turbine_type = d.pop("turbine_type", UNSET)

        units = d.pop("units", UNSET)

        _efficiency_curve = d.pop("efficiency_curve", UNSET)
        efficiency_curve: list[PlantEfficiencyCurve] | Unset = UNSET
        if _efficiency_curve is not UNSET:
            efficiency_curve = []
            for efficiency_curve_item_data in _efficiency_curve:
                efficiency_curve_item = PlantEfficiencyCurve.from_dict(efficiency_curve_item_data)

                efficiency_curve.append(efficiency_curve_item)

        grid_factor_table = d.pop("grid_factor_table", UNSET)

        signatures = d.pop("signatures", UNSET)

        _accounting = d.pop("accounting", UNSET)
        accounting: PlantAccounting | Unset
        if isinstance(_accounting, Unset):
            accounting = UNSET
        else:
            accounting = PlantAccounting.from_dict(_accounting)

        _location = d.pop("location", UNSET)
        location: PlantLocation | Unset
        if isinstance(_location, Unset):
            location = UNSET
        else:
            location = PlantLocation.from_dict(_location)

        _turbine_units = d.pop("turbine_units", UNSET)
        turbine_units: list[PlantTurbineUnit] | Unset = UNSET
        if _turbine_units is not UNSET:
            turbine_units = []
            for turbine_units_item_data in _turbine_units:
                turbine_units_item = PlantTurbineUnit.from_dict(turbine_units_item_data)

                turbine_units.append(turbine_units_item)

        _reservoir = d.pop("reservoir", UNSET)
        reservoir: PlantReservoir | Unset
        if isinstance(_reservoir, Unset):
            reservoir = UNSET
        else:
            reservoir = PlantReservoir.from_dict(_reservoir)

        _grid = d.pop("grid", UNSET)
        grid: PlantGrid | Unset
        if isinstance(_grid, Unset):
            grid = UNSET
        else:
            grid = PlantGrid.from_dict(_grid)

        anchor_mode = d.pop("anchor_mode", UNSET)

        public_fields = cast(list[str], d.pop("public_fields", UNSET))

        plant_replacement = cls(
            plant_id=plant_id,
            name=name,
            time_zone=time_zone,
            commissioned_on=commissioned_on,
            rated_power_kw=rated_power_kw,
            design_head_m=design_head_m,
            country=country,
            design_flow_m3s=design_flow_m3s,
            turbine_type=turbine_type,
            units=units,
            efficiency_curve=efficiency_curve,
            grid_factor_table=grid_factor_table,
            signatures=signatures,
            accounting=accounting,
            location=location,
            turbine_units=turbine_units,
            reservoir=reservoir,
            grid=grid,
            anchor_mode=anchor_mode,
            public_fields=public_fields,
        )

        return plant_replacement
