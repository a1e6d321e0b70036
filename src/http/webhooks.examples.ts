/** Examples of webhooks in the document; a test validates each against its schema. */

export const newEndpoint = {
  url: "https://example.com/hooks/hydro",
  types: ["record.flagged", "record.rejected", "credits.*"],
};

export const endpoint = {
  endpoint_id: "whk_d9ywrj1jb9c6fptjr7p39yqhtc",
  url: newEndpoint.url,
  types: newEndpoint.types,
  plant_ids: null,
  description: "",
  enabled: true,
  disabled: null,
  created_at: "2026-05-01T12:00:00.000Z",
  updated_at: "2026-05-01T12:00:00.000Z",
};

export const endpointWithSecret = { ...endpoint, secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwb1W1P8hUq3E=" };
export const endpointPage = { items: [endpoint], next_cursor: null };
export const change = { types: ["*"], enabled: true };

export const delivery = {
  event_id: "evt_d9ywrj1jb9c6fptjr7p39yqhtc",
  type: "record.flagged",
  state: "pending",
  created_at: "2026-05-01T12:05:00.000Z",
  attempts: 1,
  next_attempt_at: "2026-05-01T12:05:05.000Z",
  ended_at: null,
  log: [{ at: "2026-05-01T12:05:00.000Z", status: 503, error: "status", elapsed_ms: 41 }],
};

export const deliveryPage = { items: [delivery], next_cursor: null };
export const sent = { event_id: delivery.event_id };
export const replayed = { replayed: 1 };
