import { describe, expect, it } from "vitest";
import { powerfulTools } from "../../../src/cli/offline/findings/agent-tools.ts";
import { auditFindings } from "../../../src/cli/offline/findings/audit.ts";
import type { Finding } from "../../../src/cli/offline/findings/finding.ts";
import { examine } from "../../../src/cli/offline/settings/examine.ts";

const ENVIRONMENT = { CRM_SECRET: "whsec_from-a-variable" };
const SOUND = { name: "crm", url: "https://myhook.test/a", secret: "${CRM_SECRET}" };
const ROUTE = {
  agentId: "main",
  template: "Alert: {{body.title}}",
  auth: { type: "bearer", token: "${CRM_SECRET}" },
};

function audit(raw: unknown, hostConfig?: unknown): Finding[] {
  const around = { environment: ENVIRONMENT, now: 0, hostConfig };
  return auditFindings({ ...around, raw, examination: examine(raw, around) });
}

/** `checkId severity` of each. */
function marks(findings: readonly Finding[]): string[] {
  return findings.map(({ checkId, severity }) => `${checkId.slice(15)} ${severity}`);
}

const ofEndpoint = (changes: object): string[] =>
  marks(audit({ endpoints: [{ ...SOUND, ...changes }] }));

const ofRoute = (changes: object, hostConfig?: object): string[] =>
  marks(audit({ inbound: { endpoints: { alert: { ...ROUTE, ...changes } } } }, hostConfig));

describe("an endpoint", () => {
  it("that is signed, goes to https and stays public is no finding", () => {
    expect(ofEndpoint({})).toEqual([]);
  });

  it("without a secret is a warning", () => {
    expect(ofEndpoint({ secret: undefined })).toEqual(["endpoint.unsigned warn"]);
  });

  it.each([
    "https://hooks.slack.com/services/T0/B0/xyz",
    "https://discord.com/api/webhooks/1/xyz",
    "https://canary.discord.com/api/v10/webhooks/1/xyz",
    "https://acme.webhook.office.com/webhookb2/xyz",
    "https://prod-1.westeurope.logic.azure.com:443/workflows/xyz",
    "https://chat.googleapis.com/v1/spaces/A/messages?key=k&token=t",
    "https://hooks.zapier.com/hooks/catch/1/xyz",
    "https://hook.eu1.make.com/xyz",
  ])("whose URL is the secret needs none (%s)", (url) => {
    expect(ofEndpoint({ secret: undefined, url })).toEqual([]);
  });

  it.each([
    "https://hooks.slack.com.evil.foo.test/services/x",
    "https://discord.com/api/users",
    "https://webhook.office.com.foo.test/x",
  ])("that only looks like one of those does (%s)", (url) => {
    expect(ofEndpoint({ secret: undefined, url })).toEqual(["endpoint.unsigned warn"]);
  });

  it("takes a 200 of a receiver that refuses with it for a delivery", () => {
    const url = "https://oapi.dingtalk.com/robot/send?access_token=abc";
    expect(ofEndpoint({ url, transform: { msgtype: "text" } })).toEqual(["endpoint.unjudged warn"]);
    expect(ofEndpoint({ url, success: { where: { "body.errcode": 0 } } })).toEqual([]);
    expect(ofEndpoint({ url, format: "dingtalk" })).toEqual([]);
  });

  it("whose format is a vendor's needs no signature", () => {
    const url = "https://gotify.test/message";
    const options = { token: "abc" };
    const gotify = { secret: undefined, url, format: "gotify", options };
    expect(ofEndpoint(gotify)).toEqual(["secret.clear_text warn"]);
    expect(ofEndpoint({ secret: undefined, format: "form" })).toEqual(["endpoint.unsigned warn"]);
  });

  it("that sends over http into the internet is a warning", () => {
    expect(ofEndpoint({ url: "http://myhook.test/a" })).toEqual(["endpoint.plain_http warn"]);
    expect(ofEndpoint({ url: "http://93.184.215.14/a" })).toEqual(["endpoint.plain_http warn"]);
    const elsewhere = { url: "http://myhook.test/a", allowPrivateNetwork: ["n8n.lan"] };
    expect(ofEndpoint(elsewhere)).toEqual([
      "endpoint.plain_http warn",
      "endpoint.idle_permission warn",
    ]);
  });

  it("that allows what its url cannot lead to is a warning, entry by entry", () => {
    const allowPrivateNetwork = ["10.0.0.0/8", "nas", "10.0.0.7", "n8n.lan", "8.8.0.0/16"];
    const url = "https://10.0.0.7/a";
    expect(audit({ endpoints: [{ ...SOUND, url, allowPrivateNetwork }] })).toMatchObject([
      {
        checkId: "event-webhooks.endpoint.idle_permission",
        detail:
          'In allowPrivateNetwork, without effect: "nas" (the url\'s host is 10.0.0.7), ' +
          '"n8n.lan" (the url\'s host is 10.0.0.7), "8.8.0.0/16" (public addresses need no permission).',
      },
    ]);
  });

  it.each([
    { url: "https://n8n.lan/a", allowPrivateNetwork: ["N8N.lan.", "192.168.0.0/16"] },
    { url: "${WHERE}", allowPrivateNetwork: ["192.168.0.0/16", "nas"] },
    { allowPrivateNetwork: ["8.0.0.0/6"] },
  ])("that allows what it may need, or nobody knows, is no such finding (%j)", (changes) => {
    expect(ofEndpoint(changes)).not.toContain("endpoint.idle_permission warn");
  });

  it.each(["http://n8n.lan/a", "http://n8n/a", "http://192.168.1.4/a", "http://[::1]:80/a"])(
    "that sends over http to a private network it may reach is none (%s)",
    (url) => {
      expect(ofEndpoint({ url, allowPrivateNetwork: [new URL(url).hostname] })).toEqual([]);
    },
  );

  it("that may reach all of the private network is a warning, less so where its address is written out", () => {
    expect(ofEndpoint({ allowPrivateNetwork: true })).toEqual(["endpoint.private_network warn"]);
    expect(ofEndpoint({ url: "https://10.0.0.7/", allowPrivateNetwork: true })).toEqual([
      "endpoint.private_network info",
    ]);
  });

  it("that is held is a warning with the reason", () => {
    const findings = audit({ endpoints: [{ ...SOUND, url: "http://127.0.0.1/" }] });
    expect(marks(findings)).toEqual(["endpoint.held warn"]);
    expect(findings[0]?.detail).toContain("allowPrivateNetwork");
  });
});

describe("a secret", () => {
  it("in clear text is a warning that names its place alone", () => {
    const findings = audit({
      webhooks: {
        endpoints: [{ ...SOUND, secret: [{ value: "hunter-2" }, { value: "${CRM_SECRET}" }] }],
        inbound: { endpoints: { alert: { ...ROUTE, auth: { preset: "github", secret: "h-3" } } } },
      },
    });
    expect(marks(findings)).toEqual(["secret.clear_text warn"]);
    expect(findings[0]?.detail).toContain(
      "webhooks.endpoints[0].secret[0].value, webhooks.inbound.endpoints.alert.auth.secret.",
    );
    expect(JSON.stringify(findings)).not.toMatch(/hunter-2|h-3/);
  });

  it.each([
    ["a variable", "${CRM_SECRET}"],
    ["a variable that the host has put in", ENVIRONMENT.CRM_SECRET],
    ["a SecretRef", { source: "file", provider: "default", id: "/crm" }],
  ])("that is %s is no finding", (_name, secret) => {
    expect(ofEndpoint({ secret })).toEqual([]);
  });
});

describe("a route", () => {
  it("with auth is no finding", () => {
    expect(ofRoute({})).toEqual([]);
  });

  it("that lets anybody talk to an agent is critical", () => {
    expect(ofRoute({ auth: "none" })).toEqual(["route.unauthenticated critical"]);
    expect(ofRoute({ auth: "none", tools: { deny: ["exec"] } })).toEqual([
      "route.unauthenticated critical",
    ]);
  });

  it("that lets anybody in is a warning where nothing can be done with it", () => {
    const harmless = "route.unauthenticated warn";
    expect(ofRoute({ auth: "none", tools: { allow: [] } })).toEqual([harmless]);
    expect(ofRoute({ auth: "none", tools: { deny: ["*"] } })).toEqual([harmless]);
    const deliver = { channel: "telegram", to: "1" };
    expect(ofRoute({ auth: "none", mode: "deliver", deliver })).toEqual([harmless]);
  });

  it("without auth is information: it answers this machine", () => {
    expect(ofRoute({ auth: undefined })).toEqual(["route.loopback_only info"]);
  });

  it("that shows text from outside to an agent with tools is information", () => {
    const host = { agents: { entries: { main: {} } } };
    expect(ofRoute({}, host)).toEqual(["route.powerful_agent info"]);
    expect(ofRoute({ template: "Look at the queue" }, host)).toEqual([]);
    expect(ofRoute({ tools: { deny: ["exec", "browser"] } }, host)).toEqual([]);
    expect(ofRoute({ tools: { allow: ["web_search"] } }, host)).toEqual([]);
    expect(ofRoute({}, { ...host, tools: { profile: "messaging" } })).toEqual([]);
  });

  it("whose reader lets no words through is no finding, whatever its agent may do", () => {
    const host = { agents: { entries: { main: {} } } };
    const template = "{{fields.a}}";
    const reading = (a: object): string[] => {
      const read = { schema: { type: "object", properties: { a } } };
      return ofRoute({ mode: "read", template, read }, host);
    };
    const list = (items: object): object => ({ type: "array", items });
    expect(reading({ type: ["integer", "null"] })).toEqual([]);
    expect(reading(list({ type: "string", enum: ["low", "high"] }))).toEqual([]);
    expect(reading({ anyOf: [{ const: "x" }, { type: "boolean" }] })).toEqual([]);
    const found = ["route.powerful_agent info"];
    expect(reading({ type: "string", pattern: "^[a-z]+$" })).toEqual(found);
    expect(reading(list({ type: ["null", "string"] }))).toEqual(found);
    expect(reading({ anyOf: [{ const: "x" }, { type: "string" }] })).toEqual(found);
  });

  it("that is held is a warning", () => {
    expect(ofRoute({ template: "{% if %}" })).toEqual(["route.held warn"]);
  });
});

describe("the tools of an agent", () => {
  const tools = (common: object | undefined, own: object | undefined): string[] =>
    powerfulTools({ tools: common, agents: { entries: { main: { tools: own } } } }, "main");

  it.each([
    [undefined, undefined, ["exec", "browser"]],
    [{ profile: "full" }, undefined, ["exec", "browser"]],
    [{ profile: "coding" }, undefined, ["exec"]],
    [{ profile: "messaging" }, undefined, []],
    [{ profile: "messaging" }, { profile: "coding" }, ["exec"]],
    [{ profile: "minimal", alsoAllow: ["browser"] }, undefined, ["browser"]],
    [{ deny: ["group:runtime"] }, { deny: ["browser"] }, []],
    [undefined, { allow: ["read", "bash"] }, ["exec"]],
    [undefined, { allow: ["web_*"] }, []],
    [undefined, { allow: ["ex*", "GROUP:UI"] }, ["exec", "browser"]],
    [{ deny: ["*"] }, undefined, []],
    ["nonsense", undefined, ["exec", "browser"]],
  ])("under %j and its own %j are %j", (common, own, expected) => {
    expect(tools(common as object, own)).toEqual(expected);
  });
});

describe("a proxy in the environment", () => {
  const findings = (
    environment: Record<string, string | undefined>,
    endpoints: object[] = [SOUND],
  ) => {
    const around = { environment: { ...ENVIRONMENT, ...environment }, now: 0 };
    const raw = { endpoints };
    return auditFindings({ ...around, raw, examination: examine(raw, around) });
  };

  it.each(["HTTP_PROXY", "https_proxy", "ALL_PROXY", "NODE_USE_ENV_PROXY"])(
    "that %s asks for is told as not used, without its value",
    (name) => {
      const found = findings({ [name]: "http://me:pass@proxy.lan:3128" });
      expect(marks(found)).toEqual(["endpoint.proxy_ignored info"]);
      expect(found[0]?.detail).toContain(`not used by deliveries: ${name}.`);
      expect(JSON.stringify(found)).not.toMatch(/pass|proxy\.lan/);
    },
  );

  it.each<Record<string, string>>([
    { NO_PROXY: "*" },
    { HTTP_PROXY: "" },
    { NODE_USE_ENV_PROXY: "0" },
  ])("that nothing asks for, as by %j, is no finding", (environment) => {
    expect(findings(environment)).toEqual([]);
  });

  it("is no finding where nothing is sent", () => {
    expect(findings({ HTTP_PROXY: "http://proxy.lan" }, [])).toEqual([]);
  });
});

describe("the whole config", () => {
  it("is told what it names and nobody has set, and what nobody understands", () => {
    const findings = audit({ endpoints: [{ ...SOUND, url: "${NOWHERE}" }], lgo: {} });
    expect(marks(findings)).toEqual([
      "endpoint.held warn",
      "config.missing_variable warn",
      "config.problem warn",
    ]);
    expect(findings[0]?.detail).toBe(
      "endpoints[0].url: the environment variable NOWHERE is not set; set it where the Gateway runs, and restart the Gateway",
    );
    expect(findings[1]?.detail).toContain("NOWHERE");
    expect(findings[2]?.detail).toContain('unknown key "lgo"');
  });

  it("is warned of what a variable alone holds, and not that a stand-in is unsigned", () => {
    const transform = { text: "{{ dta.x }}" };
    const findings = audit({
      endpoints: [{ name: "crm", url: "${NOWHERE}", allowPrivateNetwork: true, transform }],
    });
    expect(marks(findings)).toEqual([
      "endpoint.held warn",
      "endpoint.unknown_variable warn",
      "config.missing_variable warn",
    ]);
    expect(JSON.stringify(findings)).not.toContain("stand-in");
  });

  it.each([{ url: "https://myhook.test/{{ dta.x }}" }, { format: "slack", text: "{{ dta.x }}" }])(
    "is warned of a variable that there is not, also in an address and a text (%j)",
    (changes) => {
      expect(ofEndpoint(changes)).toEqual(["endpoint.unknown_variable warn"]);
    },
  );

  it("says what a retry of its own comes to, and nothing of the default", () => {
    const titles = (retry: object | undefined): string[] =>
      audit({ endpoints: [{ ...SOUND, retry }] }).map(({ title }) => title);
    expect(titles(undefined)).toEqual([]);
    expect(titles({})).toEqual([]);
    expect(titles({ maxAttempts: 1 })).toEqual(['Endpoint "crm" tries once']);
    expect(titles({ maxAttempts: 3, backoffMs: 1000 })).toEqual([
      'Endpoint "crm" tries 3 times within 3 s',
    ]);
    expect(titles({ backoffMs: 2000 })).toEqual(['Endpoint "crm" tries 58 times within 2 d']);
  });

  it("has the worst first", () => {
    const inbound = {
      endpoints: { a: { ...ROUTE, auth: undefined }, b: { ...ROUTE, auth: "none" } },
    };
    const findings = audit({ endpoints: [{ ...SOUND, secret: undefined }], inbound });
    expect(findings.map(({ severity }) => severity)).toEqual(["critical", "warn", "info"]);
  });

  it("that cannot be read is one finding", () => {
    expect(marks(audit({ endpoints: {}, webhooks: {} }))).toEqual(["config.problem warn"]);
    expect(marks(audit(undefined))).toEqual([]);
  });
});
