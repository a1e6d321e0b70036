-- The place in its plant's chain behind which a rule on values begins to look. Null: it was made before there was one, and looks
-- at whatever the plant's rules have yet to look at.
ALTER TABLE alert_rules ADD COLUMN begins_after bigint;
