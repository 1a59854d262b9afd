import { describe, expect, it } from "vitest";
import type { Endpoint } from "../../src/config/settings.ts";
import { credentialMasker, echoMasker, ownProofs } from "../../src/outbound/own-secrets.ts";

const SECRET = 'whsec_c2VjcmV0"canary/1';
const endpoint = {
  secrets: [{ value: SECRET }],
  signature: { title: "x", schemes: [], secrets: [{ value: "signs-canary-14" }] },
  headers: {
    Authorization: "Bearer bearer-canary-2",
    "X-Team": "header-canary-3",
    "User-Agent": "harmless-name",
  },
  url: "https://user-canary-4:pass%2Dcanary-5@hooks.example/services/T0CANARY6/abcXYZ987?sig=query-canary-7",
} as unknown as Endpoint;
const sent = {
  "X-OpenClaw-Signature": "sha256=aaaabbbbccccdddd,sha256=eeeeffff00001111",
  "webhook-signature": "v1,c2lnbmF0dXJl+/8= v1a,b3RoZXItb25l",
};
const mask = echoMasker(endpoint, [...ownProofs(sent), "their-proof-13"]);

const secrets = [
  SECRET,
  'c2VjcmV0"canary/1',
  "Bearer bearer-canary-2",
  "bearer-canary-2",
  "header-canary-3",
  "user-canary-4",
  "pass-canary-5",
  "user-canary-4:pass-canary-5",
  "/services/T0CANARY6/abcXYZ987?sig=query-canary-7",
  "/services/T0CANARY6/abcXYZ987",
  "T0CANARY6",
  "abcXYZ987",
  "query-canary-7",
  "aaaabbbbccccdddd",
  "eeeeffff00001111",
  "c2lnbmF0dXJl+/8=",
  "b3RoZXItb25l",
  "their-proof-13",
  "signs-canary-14",
];

const CLIENT = "client secret/canary:8";
const way = (auth: Endpoint["auth"]): Endpoint =>
  ({ secrets: [], headers: {}, url: "https://hooks.example/", auth }) as unknown as Endpoint;
const proxied = {
  ...way(undefined),
  proxy: { url: "http://p.example", username: "us", password: "proxy-canary-12", resolve: "here" },
} as Endpoint;
const oauth2 = {
  type: "oauth2",
  tokenUrl: "https://login.example/token",
  clientId: "the gateway",
  clientSecret: CLIENT,
} as const;

describe("what an endpoint says who it is with", () => {
  it.each([
    [way({ type: "basic", username: "us", password: "pass-canary-9" }), "pass-canary-9"],
    [way({ type: "basic", username: "us", password: "pass-canary-9" }), btoa("us:pass-canary-9")],
    [way({ type: "bearer", token: "token-canary-10" }), "Bearer token-canary-10"],
    [way(oauth2), CLIENT],
    [proxied, "proxy-canary-12"],
    [proxied, btoa("us:proxy-canary-12")],
    // As it stands in the header of client_secret_basic: form-encoded, then base64.
    [way(oauth2), btoa("the+gateway:client+secret%2Fcanary%3A8")],
  ])("is masked where it comes back", (endpointOf, secret) => {
    expect(echoMasker(endpointOf)(`<${secret}>`)).toMatch(/^<(?:Bearer )?\[masked\]=*>$/);
  });

  it("is masked in what a token server says, with the token", () => {
    const said = credentialMasker(oauth2, "token-canary-11")(`${CLIENT} and token-canary-11`);
    expect(said).toBe("[masked] and [masked]");
  });
});

describe("an answer that echoes", () => {
  it.each(secrets)("%s is masked in every form", (secret) => {
    const forms = [
      secret,
      secret.toUpperCase(),
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
      secret.replaceAll("/", "\\/"),
      secret.replaceAll("&", "&amp;").replaceAll('"', "&quot;"),
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
    ];
    const kept = forms.filter((form) => !/^<(?:[^<>]*\[masked\])+=*>$/.test(mask(`<${form}>`)));
    expect(kept).toEqual([]);
  });

  it("and was cut in the middle of a secret ends before it", () => {
    expect(mask("POST /services/T0CANARY6/abcXY")).toBe("POST [masked]");
  });

  it("what is no secret stays readable", () => {
    const text = "harmless-name: services are down, hooks.example said 503";
    expect(mask(text)).toBe(text);
  });
});
