// Senders that sign a list of facts in place of the bytes of the body: as data.
// Must not hold code of one provider.
import { ACCEPTED } from "../../../answer/words.ts";
import { hmacSha256, type SignatureScheme } from "../../../../signature/scheme.ts";
import type { Preset } from "../preset.ts";

/** In this order; what an item does not have is empty. */
const ADYEN_FIELDS = [
  "pspReference",
  "originalReference",
  "merchantAccountCode",
  "merchantReference",
  "amount.value",
  "amount.currency",
  "eventCode",
  "success",
];

const ADYEN: SignatureScheme = {
  algorithm: "sha256",
  each: "notificationItems",
  from: { body: "NotificationRequestItem.additionalData.hmacSignature" },
  extract: { kind: "whole" },
  encoding: "base64",
  signed: {
    pieces: ADYEN_FIELDS.flatMap((field, index) => [
      ...(index === 0 ? [] : [":"]),
      { ifThere: `{body.NotificationRequestItem.${field}}` },
    ]),
  },
  key: { encoding: "hex" },
};

/** `ts` was seen in seconds and in milliseconds; it is signed as it is written. */
const MERCADO_PAGO = (["s", "ms"] as const).map((format) =>
  hmacSha256({
    header: "x-signature",
    extract: { kind: "part", name: "v1", items: ",", pair: "=" },
    timestamp: { from: { part: "ts", items: ",", pair: "=" }, format },
    id: { header: "x-request-id" },
    signed: {
      pieces: [
        { ifThere: "id:{query.data.id|lower};" },
        { ifThere: "request-id:{header.x-request-id};" },
        "ts:{timestamp};",
      ],
    },
  }),
);

/** A time and a token are signed, which stand beside what is told of. */
function mailgun(at: string, name: string, id?: string): SignatureScheme {
  return {
    algorithm: "sha256",
    from: { body: at + name },
    extract: { kind: "whole" },
    encoding: "hex",
    signed: `{timestamp}{body.${at}token}`,
    timestamp: { from: { body: `${at}timestamp` }, format: "s" },
    ...(id !== undefined && { id: { body: id } }),
    key: { encoding: "utf8" },
  };
}

export const LISTED: readonly Preset[] = [
  {
    name: "adyen",
    title:
      "Adyen payment webhooks (of each item the eight fields that name the payment are signed)",
    docs: "https://docs.adyen.com/development-resources/webhooks/secure-webhooks/verify-hmac-signatures",
    oracle: "@adyen/api-library@32.1.0",
    check: ADYEN,
    secretForm: "hex",
    eventIds: {
      at: "notificationItems.NotificationRequestItem",
      fields: ["eventCode", "pspReference", "success"],
    },
    answer: ACCEPTED,
  },
  {
    name: "contentful",
    title: "Contentful (the route's URL without a query)",
    docs: "https://www.contentful.com/developers/docs/webhooks/request-verification/",
    oracle: "@contentful/node-apps-toolkit@3.16.1",
    check: hmacSha256({
      header: "x-contentful-signature",
      signed: "{method}\n{path}\n{listedHeaders.x-contentful-signed-headers}\n{body}",
      timestamp: { from: { header: "x-contentful-timestamp" }, format: "ms" },
      // https://www.contentful.com/developers/changelog/idempotency-key-headers-for-webhook-requests/
      id: { header: "x-contentful-idempotency-key" },
    }),
    secretForm: "64 characters",
  },
  {
    name: "mercadopago",
    title: "Mercado Pago (the body is not signed: ask for the payment by data.id of the query)",
    docs: "https://www.mercadopago.com.ar/developers/en/docs/your-integrations/notifications/webhooks",
    oracle: "mercadopago@3.6.1",
    check: MERCADO_PAGO,
  },
  {
    name: "mailgun",
    title:
      "Mailgun events and routes (the secret is the webhook signing key; the body is not signed)",
    docs: "https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks",
    oracle: "mailgun-js@0.22.0",
    check: [
      mailgun("signature.", "signature", "event-data.id"),
      // Of a subaccount's events, under the key of the main account.
      mailgun("signature.", "parent-signature", "event-data.id"),
      // Mail that a route forwards, as a form.
      mailgun("", "signature"),
    ],
    // It tries for eight hours, and no page says whether a retry has a new time; its id makes a repeat one.
    // https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhook-details
    toleranceMs: 9 * 60 * 60_000,
  },
];
