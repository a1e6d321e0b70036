-- The mean power that a reading tells beside its export register, whole W rounded up: closing a period holds the register
-- to it. Null: it tells none. -1: stored by a gateway that did not keep it, which may still run; its record says it.
ALTER TABLE device_readings ADD COLUMN power_w bigint DEFAULT -1;
