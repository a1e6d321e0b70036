from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from attrs import define as _attrs_define

from ..types import UNSET, Unset

T = TypeVar("T", bound="Quantities")


@_attrs_define
class Quantities:
    """
    Attributes:
        flow_rate_m3s (float | Unset): Flow through the turbine or turbines, m3/s
        head_height_m (float | Unset): Measured head, m; the plant's design head serves when absent
        power_output_kw (float | Unset): Active power generated (mean of the interval), kW
        energy_kwh (float | Unset): Energy generated in the interval, kWh
        energy_export_kwh_total (float | Unset): Export register of the main meter, cumulative kWh
        energy_import_kwh_total (float | Unset): Import register of the main meter, cumulative kWh
        gross_energy_kwh_total (float | Unset): Gross generation register, cumulative kWh
        efficiency (float | Unset): Water-to-wire efficiency the plant reports, 0-1
        ph (float | Unset): pH of the water
        turbidity_ntu (float | Unset): Turbidity, NTU
        temperature_c (float | Unset): Water temperature, degrees Celsius
        dissolved_oxygen_mg_l (float | Unset): Dissolved oxygen, mg/l
        tds_mg_l (float | Unset): Total dissolved solids, mg/l
        spill_flow_m3s (float | Unset): Flow past the turbines, m3/s
        reservoir_level_m (float | Unset): Headwater level above datum, m
        tailwater_level_m (float | Unset): Tailwater level above datum, m
        gate_opening_pct (float | Unset): Guide-vane or gate opening, per cent
        rotor_speed_rpm (float | Unset): Rotor speed, revolutions per minute
        voltage_kv (float | Unset): Terminal voltage, kV
        frequency_hz (float | Unset): Frequency, Hz
    """

    flow_rate_m3s: float | Unset = UNSET
    head_height_m: float | Unset = UNSET
    power_output_kw: float | Unset = UNSET
    energy_kwh: float | Unset = UNSET
    energy_export_kwh_total: float | Unset = UNSET
    energy_import_kwh_total: float | Unset = UNSET
    gross_energy_kwh_total: float | Unset = UNSET
    efficiency: float | Unset = UNSET
    ph: float | Unset = UNSET
    turbidity_ntu: float | Unset = UNSET
    temperature_c: float | Unset = UNSET
    dissolved_oxygen_mg_l: float | Unset = UNSET
    tds_mg_l: float | Unset = UNSET
    spill_flow_m3s: float | Unset = UNSET
    reservoir_level_m: float | Unset = UNSET
    tailwater_level_m: float | Unset = UNSET
    gate_opening_pct: float | Unset = UNSET
    rotor_speed_rpm: float | Unset = UNSET
    voltage_kv: float | Unset = UNSET
    frequency_hz: float | Unset = UNSET

    def to_dict(self) -> dict[str, Any]:
        flow_rate_m3s = self.flow_rate_m3s

        head_height_m = self.head_height_m

        power_output_kw = self.power_output_kw

        energy_kwh = self.energy_kwh

        energy_export_kwh_total = self.energy_export_kwh_total

        energy_import_kwh_total = self.energy_import_kwh_total

        gross_energy_kwh_total = self.gross_energy_kwh_total

        efficiency = self.efficiency

        ph = self.ph

        turbidity_ntu = self.turbidity_ntu

        temperature_c = self.temperature_c

        dissolved_oxygen_mg_l = self.dissolved_oxygen_mg_l

        tds_mg_l = self.tds_mg_l

        spill_flow_m3s = self.spill_flow_m3s

        reservoir_level_m = self.reservoir_level_m

        tailwater_level_m = self.tailwater_level_m

        gate_opening_pct = self.gate_opening_pct

        rotor_speed_rpm = self.rotor_speed_rpm

        voltage_kv = self.voltage_kv

        frequency_hz = self.frequency_hz

        field_dict: dict[str, Any] = {}

        field_dict.update({})
        if flow_rate_m3s is not UNSET:
            field_dict["flow_rate_m3s"] = flow_rate_m3s
        if head_height_m is not UNSET:
            field_dict["head_height_m"] = head_height_m
        if power_output_kw is not UNSET:
            field_dict["power_output_kw"] = power_output_kw
        if energy_kwh is not UNSET:
            field_dict["energy_kwh"] = energy_kwh
        if energy_export_kwh_total is not UNSET:
            field_dict["energy_export_kwh_total"] = energy_export_kwh_total
        if energy_import_kwh_total is not UNSET:
            field_dict["energy_import_kwh_total"] = energy_import_kwh_total
        if gross_energy_kwh_total is not UNSET:
            field_dict["gross_energy_kwh_total"] = gross_energy_kwh_total
        if efficiency is not UNSET:
            field_dict["efficiency"] = efficiency
        if ph is not UNSET:
            field_dict["ph"] = ph
        if turbidity_ntu is not UNSET:
            field_dict["turbidity_ntu"] = turbidity_ntu
        if temperature_c is not UNSET:
            field_dict["temperature_c"] = temperature_c
        if dissolved_oxygen_mg_l is not UNSET:
            field_dict["dissolved_oxygen_mg_l"] = dissolved_oxygen_mg_l
        if tds_mg_l is not UNSET:
            field_dict["tds_mg_l"] = tds_mg_l
        if spill_flow_m3s is not UNSET:
            field_dict["spill_flow_m3s"] = spill_flow_m3s
        if reservoir_level_m is not UNSET:
            field_dict["reservoir_level_m"] = reservoir_level_m
        if tailwater_level_m is not UNSET:
            field_dict["tailwater_level_m"] = tailwater_level_m
        if gate_opening_pct is not UNSET:
            field_dict["gate_opening_pct"] = gate_opening_pct
        if rotor_speed_rpm is not UNSET:
            field_dict["rotor_speed_rpm"] = rotor_speed_rpm
        if voltage_kv is not UNSET:
            field_dict["voltage_kv"] = voltage_kv
        if frequency_hz is not UNSET:
            field_dict["frequency_hz"] = frequency_hz

        return field_dict

    @classmethod
    def from_dict(cls: type[T], src_dict: Mapping[str, Any]) -> T:
        d = dict(src_dict)
        flow_rate_m3s = d.pop("flow_rate_m3s", UNSET)

        head_height_m = d.pop("head_height_m", UNSET)

        power_output_kw = d.pop("power_output_kw", UNSET)

        energy_kwh = d.pop("energy_kwh", UNSET)

        energy_export_kwh_total = d.pop("energy_export_kwh_total", UNSET)

        energy_import_kwh_total = d.pop("energy_import_kwh_total", UNSET)

        gross_energy_kwh_total = d.pop("gross_energy_kwh_total", UNSET)

        efficiency = d.pop("efficiency", UNSET)

        ph = d.pop("ph", UNSET)

        turbidity_ntu = d.pop("turbidity_ntu", UNSET)

        temperature_c = d.pop("temperature_c", UNSET)

        dissolved_oxygen_mg_l = d.pop("dissolved_oxygen_mg_l", UNSET)

        tds_mg_l = d.pop("tds_mg_l", UNSET)

        spill_flow_m3s = d.pop("spill_flow_m3s", UNSET)

        reservoir_level_m = d.pop("reservoir_level_m", UNSET)

        tailwater_level_m = d.pop("tailwater_level_m", UNSET)

        gate_opening_pct = d.pop("gate_opening_pct", UNSET)

        rotor_speed_rpm = d.pop("rotor_speed_rpm", UNSET)

        voltage_kv = d.pop("voltage_kv", UNSET)

        frequency_hz = d.pop("frequency_hz", UNSET)

        quantities = cls(
            flow_rate_m3s=flow_rate_m3s,
            head_height_m=head_height_m,
            power_output_kw=power_output_kw,
            energy_kwh=energy_kwh,
            energy_export_kwh_total=energy_export_kwh_total,
            energy_import_kwh_total=energy_import_kwh_total,
            gross_energy_kwh_total=gross_energy_kwh_total,
            efficiency=efficiency,
            ph=ph,
            turbidity_ntu=turbidity_ntu,
            temperature_c=temperature_c,
            dissolved_oxygen_mg_l=dissolved_oxygen_mg_l,
            tds_mg_l=tds_mg_l,
            spill_flow_m3s=spill_flow_m3s,
            reservoir_level_m=reservoir_level_m,
            tailwater_level_m=tailwater_level_m,
            gate_opening_pct=gate_opening_pct,
            rotor_speed_rpm=rotor_speed_rpm,
            voltage_kv=voltage_kv,
            frequency_hz=frequency_hz,
        )

        return quantities
