// Senders that sign the address: what of it is signed, by the words of their pages.
import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { sentBy } from "../../support/sent-request.ts";

const NOW = 1_700_000_000_123;
const SECRET = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3";
const ADDRESS = "https://hooks.acme-receiver.io/a";

describe("a receiver of HubSpot's", () => {
  const signature = { preset: "hubspot", secret: SECRET };

  it("reads the escapes of its table as characters, and no others", () => {
    const query = "?u=https%3a%2F%2Fb%3Fc&at=%40%21%24%27%28%29%2A%2C%3B&kept=%20%26%3D%23%25";
    const { headers, body } = sentBy({ url: `${ADDRESS}${query}`, signature }, NOW);
    const read = "?u=https://b?c&at=@!$'()*,;&kept=%20%26%3D%23%25";
    const expected = createHmac("sha256", SECRET)
      .update(`POST${ADDRESS}${read}`)
      .update(body)
      .update(String(NOW))
      .digest("base64");
    expect(headers["x-hubspot-signature-v3"]).toBe(expected);
    expect(headers["x-hubspot-request-timestamp"]).toBe(String(NOW));
  });

  it("is told by `url` under which address it knows itself", () => {
    const known = "https://public.acme-receiver.io/hooks";
    const { headers, body } = sentBy(
      { url: `${ADDRESS}?b=1`, signature: { ...signature, url: known } },
      NOW,
    );
    const expected = createHmac("sha256", SECRET)
      .update(`POST${known}?b=1`)
      .update(body)
      .update(String(NOW))
      .digest("base64");
    expect(headers["x-hubspot-signature-v3"]).toBe(expected);
  });
});

describe("a receiver of Twilio's", () => {
  const signature = { preset: "twilio", secret: SECRET };
  const signed = (text: string): string => createHmac("sha1", SECRET).update(text).digest("base64");

  it("gets a form's fields behind the address, sorted, without separators", () => {
    const { headers, url } = sentBy(
      {
        url: `${ADDRESS}?q=1`,
        contentType: "form",
        transform: { b: "2", B: "1", a: "é", empty: "" },
        signature,
      },
      NOW,
    );
    expect(url).toBe(`${ADDRESS}?q=1`);
    expect(headers["x-twilio-signature"]).toBe(signed(`${ADDRESS}?q=1B1aéb2empty`));
  });

  it("gets the hash of any other body in the query, behind what stands there", () => {
    const { headers, url, body } = sentBy({ url: `${ADDRESS}?q=1`, signature }, NOW);
    const hash = createHash("sha256").update(body).digest("hex");
    expect(url).toBe(`${ADDRESS}?q=1&bodySHA256=${hash}`);
    expect(headers["x-twilio-signature"]).toBe(signed(url));
    expect(headers["i-twilio-idempotency-token"]).toBe("evt_1");
  });

  it("gets the address alone where there is no body", () => {
    const { headers, url } = sentBy({ url: ADDRESS, method: "GET", signature }, NOW);
    expect(url).toBe(ADDRESS);
    expect(headers["x-twilio-signature"]).toBe(signed(ADDRESS));
  });
});
