// Vendors' libraries that check a signature of some facts of a request, not of the body's bytes.
import { createHmac } from "node:crypto";
import { createRequire } from "node:module";
import { MAILGUN } from "./bare-packages.ts";
import { load, type Library } from "./load.ts";
import { post, type Oracle } from "./oracle.ts";

const ADYEN_KEY = "44782DEF547AAA06C910C43932B1EB0C71FC68D9D0C057550C48EC2ACF6BA056";
const CONTENTFUL_SECRET = "0123456789abcdef".repeat(4);
const SECRET = "a-shared-secret";

/** Two items, of which one has no earlier payment, and references that hold whatever a shop writes. */
function adyenItems(reference: string): object[] {
  const item = {
    pspReference: "7914073381342284",
    merchantAccountCode: "TestMerchant",
    merchantReference: reference,
    amount: { currency: "EUR", value: 1130 },
    eventCode: "AUTHORISATION",
    success: "true",
    eventDate: "2019-05-06T17:15:34.121+02:00",
    paymentMethod: "visa",
  };
  const capture = { ...item, eventCode: "CAPTURE", originalReference: "8516480472498802" };
  return [item, capture];
}

const require = createRequire(import.meta.url);
const MAILGUN_MAIN = `${MAILGUN.folder}/package/lib/mailgun.js`;

/** A new one each time: it takes no token twice. */
function isMailguns({ timestamp, token, signature }: Record<string, string>): boolean {
  const mailgun: Library = require(MAILGUN_MAIN)({ apiKey: SECRET, domain: "d", mute: true });
  return mailgun.validateWebhook(timestamp, token, signature) as boolean;
}

const seconds = (now: number): string => String(Math.floor(now / 1000));

export const LISTED_LIBRARIES: readonly Oracle[] = [
  {
    preset: "adyen",
    secret: ADYEN_KEY,
    sign: (body) => {
      const { hmacValidator: Validator } = load("@adyen/api-library");
      const notificationItems = adyenItems(body).map((item) => {
        const hmacSignature = new Validator().calculateHmac(item, ADYEN_KEY);
        return { NotificationRequestItem: { ...item, additionalData: { hmacSignature } } };
      });
      return post(JSON.stringify({ live: "false", notificationItems }), {});
    },
    accepts: (_, body) => {
      const { hmacValidator: Validator } = load("@adyen/api-library");
      const { notificationItems } = JSON.parse(body) as {
        notificationItems: { NotificationRequestItem: object }[];
      };
      return notificationItems.every(({ NotificationRequestItem: item }) =>
        new Validator().validateHMAC(item, ADYEN_KEY),
      );
    },
  },
  // What its library signs, and what is signed here with the headers that a webhook of its has.
  ...[true, false].map((isSignedThere): Oracle => ({
    preset: "contentful",
    secret: CONTENTFUL_SECRET,
    url: "https://me.example.com/hooks/a",
    ...(isSignedThere && {
      sign: (body: string, now: number) => {
        const { signRequest } = load("@contentful/node-apps-toolkit");
        const given = { "x-contentful-topic": "ContentManagement.Entry.publish" };
        const request = { method: "POST", path: "/hooks/a", headers: given, body };
        return post(body, { ...given, ...signRequest(CONTENTFUL_SECRET, request, now) });
      },
    }),
    accepts: ({ headers, method, url }, body) => {
      const { verifyRequest } = load("@contentful/node-apps-toolkit");
      return verifyRequest(CONTENTFUL_SECRET, { method, path: url, headers, body }, 300);
    },
  })),
  ...["?data.id=ORD01JQ4S4KY8HWQ6NA5PXB65B3D3&type=order", "?type=order"].map((query): Oracle => ({
    preset: "mercadopago",
    secret: SECRET,
    url: "https://me.example.com/hooks/a",
    path: `/hooks/a${query}`,
    unboundThere: true,
    accepts: ({ headers, url }) => {
      const { WebhookSignatureValidator } = load("mercadopago");
      const dataId = new URLSearchParams(url.split("?")[1]).get("data.id")?.toLowerCase();
      // It throws at what is forged, and gives nothing for what is not.
      WebhookSignatureValidator.validate({
        xSignature: headers["x-signature"],
        xRequestId: headers["x-request-id"],
        dataId,
        secret: SECRET,
        toleranceSeconds: 300,
      });
      return true;
    },
  })),
  ...["signature", "parent-signature"].map((name, schemeAt): Oracle => ({
    preset: "mailgun",
    secret: SECRET,
    schemeAt,
    unboundThere: true,
    wrap: (body, now) =>
      JSON.stringify({
        "event-data": JSON.parse(body) as object,
        signature: { token: "t-1", timestamp: seconds(now), signature: "", [name]: "" },
      }),
    accepts: (_, body) => {
      const { signature } = JSON.parse(body) as { signature: Record<string, string> };
      return isMailguns({ ...signature, signature: signature[name] ?? "" });
    },
  })),
  {
    preset: "mailgun",
    secret: SECRET,
    unboundThere: true,
    sign: (body, now) => {
      const fields = { subject: body, token: "t-1", timestamp: seconds(now) };
      const signature = createHmac("sha256", SECRET)
        .update(fields.timestamp + fields.token)
        .digest("hex");
      const form = new URLSearchParams({ ...fields, signature }).toString();
      return post(form, { "content-type": "application/x-www-form-urlencoded" });
    },
    accepts: (_, body) => isMailguns(Object.fromEntries(new URLSearchParams(body))),
  },
];
