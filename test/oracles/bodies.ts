// Bodies that differ in what a receiver is apt to change. All are JSON objects with the fields that libraries ask for.
const event = {
  id: "evt_01",
  type: "order.paid",
  event: { id: "e-1", type: "charge:confirmed", resource: "event" },
  data: { id: "d-1", text: "Hello" },
};

export const BODIES: Readonly<Record<string, string>> = {
  plain: JSON.stringify(event),
  unicode: JSON.stringify({ ...event, data: { text: "naïve 日本語 🦞" } }),
  escaped: String.raw`{"id":"evt_01","type":"a","event":{"id":"e"},"data":{"text":"caf\u00e9 \/ \u2028"}}`,
  "with a newline at its end": `${JSON.stringify(event)}\n`,
  pretty: JSON.stringify(event, null, 2),
};
