/** Examples of alerts in the document; a test validates each against its schema. */

const hook = "01j8zq4r7v9k3m5n6p2s0t1wxy";
const at = "2026-05-01T12:05:00.000Z";

export const newRule = {
  kind: "threshold",
  name: "Low head",
  severity: "warning",
  for_s: 600,
  quantity: "head_height_m",
  below: 38,
  hysteresis: 1.5,
};

export const rule = {
  rule_id: `rul_${hook}`,
  plant_id: "PLANT-HP-001",
  default: null,
  rule: { ...newRule, enabled: true },
  created_at: at,
  updated_at: at,
};
export const rulePage = { items: [rule], next_cursor: null };
export const rulePatch = { enabled: false };

export const defaults = {
  enabled: true,
  rules: [
    {
      ...rule,
      rule_id: "rul_default-absence",
      default: "absence",
      rule: { kind: "absence", name: "No readings", severity: "warning", enabled: true, for_s: 0 },
    },
  ],
};
export const defaultsChoice = { enabled: false };

export const alert = {
  alert_id: `alr_${hook}`,
  plant_id: "PLANT-HP-001",
  rule_id: rule.rule_id,
  kind: "threshold",
  subject: "TURBINE-001",
  severity: "warning",
  name: "Low head",
  state: "acknowledged",
  summary: "head_height_m of TURBINE-001 is 36.2, below 38 for 10 min",
  value: 36.2,
  since: "2026-05-01T11:55:00.000Z",
  fired_at: at,
  resolved_at: null,
  resolution: null,
  acknowledged: { at: "2026-05-01T12:07:00.000Z", by: "d9ywrj1jb9c6fptj", note: "On my way" },
  detail: {},
  created_at: "2026-05-01T11:55:10.000Z",
  changed_at: "2026-05-01T12:07:00.000Z",
};
export const alertPage = { items: [alert], next_cursor: null };
export const alertDetail = {
  ...alert,
  changes: [
    { no: 1, change: "pending", at: "2026-05-01T11:55:10.000Z", actor: null, note: null },
    { no: 2, change: "fired", at, actor: null, note: null },
    {
      no: 3,
      change: "acknowledged",
      at: "2026-05-01T12:07:00.000Z",
      actor: "d9ywrj1jb9c6fptj",
      note: "On my way",
    },
  ],
};
export const acknowledgement = { note: "On my way" };
export const closing = { reason: "The mirror was behind; nothing is amiss" };

export const newSilence = {
  plant_id: "PLANT-HP-001",
  for_s: 28_800,
  reason: "Yearly overhaul",
};
export const silence = {
  silence_id: `sil_${hook}`,
  plant_id: "PLANT-HP-001",
  rule_id: null,
  alert_id: null,
  reason: newSilence.reason,
  from: at,
  until: "2026-05-02T06:00:00.000Z",
  created_by: "d9ywrj1jb9c6fptj",
  ended: null,
};
export const silencePage = { items: [silence], next_cursor: null };

export const newChannel = { kind: "alertmanager", target: "https://alerts.example.com", least_severity: "warning" };
export const channel = {
  channel_id: `alc_${hook}`,
  kind: "alertmanager",
  target: newChannel.target,
  plant_ids: null,
  least_severity: "warning",
  confirmed: true,
  created_at: at,
  created_by: "d9ywrj1jb9c6fptj",
  last_sent_at: null,
  last_error: null,
};
export const channelPage = { items: [channel], next_cursor: null };
export const confirmation = { code: "d9ywrj1jb9c6fptj" };
