// Forty ordinary mistakes in the settings, each beside an endpoint and a route that are right, with what is said of it
// and what is held. The words are those that a person reads in the log, in `check`, in the doctor and in the page.

/** Stands beside each mistake, and has to work whatever that is. */
export const SOUND_ENDPOINT = {
  name: "sound",
  url: "https://receiver.test/sound",
  secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
};
export const SOUND_ROUTE = { agentId: "main", template: "Look: {{body.title}}" };

export const AGENTS = ["main", "support"];

export interface Mistake {
  name: string;
  /** The settings as written; `CRM_URL` and the like are not set. */
  config: Record<string, unknown>;
  /** Everything that is said of what is wrong, in order. */
  says: string[];
  /** Endpoints that send nothing, and record what they may have meant to. */
  held?: string[];
  /** Routes that answer 503. */
  heldRoutes?: string[];
  /** What is said of what works. */
  warns?: string[];
}

const crm = { ...SOUND_ENDPOINT, name: "crm", url: "https://receiver.test/crm" };
const endpoint = (changes: object): Record<string, unknown> => ({
  endpoints: [SOUND_ENDPOINT, { ...crm, ...changes }],
});
const route = (changes: object): Record<string, unknown> => ({
  endpoints: [SOUND_ENDPOINT],
  inbound: { endpoints: { sound: SOUND_ROUTE, deploy: { ...SOUND_ROUTE, ...changes } } },
});
const inbound = (changes: object): Record<string, unknown> => ({
  endpoints: [SOUND_ENDPOINT],
  inbound: { endpoints: { sound: SOUND_ROUTE }, ...changes },
});
const { url: _url, ...withoutUrl } = crm;

export const MISTAKES: readonly Mistake[] = [
  // wrong type
  {
    name: "a number with its unit",
    config: endpoint({ timeoutMs: "5s" }),
    says: ['endpoints[1].timeoutMs: expected a whole number, found "5s"'],
    held: ["crm"],
  },
  {
    name: "one event where a list belongs",
    config: endpoint({ events: "message.*" }),
    says: ['endpoints[1].events: expected a list, found "message.*"'],
    held: ["crm"],
  },
  {
    name: "one agent where a list belongs",
    config: endpoint({ filter: { agentIds: "main" } }),
    says: ['endpoints[1].filter.agentIds: expected a list, found "main"'],
    held: ["crm"],
  },
  {
    name: "a text where a switch belongs",
    config: endpoint({ enabled: "yes" }),
    says: ['endpoints[1].enabled: expected true or false, found "yes"'],
    held: ["crm"],
  },
  {
    name: "a number in a header",
    config: endpoint({ headers: { "X-Version": 2 } }),
    says: ["endpoints[1].headers.X-Version: expected a string, found a number"],
    held: ["crm"],
  },
  {
    name: "a count that is too small",
    config: endpoint({ retry: { maxAttempts: 0 } }),
    says: ["endpoints[1].retry.maxAttempts: expected at least 1, found 0"],
    held: ["crm"],
  },
  {
    name: "an address where an endpoint belongs",
    config: { endpoints: [SOUND_ENDPOINT, "https://receiver.test/crm"] },
    says: [
      'endpoints[1]: expected an object, found "https://receiver.test/crm"',
      'endpoints[1]: its events wait as "receiver.test": name it so, and what waited is sent',
    ],
    held: ["receiver.test"],
  },
  {
    name: "one endpoint where a list belongs",
    config: { endpoints: { ...crm, name: "crm" } },
    says: ["endpoints: expected a list or a map of names, found one endpoint; put it in [ ]"],
    held: ["crm"],
  },
  {
    name: "routes in a list",
    config: inbound({ endpoints: [{ name: "deploy", ...SOUND_ROUTE }] }),
    says: ["inbound.endpoints: expected an object, found a list of 1"],
    heldRoutes: ["deploy"],
  },
  {
    name: "a log that is a number",
    config: { ...endpoint({}), log: 5 },
    says: ["log: expected an object, found 5"],
  },
  {
    name: "a bound of the log that is too small",
    config: { ...endpoint({}), log: { maxRows: 10 } },
    says: ["log.maxRows: expected at least 1000, found 10"],
  },
  // wrong name
  {
    name: "a setting of another product",
    config: endpoint({ timeout: 5 }),
    says: ['endpoints[1]: unknown key "timeout", did you mean "timeoutMs"?'],
    held: ["crm"],
  },
  {
    name: "a misspelt setting",
    config: endpoint({ fliter: { agentIds: ["main"] } }),
    says: ['endpoints[1]: unknown key "fliter", did you mean "filter"?'],
    held: ["crm"],
  },
  {
    name: "a misspelt event",
    config: endpoint({ events: ["message.recieved"] }),
    says: [
      'endpoints[1].events[0]: unknown event "message.recieved", did you mean "message.received"?',
    ],
    held: ["crm"],
  },
  {
    name: "an event group that there is not",
    config: endpoint({ events: ["messages.*"] }),
    says: ['endpoints[1].events[0]: unknown event "messages.*", did you mean "message.*"?'],
    held: ["crm"],
  },
  {
    name: "a name with blanks",
    config: endpoint({ name: "my crm" }),
    says: [
      'endpoints[1].name: expected letters, digits and . _ - with a letter or digit first, found "my crm"',
      'endpoints[1]: its events wait as "receiver.test": name it so, and what waited is sent',
    ],
    held: ["receiver.test"],
  },
  {
    name: "misspelt endpoints",
    config: { endpoints: [SOUND_ENDPOINT], endpionts: [crm] },
    says: [
      'unknown key "endpionts", did you mean "endpoints"?',
      'endpionts[0]: stands below "endpionts", did you mean "endpoints"?',
    ],
    held: ["crm"],
  },
  {
    name: "a misspelt operator",
    config: endpoint({ filter: { where: { "data.agentId": { eqals: "main" } } } }),
    says: [
      'endpoints[1].filter.where["data.agentId"].eqals: unknown operator "eqals"; operators are eq, ne, in, nin, gt, gte, lt, lte, startsWith, endsWith, contains, exists, regex',
    ],
    held: ["crm"],
  },
  {
    name: "a misspelt filter of a template",
    config: endpoint({ transform: { text: "{{ data.x | upcsae }}" } }),
    says: [
      'endpoints[1].transform.text: the template cannot be read: undefined filter: upcsae, line:1, col:1 (did you mean "upcase"?)',
    ],
    held: ["crm"],
  },
  {
    name: "a misspelt preset",
    config: route({ auth: { preset: "githib", secret: "abcdefgh" } }),
    says: ['inbound.endpoints.deploy.auth.preset: unknown preset "githib", did you mean "github"?'],
    heldRoutes: ["deploy"],
  },
  {
    name: "an agent that there is not",
    config: route({ agentId: "mian" }),
    says: ['inbound.endpoints.deploy.agentId: there is no agent "mian", did you mean "main"?'],
    heldRoutes: ["deploy"],
  },
  {
    name: "a callback to nobody",
    config: route({ callback: { endpoint: "sonud" } }),
    says: [
      'inbound.endpoints.deploy.callback.endpoint: unknown endpoint "sonud", did you mean "sound"?',
    ],
    heldRoutes: ["deploy"],
  },
  {
    name: "a misspelt key of inbound",
    config: inbound({ concurency: 2 }),
    says: ['inbound: unknown key "concurency", did you mean "concurrency"?'],
  },
  {
    name: "a misspelt switch of inbound",
    config: inbound({ enable: false }),
    says: ['inbound: unknown key "enable", did you mean "enabled"?'],
    heldRoutes: ["sound"],
  },
  // wrong place
  {
    name: "keys beside the wrapper",
    config: { webhooks: endpoint({}), log: { maxAgeDays: 7 } },
    says: ['webhooks: stands beside "log"; move it into "webhooks" or remove the wrapper'],
  },
  {
    name: "a path without a slash",
    config: inbound({ basePath: "hooks-in" }),
    says: ['inbound.basePath: expected a path such as "/webhooks/inbound", found "hooks-in"'],
    heldRoutes: ["sound"],
  },
  {
    name: "a path of the Gateway's own",
    config: inbound({ basePath: "/api" }),
    says: [
      'inbound.basePath: "/api" belongs to the Gateway; take another path, such as "/webhooks/inbound"',
    ],
    heldRoutes: ["sound"],
  },
  {
    name: "a password in the address",
    config: endpoint({ url: "https://user:hunter2@receiver.test/crm" }),
    says: [
      'endpoints[1].url: holds a user name or password; send it as a header instead: headers: { Authorization: "Basic …" }',
    ],
    held: ["crm"],
  },
  {
    name: "a route beside its list",
    config: inbound({ deploy: SOUND_ROUTE }),
    says: [
      'inbound: unknown key "deploy", expected one of "enabled", "basePath", "hosts", "concurrency", "maxWaiting", "endpoints"',
    ],
  },
  {
    name: "a setting of an endpoint beside them",
    config: { ...endpoint({}), timeoutMs: 5000 },
    says: ['unknown key "timeoutMs"; it is a setting of an endpoint'],
  },
  {
    name: "a secret in a header that is ours",
    config: endpoint({ headers: { "webhook-id": "x" } }),
    says: [
      "endpoints[1].headers.webhook-id: is set by every delivery itself and cannot be configured",
    ],
    held: ["crm"],
  },
  // missing
  {
    name: "no address",
    config: { endpoints: [SOUND_ENDPOINT, withoutUrl] },
    says: ['endpoints[1]: "url" is missing'],
    held: ["crm"],
  },
  {
    name: "an address without its scheme",
    config: endpoint({ url: "receiver.test/crm" }),
    says: ["endpoints[1].url: is not a URL; expected http:// or https:// and a host"],
    held: ["crm"],
  },
  {
    name: "a template that is not closed",
    config: endpoint({ transform: { text: "{{ data.agentId" } }),
    says: [
      'endpoints[1].transform.text: the template cannot be read: output "{{ data.agentId" not closed, line:1, col:1',
    ],
    held: ["crm"],
  },
  {
    name: "a route without its template",
    config: route({ template: undefined }),
    says: ['inbound.endpoints.deploy: "template" is missing'],
    heldRoutes: ["deploy"],
  },
  {
    name: "a route without its secret",
    config: route({ auth: { preset: "github" } }),
    says: ['inbound.endpoints.deploy.auth: "secret" is missing'],
    heldRoutes: ["deploy"],
  },
  {
    name: "no secret",
    config: endpoint({ secret: undefined }),
    says: [],
    warns: [
      "endpoints[1]: is not signed, so its receiver cannot tell this Gateway's requests from anybody else's; set `secret`, `openclaw webhook secret new` makes one",
    ],
  },
  // twice
  {
    name: "the same name twice",
    config: endpoint({ name: "sound" }),
    says: [
      'endpoints[1].name: the same name as endpoints[0]; give each endpoint its own: its events wait as "sound-2"',
    ],
    held: ["sound-2"],
  },
  {
    name: "a route's name twice, in other letters",
    config: {
      endpoints: [SOUND_ENDPOINT],
      inbound: { endpoints: { sound: SOUND_ROUTE, SOUND: SOUND_ROUTE } },
    },
    says: [
      "inbound.endpoints.SOUND: left out: the same name as inbound.endpoints.sound; give each route its own (capital letters make no difference)",
    ],
  },
  // unset
  {
    name: "a variable that is not set, in a header",
    config: endpoint({ headers: { "X-Key": "${CRM_KEY}" } }),
    says: [
      "endpoints[1].headers.X-Key: the environment variable CRM_KEY is not set; set it where the Gateway runs, and restart the Gateway",
    ],
    held: ["crm"],
  },
  {
    name: "a variable that is not set, as address",
    config: endpoint({ url: "${CRM_URL}" }),
    says: [
      "endpoints[1].url: the environment variable CRM_URL is not set; set it where the Gateway runs, and restart the Gateway",
    ],
    held: ["crm"],
  },
  {
    name: "a variable that is not set, of a route",
    config: route({ auth: { preset: "github", secret: "${GITHUB_SECRET}" } }),
    says: [
      "inbound.endpoints.deploy.auth.secret: the environment variable GITHUB_SECRET is not set; set it where the Gateway runs, and restart the Gateway",
    ],
    heldRoutes: ["deploy"],
  },
  {
    name: "a secret that nobody has set",
    config: endpoint({ secret: { source: "env", provider: "default", id: "CRM_SECRET" } }),
    says: [
      "endpoints[1].secret: the environment variable CRM_SECRET is not set; set it where the Gateway runs, and restart the Gateway",
    ],
    held: ["crm"],
  },
  // a sample that was pasted
  {
    name: "an address of a sample",
    config: endpoint({ url: "https://your-server.com/hook" }),
    says: [
      'endpoints[1].url: "your-server.com" is a sample\'s placeholder; write the address of your receiver',
    ],
    held: ["crm"],
  },
  {
    name: "a secret of a sample",
    config: endpoint({ secret: "whsec_xxxxxxxxxxxxxxxx" }),
    says: [
      "endpoints[1].secret: is a sample's placeholder that everybody knows; `openclaw webhook secret new` makes one",
    ],
    held: ["crm"],
  },
  // what cannot be reached
  {
    name: "an address of the private network",
    config: endpoint({ url: "http://192.168.1.5/hook" }),
    says: [
      'endpoints[1].url: 192.168.1.5 is a private address: set allowPrivateNetwork: true (or list "192.168.1.5") on this endpoint',
    ],
    held: ["crm"],
  },
  // what works, and will hardly do what was meant
  {
    name: "an agent in a filter that there is not",
    config: endpoint({ filter: { agentIds: ["suport"] } }),
    says: [],
    warns: ['endpoints[1].filter.agentIds[0]: there is no agent "suport", did you mean "support"?'],
  },
  {
    name: "an agent of its own that there is not",
    config: { endpoints: [SOUND_ENDPOINT], agents: { suport: { endpoints: [crm] } } },
    says: [],
    warns: ['agents.suport: there is no agent "suport", did you mean "support"?'],
  },
  {
    name: "a variable that no event has",
    config: endpoint({ transform: { text: "{{ dta.agentId }}" } }),
    says: [],
    warns: [
      'endpoints[1].transform.text: there is no "dta" (did you mean "data"?), so nothing stands in its place',
    ],
  },
  {
    name: "a misspelt field in a template",
    config: endpoint({ transform: { text: "{{ data.mesage.content }}" } }),
    says: [],
    warns: [
      'endpoints[1].transform.text: there is no "data.mesage" (did you mean "data.message"?), so nothing stands in its place',
    ],
  },
  {
    name: "a misspelt field in a condition",
    config: endpoint({ filter: { where: { not: { "data.tool.nmae": "exec" } } } }),
    says: [],
    warns: [
      'endpoints[1].filter.where.not["data.tool.nmae"]: there is no "data.tool.nmae" (did you mean "data.tool.name"?), so nothing is found there',
    ],
  },
  {
    name: "a variable that no request has",
    config: route({ template: "Deploy of {{ ref }}" }),
    says: [],
    warns: [
      'inbound.endpoints.deploy.template: there is no "ref" (did you mean "body.ref"?), so nothing stands in its place',
    ],
  },
];
