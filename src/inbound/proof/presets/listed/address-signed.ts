// Senders that sign the address with the body: as data.
// Must not hold code of one provider.
import { hmacSha256 } from "../../../../signature/scheme.ts";
import { TRELLO_HANDSHAKE } from "../../handshakes/rows.ts";
import type { Preset } from "../preset.ts";

export const ADDRESS_SIGNED: readonly Preset[] = [
  {
    name: "square",
    title: "Square",
    docs: "https://developer.squareup.com/docs/webhooks/step3validate",
    oracle: "square@46.0.0",
    needsUrl: true,
    check: hmacSha256({
      header: "x-square-hmacsha256-signature",
      encoding: "base64",
      signed: "{url}{body}",
      id: { body: "event_id" },
    }),
  },
  {
    name: "trello",
    title: "Trello",
    docs: "https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/",
    oracle: "n8n-nodes-base@2.41.2",
    needsUrl: true,
    check: hmacSha256({
      algorithm: "sha1",
      header: "x-trello-webhook",
      encoding: "base64",
      signed: "{body}{url}",
      id: { body: "action.id" },
    }),
    handshake: TRELLO_HANDSHAKE,
  },
];
