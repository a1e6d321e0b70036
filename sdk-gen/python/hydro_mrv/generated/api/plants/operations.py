from ...client import AuthenticatedClient
from ...models.anchoring import Anchoring
from ...models.device import Device
from ...models.merge_patch import MergePatch
from ...models.plant import Plant
from ...models.plant_import_report import PlantImportReport
from ...models.plant_page import PlantPage
from ...models.plant_registration import PlantRegistration
from ...models.plant_with_devices import PlantWithDevices
from ...models.registered_plant import RegisteredPlant
from ...models.river_flow_import import RiverFlowImport
from ...models.river_flow_list import RiverFlowList
from ...types import UNSET, File, Unset
from . import change_plant as _change_plant
from . import get_plant as _get_plant
from . import get_plant_anchoring as _get_plant_anchoring
from . import import_plants as _import_plants
from . import import_river_flows as _import_river_flows
from . import list_plants as _list_plants
from . import list_river_flows as _list_river_flows
from . import register_device as _register_device
from . import register_plant as _register_plant
from . import replace_plant as _replace_plant
from . import set_plant_anchoring as _set_plant_anchoring


class Operations:
    """Operations of the API's part "plants"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    def list_plants(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> PlantPage:
        """List the organisation's plants.

        By id. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_plants.sync(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    def register_plant(
        self,
        *,
        body: PlantRegistration,
        idempotency_key: str | Unset = UNSET,
    ) -> RegisteredPlant:
        """Register a plant.

        Its configuration becomes the first record of the plant's chain and is anchored like every other.
        With `devices` its devices are registered too, with `design` its project design (rulebook, crediting
        period, meters, grid factor): all of it or nothing. What follows from `turbine_units` (`units`,
        `turbine_type`, `design_flow_m3s`) is filled in.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PlantRegistration):
        """
        return _register_plant.sync(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    def import_plants(
        self,
        *,
        body: File,
        dry_run: bool | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> PlantImportReport:
        """Register plants from a CSV table.

        One row for each plant, under a heading. Every row is judged, each is registered by itself, and the
        same table again changes nothing; what exists with another configuration is refused, never
        overwritten. Columns: plant_id, name, time_zone, commissioned_on, country, turbine_type,
        grid_factor_table, signatures, rated_power_kw, design_head_m, design_flow_m3s, units, latitude,
        longitude, elevation_m, river, region, reservoir_type, reservoir_area_m2, reservoir_live_volume_m3,
        reservoir_full_level_m, reservoir_lowest_level_m, grid_operator, grid_connection_point,
        grid_voltage_kv, grid_frequency_hz, turbine_units, devices. In `turbine_units` stand
        `unit_id:type:kW:head:flow` and in `devices` `device_id:kind:kW:interval_s`, items apart by `;`,
        what is not known left out.

        Args:
            dry_run (bool | Unset): Judge every row, keep nothing
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (File):
        """
        return _import_plants.sync(
            client=self._client,
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )

    def get_plant(
        self,
        plant_id: str,
    ) -> PlantWithDevices:
        """Look at one plant and its devices.

        The configuration in force, with every device registered at the plant.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return _get_plant.sync(
            client=self._client,
            plant_id=plant_id,
        )

    def replace_plant(
        self,
        plant_id: str,
        *,
        body: Plant,
        idempotency_key: str | Unset = UNSET,
        if_match: str,
    ) -> PlantWithDevices:
        """Put another configuration of a plant in force.

        From the next record on; itself a record of the plant's chain. `plant_id` stays, and once there are
        readings its local days and its machine do (`time_zone`, `commissioned_on`, rating, head, flow,
        units, type, efficiency, type and levels of the reservoir): a rebuilt plant is registered anew. Only
        the owner changes what is made public. `devices` may stand as GET answered them; they are changed by
        calls of their own.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str): Refused (412) unless this still stands, so that nobody's change is undone
                unseen: the `ETag` as it came, in its quotes
            body (Plant):
        """
        return _replace_plant.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def change_plant(
        self,
        plant_id: str,
        *,
        body: MergePatch,
        idempotency_key: str | Unset = UNSET,
        if_match: str,
    ) -> PlantWithDevices:
        """Change some of a plant's configuration.

        As PUT, with what changes only (RFC 7396).

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str): Refused (412) unless this still stands, so that nobody's change is undone
                unseen: the `ETag` as it came, in its quotes
            body (MergePatch): JSON merge patch (RFC 7396): members given replace those in force,
                `null` removes one
        """
        return _change_plant.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def get_plant_anchoring(
        self,
        plant_id: str,
    ) -> Anchoring:
        """Look at what of a plant's approved records becomes public.

        The owner's choice in force. Its `ETag` goes into `If-Match` of a change.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return _get_plant_anchoring.sync(
            client=self._client,
            plant_id=plant_id,
        )

    def set_plant_anchoring(
        self,
        plant_id: str,
        *,
        body: Anchoring,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Plant:
        """Choose what of a plant's approved records becomes public.

        Only the owner may. Holds for every record accepted from now on, and is itself a record of the
        plant's chain. With `record`, each approved reading gets one message on the topic with the chosen
        fields, after a checkpoint covers it; what is on the ledger stays there. `If-Match` is heeded, and
        of use where several people decide.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (Anchoring):
        """
        return _set_plant_anchoring.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    def register_device(
        self,
        plant_id: str,
        *,
        body: Device,
        idempotency_key: str | Unset = UNSET,
    ) -> Device:
        """Register a device at a plant.

        Its kind says which quantities its readings must carry. The registration is a record of the plant's
        chain.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (Device):
        """
        return _register_device.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    def list_river_flows(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> RiverFlowList:
        """List flows of the river that were imported.

        Newest first, of all gauges.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return _list_river_flows.sync(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    def import_river_flows(
        self,
        plant_id: str,
        *,
        body: File,
        idempotency_key: str | Unset = UNSET,
    ) -> RiverFlowImport:
        """Import flows of the river from a gauge that is not the plant's.

        The body is a CSV table with a heading, at most 10000 rows: `timestamp` (ISO 8601 or milliseconds),
        `flow`, `station`, and `unit` (m3/s, l/s, ft3/s; left out: m3/s). Each row is taken or refused for
        itself. A value stands: another one for the same station and time is refused. Flows are a hint to
        the environmental layer of readings that come after the import: docs/context.md.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (File):
        """
        return _import_river_flows.sync(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )


class AsyncOperations:
    """Operations of the API's part "plants"."""

    def __init__(self, client: AuthenticatedClient) -> None:
        self._client = client

    async def list_plants(
        self,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> PlantPage:
        """List the organisation's plants.

        By id. Follow `next_cursor`, or the Link header.

        Args:
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_plants.asyncio(
            client=self._client,
            cursor=cursor,
            limit=limit,
        )

    async def register_plant(
        self,
        *,
        body: PlantRegistration,
        idempotency_key: str | Unset = UNSET,
    ) -> RegisteredPlant:
        """Register a plant.

        Its configuration becomes the first record of the plant's chain and is anchored like every other.
        With `devices` its devices are registered too, with `design` its project design (rulebook, crediting
        period, meters, grid factor): all of it or nothing. What follows from `turbine_units` (`units`,
        `turbine_type`, `design_flow_m3s`) is filled in.

        Args:
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (PlantRegistration):
        """
        return await _register_plant.asyncio(
            client=self._client,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def import_plants(
        self,
        *,
        body: File,
        dry_run: bool | Unset = UNSET,
        idempotency_key: str | Unset = UNSET,
    ) -> PlantImportReport:
        """Register plants from a CSV table.

        One row for each plant, under a heading. Every row is judged, each is registered by itself, and the
        same table again changes nothing; what exists with another configuration is refused, never
        overwritten. Columns: plant_id, name, time_zone, commissioned_on, country, turbine_type,
        grid_factor_table, signatures, rated_power_kw, design_head_m, design_flow_m3s, units, latitude,
        longitude, elevation_m, river, region, reservoir_type, reservoir_area_m2, reservoir_live_volume_m3,
        reservoir_full_level_m, reservoir_lowest_level_m, grid_operator, grid_connection_point,
        grid_voltage_kv, grid_frequency_hz, turbine_units, devices. In `turbine_units` stand
        `unit_id:type:kW:head:flow` and in `devices` `device_id:kind:kW:interval_s`, items apart by `;`,
        what is not known left out.

        Args:
            dry_run (bool | Unset): Judge every row, keep nothing
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (File):
        """
        return await _import_plants.asyncio(
            client=self._client,
            body=body,
            dry_run=dry_run,
            idempotency_key=idempotency_key,
        )

    async def get_plant(
        self,
        plant_id: str,
    ) -> PlantWithDevices:
        """Look at one plant and its devices.

        The configuration in force, with every device registered at the plant.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return await _get_plant.asyncio(
            client=self._client,
            plant_id=plant_id,
        )

    async def replace_plant(
        self,
        plant_id: str,
        *,
        body: Plant,
        idempotency_key: str | Unset = UNSET,
        if_match: str,
    ) -> PlantWithDevices:
        """Put another configuration of a plant in force.

        From the next record on; itself a record of the plant's chain. `plant_id` stays, and once there are
        readings its local days and its machine do (`time_zone`, `commissioned_on`, rating, head, flow,
        units, type, efficiency, type and levels of the reservoir): a rebuilt plant is registered anew. Only
        the owner changes what is made public. `devices` may stand as GET answered them; they are changed by
        calls of their own.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str): Refused (412) unless this still stands, so that nobody's change is undone
                unseen: the `ETag` as it came, in its quotes
            body (Plant):
        """
        return await _replace_plant.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def change_plant(
        self,
        plant_id: str,
        *,
        body: MergePatch,
        idempotency_key: str | Unset = UNSET,
        if_match: str,
    ) -> PlantWithDevices:
        """Change some of a plant's configuration.

        As PUT, with what changes only (RFC 7396).

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str): Refused (412) unless this still stands, so that nobody's change is undone
                unseen: the `ETag` as it came, in its quotes
            body (MergePatch): JSON merge patch (RFC 7396): members given replace those in force,
                `null` removes one
        """
        return await _change_plant.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def get_plant_anchoring(
        self,
        plant_id: str,
    ) -> Anchoring:
        """Look at what of a plant's approved records becomes public.

        The owner's choice in force. Its `ETag` goes into `If-Match` of a change.

        Args:
            plant_id (str): Id of the plant, as it was registered
        """
        return await _get_plant_anchoring.asyncio(
            client=self._client,
            plant_id=plant_id,
        )

    async def set_plant_anchoring(
        self,
        plant_id: str,
        *,
        body: Anchoring,
        idempotency_key: str | Unset = UNSET,
        if_match: str | Unset = UNSET,
    ) -> Plant:
        """Choose what of a plant's approved records becomes public.

        Only the owner may. Holds for every record accepted from now on, and is itself a record of the
        plant's chain. With `record`, each approved reading gets one message on the topic with the chosen
        fields, after a checkpoint covers it; what is on the ledger stays there. `If-Match` is heeded, and
        of use where several people decide.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            if_match (str | Unset): Refused (412) unless this still stands, so that nobody's change is
                undone unseen: the `ETag` as it came, in its quotes
            body (Anchoring):
        """
        return await _set_plant_anchoring.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
            if_match=if_match,
        )

    async def register_device(
        self,
        plant_id: str,
        *,
        body: Device,
        idempotency_key: str | Unset = UNSET,
    ) -> Device:
        """Register a device at a plant.

        Its kind says which quantities its readings must carry. The registration is a record of the plant's
        chain.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (Device):
        """
        return await _register_device.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )

    async def list_river_flows(
        self,
        plant_id: str,
        *,
        cursor: str | Unset = UNSET,
        limit: int | Unset = UNSET,
    ) -> RiverFlowList:
        """List flows of the river that were imported.

        Newest first, of all gauges.

        Args:
            plant_id (str): Id of the plant, as it was registered
            cursor (str | Unset): `next_cursor` of the page before, unchanged
            limit (int | Unset): Most items on a page
        """
        return await _list_river_flows.asyncio(
            client=self._client,
            plant_id=plant_id,
            cursor=cursor,
            limit=limit,
        )

    async def import_river_flows(
        self,
        plant_id: str,
        *,
        body: File,
        idempotency_key: str | Unset = UNSET,
    ) -> RiverFlowImport:
        """Import flows of the river from a gauge that is not the plant's.

        The body is a CSV table with a heading, at most 10000 rows: `timestamp` (ISO 8601 or milliseconds),
        `flow`, `station`, and `unit` (m3/s, l/s, ft3/s; left out: m3/s). Each row is taken or refused for
        itself. A value stands: another one for the same station and time is refused. Flows are a hint to
        the environmental layer of readings that come after the import: docs/context.md.

        Args:
            plant_id (str): Id of the plant, as it was registered
            idempotency_key (str | Unset): Makes the call safe to repeat for 24 h: 1-255 visible ASCII
                characters, best as a structured-field string: `"8e03978e"`. The same key with the same
                path and body gets the first answer again
            body (File):
        """
        return await _import_river_flows.asyncio(
            client=self._client,
            plant_id=plant_id,
            body=body,
            idempotency_key=idempotency_key,
        )
