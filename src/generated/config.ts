// Generated from schema/ by scripts/generate.ts; change the schema instead.

/**
 * A string, a SecretRef, or a list of up to 10 `{value, expiresAt?}` during a rotation.
 */
export type SecretsConfig = SecretValue | SecretEntry[];
/**
 * A string or a SecretRef.
 */
export type SecretValue = string | SecretRef;
/**
 * A signature as the receiver already checks it, beside the own headers: a known sender's (`"github"`, or `{preset, secret}`), or a scheme as data, as in the `auth` of a route. See docs/receivers.md.
 */
export type EndpointSignatureConfig = string | NamedSignatureConfig | SchemeSignatureConfig;
/**
 * Where the timestamp stands: a header's name, or `{header}`, `{part}`, `{query}` or `{body}` with a `format`.
 */
export type TimestampSourceConfig =
  | string
  | {
      /**
       * Name of a header.
       */
      header?: string;
      /**
       * Name of a part of the signature header, as in `t=1,v1=…`.
       */
      part?: string;
      /**
       * Name of a query parameter.
       */
      query?: string;
      /**
       * Dotted path in the JSON body.
       */
      body?: string;
      /**
       * Unix seconds, milliseconds, or RFC 3339.
       */
      format?: "s" | "ms" | "rfc3339";
    };
/**
 * Where the sender's id of the delivery stands: a header's name, or `{header}`, `{query}` or `{body}`.
 */
export type IdSourceConfig =
  | string
  | {
      /**
       * Name of a header.
       */
      header?: string;
      /**
       * Name of a query parameter.
       */
      query?: string;
      /**
       * Dotted path in the JSON body.
       */
      body?: string;
    };
/**
 * How this Gateway says at the receiver who it is: `basic`, `bearer`, or `oauth2` with client credentials. See docs/network.md.
 */
export type EndpointAuthConfig = SendBasicConfig | SendBearerConfig | SendOAuth2Config;
/**
 * A string or a SecretRef.
 */
export type SecretValue1 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue2 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue3 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue4 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue5 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue6 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue7 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue8 = string | SecretRef;
/**
 * For which answers no retry comes: statuses such as `[400, 404]`, or `{ status, where }`, of which one must hold.
 */
export type GiveUpConfig =
  | (number | string)[]
  | {
      /**
       * Statuses that no retry follows.
       *
       * @minItems 1
       */
      status?: (number | string)[];
      /**
       * A condition over the answer, as in `success.where`.
       */
      where?: {};
    };
/**
 * Who may call: `"none"` for everybody, a preset, bearer, basic, header, hmac or jwt. Without it: direct callers on this machine. `"none"` without a `rateLimit` is limited to 120 requests a minute.
 */
export type RouteAuthConfig =
  | "none"
  | PresetAuthConfig
  | BearerAuthConfig
  | BasicAuthConfig
  | HeaderAuthConfig
  | HmacAuthConfig
  | JwtAuthConfig;
/**
 * A string or a SecretRef.
 */
export type SecretValue9 = string | SecretRef;
/**
 * Which session a run belongs to: its own, one for the route, or one for each result of `{key}`, a template or a path such as `body.id`.
 */
export type RouteSessionConfig =
  | ("isolated" | "shared")
  | {
      /**
       * Template, or a path such as `body.id`, of the session's key.
       */
      key: string;
    };
/**
 * Where the reply goes: `true` for the session's own channel, or `{channel, to, accountId?}`.
 */
export type RouteDeliveryConfig =
  | boolean
  | {
      /**
       * Template of the channel, for example `telegram`.
       */
      channel: string;
      /**
       * Template of the recipient.
       */
      to: string;
      /**
       * Template of the account that sends.
       */
      accountId?: string;
    };
/**
 * A string or a SecretRef.
 */
export type SecretValue10 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue11 = string | SecretRef;
/**
 * A string or a SecretRef.
 */
export type SecretValue12 = string | SecretRef;

/**
 * What an operator may write under the plugin's config.
 */
export interface WebhooksConfig {
  /**
   * Name of this Gateway in every event. Default: the machine's host name.
   */
  instanceId?: string;
  /**
   * Where events go.
   *
   * @maxItems 1000
   */
  endpoints?: EndpointConfig[];
  proxy?: ProxyConfig;
  /**
   * Path on the Gateway's port that endpoints with `feed` are read under.
   */
  feedPath?: string;
  inbound?: InboundConfig;
  /**
   * Endpoints and routes of one agent each, keyed by agent id: what stands in here sees only that agent's events.
   */
  agents?: {
    [k: string]: AgentScopeConfig;
  };
  log?: LogConfig;
  store?: StoreConfig;
  limits?: LimitsConfig;
}
export interface EndpointConfig {
  /**
   * Unique name, used in the log, the CLI and the page. Default: the host name of `url`.
   */
  name?: string;
  /**
   * Where events are sent, http or https; not needed where `format` has one address for all. Path and query may hold Liquid templates over the event; each value is percent-encoded.
   */
  url?: string;
  feed?: FeedConfig;
  /**
   * `false` sends nothing and records nothing.
   */
  enabled?: boolean;
  /**
   * Signs every attempt: a string, a SecretRef, or a list of up to 10 `{value, expiresAt?}` during a rotation, newest first.
   */
  secret?: SecretValue | SecretEntry[];
  signature?: EndpointSignatureConfig;
  /**
   * Exact event types, `message.*` or `*`.
   *
   * @minItems 1
   */
  events?: string[];
  filter?: FilterConfig;
  /**
   * JSON whose strings are Liquid templates over the event; replaces the whole body.
   */
  transform?: {} | unknown[] | string;
  /**
   * Sends what this receiver understands: wording, limits, and its rule of what counts as delivered. See docs/receivers.md.
   */
  format?:
    | "slack"
    | "discord"
    | "teams"
    | "google-chat"
    | "mattermost"
    | "rocketchat"
    | "telegram-bot"
    | "line"
    | "feishu"
    | "dingtalk"
    | "wecom"
    | "kakaowork"
    | "jandi"
    | "dooray"
    | "ntfy"
    | "gotify"
    | "pushover"
    | "home-assistant"
    | "pagerduty"
    | "opsgenie"
    | "datadog"
    | "splunk-hec"
    | "loki"
    | "elastic"
    | "new-relic"
    | "cloudevents"
    | "form";
  /**
   * What `format` needs beside the URL, for example `{ chatId: "…" }`; a receiver's own token is `token`.
   */
  options?: {
    /**
     * What the receiver knows this sender by.
     */
    token?: (string | number | boolean) | SecretRef;
    [k: string]: string | number | boolean | SecretRef | undefined;
  };
  /**
   * With `format`: a Liquid template over the event, in place of the default wording. Values are escaped for the receiver.
   */
  text?: string;
  /**
   * With `format`: a text beyond the receiver's limit is cut, or sent in several messages in order.
   */
  long?: "cut" | "split";
  /**
   * HTTP method; GET and DELETE send no body.
   */
  method?: "POST" | "PUT" | "PATCH" | "GET" | "DELETE";
  /**
   * How the body is written.
   */
  contentType?: "json" | "form" | "text" | "ndjson";
  batch?: BatchConfig;
  /**
   * Extra request headers, for example an API key.
   */
  headers?: {
    [k: string]: string;
  };
  auth?: EndpointAuthConfig;
  tls?: TlsConfig;
  /**
   * The proxy of this endpoint in place of the one for all; `false`: none.
   */
  proxy?: false | ProxyConfig;
  retry?: RetryConfig;
  success?: SuccessConfig;
  giveUpOn?: GiveUpConfig;
  /**
   * Whole attempt, response body included, in milliseconds.
   */
  timeoutMs?: number;
  /**
   * Name look-up, connection and TLS together, in milliseconds.
   */
  connectTimeoutMs?: number;
  /**
   * Most requests in flight at once; fewer while the receiver is overloaded.
   */
  concurrency?: number;
  rateLimit?: RateLimitConfig;
  /**
   * Disables the endpoint after so long of nothing but failures, in milliseconds (five days); `false` never does.
   */
  disableAfterMs?: number | false;
  /**
   * `session` delivers each session's events strictly in order.
   */
  ordering?: "none" | "session";
  /**
   * `redacted` masks content, tool params and results but keeps their lengths; `thin` sends ids only.
   */
  payload?: "full" | "redacted" | "thin";
  /**
   * Allows private and loopback targets: `true`, or a list of CIDR ranges and host names.
   */
  allowPrivateNetwork?: boolean | string[];
}
/**
 * In place of `url`: nothing is sent, the receiver reads by itself: `GET <feedPath>/<name>`.
 */
export interface FeedConfig {
  token: SecretsConfig;
}
/**
 * A reference that the Gateway resolves to a string at start.
 */
export interface SecretRef {
  /**
   * Kind of secret provider.
   */
  source: "env" | "file" | "exec" | "store";
  /**
   * Name of the secret provider.
   */
  provider?: string;
  /**
   * Name of the secret at the provider.
   */
  id: string;
}
export interface SecretEntry {
  value: SecretValue;
  /**
   * ISO 8601 time after which this secret no longer signs.
   */
  expiresAt?: string;
}
/**
 * The signature of a known sender.
 */
export interface NamedSignatureConfig {
  /**
   * The sender whose signature the receiver checks, for example `github`, `stripe`, `slack`, `shopify` or `standard-webhooks`.
   */
  preset: string;
  /**
   * What it is signed with: a string, a SecretRef, or a list as of the endpoint's `secret`, which is its default.
   */
  secret?: SecretValue | SecretEntry[];
  /**
   * The receiver's URL as it knows it, where it is signed and is not the endpoint's own.
   */
  url?: string;
}
/**
 * A signature scheme, given as data.
 */
export interface SchemeSignatureConfig {
  /**
   * As in the `auth` of a route, which this is the other end of.
   */
  type?: "hmac";
  /**
   * What it is signed with: a string, a SecretRef, or a list as of the endpoint's `secret`, which is its default.
   */
  secret?: SecretValue | SecretEntry[];
  /**
   * Name of the header that carries the signature.
   */
  header?: string;
  /**
   * In place of `header`: the query parameter that carries it.
   */
  query?: string;
  /**
   * In place of `header`: the form field, or the dotted path in the JSON body, that carries it.
   */
  body?: string;
  /**
   * HMAC with a digest; with the others `secret` is a private key: PEM, a JWK, base64, and for `ed25519` hex.
   */
  algorithm?:
    | "md5"
    | "sha1"
    | "sha256"
    | "sha384"
    | "sha512"
    | "ed25519"
    | "ecdsa-sha256"
    | "rsa-sha1"
    | "rsa-sha256"
    | "rsa-sha512"
    | "rsa-pss-sha256";
  /**
   * How the signature is written.
   */
  encoding?: "hex" | "base64" | "base64url";
  /**
   * What stands in front of the signature, for example `sha256=`.
   */
  prefix?: string;
  /**
   * Name of the part that holds the signature, as `v1` in `t=1,v1=…`.
   */
  part?: string;
  /**
   * Between the parts, or between several signatures. Default: a comma with `part`, else the header is one signature.
   */
  separator?: string;
  /**
   * What is signed, made of {body} {timestamp} {id} {url} {path} {method} {fields} {header.x} {query.x} {body.x} {part.x} {bodyHash.sha256}; `|lower` puts one in lower case. A list is sorted and joined. With {secret} in it, it is digested without HMAC. Default: `{timestamp}.{body}` with a timestamp in the headers, else `{body}`.
   */
  signed?: string | string[];
  fields?: SignedFieldsConfig;
  timestamp?: TimestampSourceConfig;
  id?: IdSourceConfig;
  /**
   * The receiver's URL as it knows it, for `{url}`, where that is not the endpoint's own.
   */
  url?: string;
  /**
   * How the secret becomes a key. Default: `hex` with ed25519, else `utf8`.
   */
  keyEncoding?: "utf8" | "base64" | "hex";
  /**
   * Taken off the secret first, for example `whsec_`.
   */
  keyPrefix?: string;
}
/**
 * What `{fields}` stands for: all fields, sorted by name.
 */
export interface SignedFieldsConfig {
  /**
   * Whose fields.
   */
  of: "form" | "json" | "query";
  /**
   * Names that are left out.
   */
  except?: string[];
  /**
   * Between name and value.
   */
  pair?: string;
  /**
   * Between fields.
   */
  join?: string;
  /**
   * Leave out fields with an empty value.
   */
  filled?: boolean;
}
/**
 * Which events of `events` are sent; every clause must hold.
 */
export interface FilterConfig {
  /**
   * Only these agents.
   *
   * @minItems 1
   */
  agentIds?: string[];
  /**
   * Only these channels, for example `telegram`.
   *
   * @minItems 1
   */
  channels?: string[];
  /**
   * Only these users.
   *
   * @minItems 1
   */
  userIds?: string[];
  /**
   * Only session keys that match one of these globs (`*` and `?`).
   *
   * @minItems 1
   */
  sessionKeys?: string[];
  /**
   * Only what these set going (`data.trigger`), for example `user`.
   *
   * @minItems 1
   */
  triggers?: (
    "user" | "command" | "inbound" | "api" | "heartbeat" | "cron" | "subagent" | "agent"
  )[];
  /**
   * A condition over the event.
   */
  where?: {};
}
/**
 * Several events in one request: a JSON array, or lines with `contentType: "ndjson"`. `rateLimit` counts requests, `concurrency` events.
 */
export interface BatchConfig {
  /**
   * Most events in one request.
   */
  maxEvents?: number;
  /**
   * How long an event waits for others, in milliseconds.
   */
  maxWaitMs?: number;
  /**
   * Longest body; an event that is larger goes alone.
   */
  maxBytes?: number;
}
export interface SendBasicConfig {
  /**
   * `Authorization: Basic …`.
   */
  type: "basic";
  /**
   * Without a colon.
   */
  username: string;
  password: SecretValue1;
}
export interface SendBearerConfig {
  /**
   * `Authorization: Bearer <token>`.
   */
  type: "bearer";
  token: SecretValue2;
}
export interface SendOAuth2Config {
  /**
   * A token of the grant `client_credentials`, one for each endpoint; renewed before its end, and once when the receiver answers 401.
   */
  type: "oauth2";
  /**
   * Where the token is asked for, http or https. `allowPrivateNetwork` and `tls` of the endpoint hold for it, too.
   */
  tokenUrl: string;
  /**
   * Name of this client at the token server.
   */
  clientId: string;
  clientSecret?: SecretValue3;
  /**
   * With `clientSecret`: sent in the `Authorization` header, or in the form.
   */
  authMethod?: "client_secret_basic" | "client_secret_post";
  privateKey?: SecretValue4;
  /**
   * With `privateKey`: the `kid` by which the token server knows it.
   */
  keyId?: string;
  /**
   * Scopes, separated by spaces.
   */
  scope?: string;
  /**
   * `audience` of the request, where the token server asks for one.
   */
  audience?: string;
}
/**
 * How https is spoken with this receiver. A file is read again when it changes. See docs/network.md.
 */
export interface TlsConfig {
  ca?: SecretValue5;
  cert?: SecretValue6;
  key?: SecretValue7;
  /**
   * Name that the receiver's certificate is for, where it is not the host of `url`.
   */
  serverName?: string;
}
/**
 * An egress proxy: https and, with `resolve: "here"`, http go by CONNECT. See docs/network.md.
 */
export interface ProxyConfig {
  /**
   * The proxy, http or https, without credentials.
   */
  url: string;
  /**
   * Sent to the proxy as basic authorization.
   */
  username?: string;
  password?: SecretValue8;
  /**
   * Hosts that are reached directly, as curl reads `NO_PROXY`: names (each with all below it), addresses and ranges, separated by commas; `*` for all.
   */
  noProxy?: string;
  /**
   * Who looks names up. `here`: this Gateway checks each address and asks the proxy for that address. `proxy`: the proxy gets the name, and nobody here checks whether it leads into a private network.
   */
  resolve?: "here" | "proxy";
}
/**
 * Retry schedule. Without it: ten retries over about two days, and what it leaves out keeps that reach.
 */
export interface RetryConfig {
  /**
   * Attempts in all, the first included. Default: as many as take about two days. Alone: so many of the default schedule.
   */
  maxAttempts?: number;
  /**
   * Pause before the second attempt, in milliseconds.
   */
  backoffMs?: number;
  /**
   * Longest pause, in milliseconds.
   */
  maxBackoffMs?: number;
  /**
   * Each pause is this many times the one before.
   */
  factor?: number;
}
/**
 * What counts as delivered: both must hold. Default: a 2xx, or the rule of `format`.
 */
export interface SuccessConfig {
  /**
   * Statuses that may count as delivered, for example `[200, "2xx"]`. Default: every 2xx.
   *
   * @minItems 1
   */
  status?: (number | string)[];
  /**
   * A condition over the answer: `status`, `headers`, `body` (parsed when it is JSON), for example `{ "body.errcode": 0 }`.
   */
  where?: {};
}
/**
 * At most so many requests in so much time. The rest waits at an endpoint, and is answered 429 at a route, where only senders with a valid proof count.
 */
export interface RateLimitConfig {
  /**
   * Requests per window.
   */
  requests: number;
  /**
   * Length of the window in milliseconds.
   */
  perMs: number;
}
/**
 * Requests from outside that start agent runs.
 */
export interface InboundConfig {
  /**
   * `false` switches every route off, those of `agents` too. Default: true when there are routes.
   */
  enabled?: boolean;
  /**
   * Path on the Gateway's port that routes live under.
   */
  basePath?: string;
  /**
   * Names of this Gateway beside loopback ones, without scheme and port. A route without `auth` refuses requests whose `Host` is another name, and one with `"none"` pages in a browser of this machine. Those of `gateway.controlUi.allowedOrigins` are known.
   */
  hosts?: string[];
  /**
   * Runs at once, of all routes together.
   */
  concurrency?: number;
  /**
   * Requests of one route that may wait for their run; beyond it callers are answered 503.
   */
  maxWaiting?: number;
  /**
   * Routes by name; each answers `POST <basePath>/<name>`.
   */
  endpoints?: {
    [k: string]: RouteConfig;
  };
}
/**
 * One inbound name.
 */
export interface RouteConfig {
  /**
   * `false` answers as if the route were not there.
   */
  enabled?: boolean;
  /**
   * The agent that runs. Required, except below `agents.<id>`.
   */
  agentId?: string;
  /**
   * Liquid template of the prompt over `body`, `headers`, `query`, `route`, `receivedAt`; with `mode: "read"` over `fields`, `route`, `receivedAt`. Absent: what the preset says of its sender's events; required without one, with `forEach` and with `mode: "read"`.
   */
  template?: string;
  auth?: RouteAuthConfig;
  /**
   * JSON Schema that the body must meet.
   */
  schema?: {};
  filter?: RouteFilterConfig;
  /**
   * Path of a list in the body, as `body.alerts` (`body`: the whole of it): each of its items, up to 100 and in their order, is a request and a run of its own, whose words see it as `item`.
   */
  forEach?: string;
  idempotency?: IdempotencyConfig;
  /**
   * `strict` takes no signed bytes twice in a week, whatever id they come with: real events with equal bodies are dropped. See [security](docs/security.md#replays).
   */
  replay?: "sender" | "strict";
  session?: RouteSessionConfig;
  deliver?: RouteDeliveryConfig;
  /**
   * `deliver` sends the rendered template to `deliver`'s channel, with no model. `read` lets a model without tools turn the body into fields first, and the agent gets those alone.
   */
  mode?: "agent" | "deliver" | "read";
  read?: RouteReadConfig;
  /**
   * Methods that are taken. A `GET` without a body has its query as `body`.
   */
  methods?: ("POST" | "GET" | "PUT" | "PATCH")[];
  response?: RouteResponseConfig;
  callback?: CallbackConfig;
  handshake?: RouteHandshakeConfig;
  coalesce?: CoalesceConfig;
  rateLimit?: RateLimitConfig;
  /**
   * Larger bodies are answered 413, in bytes.
   */
  maxBodyBytes?: number;
  /**
   * Longest run, in milliseconds.
   */
  timeoutMs?: number;
  tools?: RouteToolsConfig;
}
/**
 * The signature scheme of a known sender.
 */
export interface PresetAuthConfig {
  /**
   * A known sender, for example `github`.
   */
  preset: string;
  secret?: SecretsConfig;
  /**
   * For senders that sign for all their customers alike: what of a request must be yours, for example `{TopicArn: "arn:aws:sns:…"}`; of a list one is enough.
   */
  expect?: {
    [k: string]: string | string[];
  };
  /**
   * The route's URL as the sender knows it, for senders that sign it.
   */
  url?: string;
  decrypt?: DecryptConfig;
  /**
   * The word that the sender shows when it tests the address (Meta).
   */
  verifyToken?: SecretValue;
  /**
   * How old or how far ahead a signed timestamp may be, in milliseconds.
   */
  toleranceMs?: number;
}
/**
 * Bodies come encrypted; templates, conditions and schema see them in clear.
 */
export interface DecryptConfig {
  /**
   * Path of the encrypted text in the JSON body, or name of the XML element that holds it.
   */
  field?: string;
  /**
   * AES-256-CBC in base64. `iv-first` (Feishu): the start vector, then the body; the key is the SHA-256 of `key`. `length-first` (WeCom, DingTalk): 16 random bytes, the length, the body and whom it is for; `key` is 43 characters of base64.
   */
  layout?: "iv-first" | "length-first";
  key?: SecretValue9;
  /**
   * With `length-first`: whom it must be for, as the corp id, the suite key or the app key.
   */
  receiver?: string;
}
export interface BearerAuthConfig {
  /**
   * `Authorization: Bearer <token>`.
   */
  type: "bearer";
  token: SecretsConfig;
}
export interface BasicAuthConfig {
  /**
   * `Authorization: Basic …`.
   */
  type: "basic";
  /**
   * Without a colon.
   */
  username: string;
  password: SecretsConfig;
}
export interface HeaderAuthConfig {
  /**
   * A header whose whole value is the secret.
   */
  type: "header";
  /**
   * Name of the header, in any case.
   */
  name: string;
  value: SecretsConfig;
}
/**
 * A signature scheme, given as data.
 */
export interface HmacAuthConfig {
  /**
   * A signature scheme, given as data.
   */
  type: "hmac";
  secret?: SecretsConfig;
  /**
   * Name of the header that carries the signature.
   */
  header?: string;
  /**
   * In place of `header`: the query parameter that carries it.
   */
  query?: string;
  /**
   * In place of `header`: the form field, or the dotted path in the JSON body, that carries it.
   */
  body?: string;
  /**
   * HMAC with a digest; with the others `secret` is the sender's public key: PEM, a JWK, base64, and for `ed25519` hex.
   */
  algorithm?:
    | "md5"
    | "sha1"
    | "sha256"
    | "sha384"
    | "sha512"
    | "ed25519"
    | "ecdsa-sha256"
    | "rsa-sha1"
    | "rsa-sha256"
    | "rsa-sha512"
    | "rsa-pss-sha256";
  /**
   * How the signature is written.
   */
  encoding?: "hex" | "base64" | "base64url";
  /**
   * What stands in front of the signature, for example `sha256=`.
   */
  prefix?: string;
  /**
   * Name of the part that holds the signature, as `v1` in `t=1,v1=…`.
   */
  part?: string;
  /**
   * Between the parts, or between several signatures. Default: a comma with `part`, else the header is one signature.
   */
  separator?: string;
  /**
   * What is signed, made of {body} {timestamp} {id} {url} {path} {method} {fields} {header.x} {query.x} {body.x} {part.x} {bodyHash.sha256} {listedHeaders.x}; `|lower` puts one in lower case. A list is sorted and joined. With {secret} in it, it is digested without HMAC. Default: `{timestamp}.{body}` with a timestamp in the headers, else `{body}`.
   */
  signed?: string | string[];
  fields?: SignedFieldsConfig;
  /**
   * Path of a list in the JSON body, each of whose entries is signed for itself; `signed`, `body` and `timestamp` then read one entry as if it were the body.
   */
  each?: string;
  timestamp?: TimestampSourceConfig;
  id?: IdSourceConfig;
  /**
   * The route's URL as the sender knows it, for `{url}`.
   */
  url?: string;
  /**
   * How the secret becomes a key. Default: `hex` with ed25519, else `utf8`.
   */
  keyEncoding?: "utf8" | "base64" | "hex";
  /**
   * Taken off the secret first, for example `whsec_`.
   */
  keyPrefix?: string;
  decrypt?: DecryptConfig;
  /**
   * How old or how far ahead a signed timestamp may be, in milliseconds.
   */
  toleranceMs?: number;
}
/**
 * A JSON Web Token in a header.
 */
export interface JwtAuthConfig {
  /**
   * A JSON Web Token.
   */
  type: "jwt";
  secret?: SecretsConfig;
  /**
   * In place of `secret`: the https address of the sender's JSON Web Key Set. It is fetched with the guard of the deliveries and kept; no token can name another one. Needs `claims`.
   */
  jwks?: string | JwksSourceConfig;
  /**
   * Those that are accepted, whatever a token says. With HS… `secret` is shared, with the others the sender's public key (PEM, or a JWK).
   *
   * @minItems 1
   */
  algorithms: ("HS256" | "HS384" | "HS512" | "RS256" | "RS512" | "ES256" | "ES384" | "EdDSA")[];
  /**
   * Name of the header that carries the token, alone or behind `Bearer `.
   */
  header?: string;
  /**
   * What claims must say, for example `{iss: "netlify"}`; of a list one entry. A number or a truth value is compared as it is written.
   */
  claims?: {
    [k: string]: string;
  };
  bodyHash?: JwtBodyHashConfig;
  /**
   * The claim that names the delivery.
   */
  id?: string;
  /**
   * For tokens without `exp`: how old `iat` may be, in milliseconds.
   */
  maxAgeMs?: number;
  /**
   * How far the clocks may differ, in milliseconds.
   */
  toleranceMs?: number;
}
/**
 * Where a JSON Web Key Set stands, for one that is not in the open.
 */
export interface JwksSourceConfig {
  /**
   * Where the key set stands, https.
   */
  url: string;
  /**
   * Allows private and loopback targets: `true`, or a list of CIDR ranges and host names.
   */
  allowPrivateNetwork?: boolean | string[];
}
/**
 * The claim that holds the hash of the body. Without it a token says who sends, not what.
 */
export interface JwtBodyHashConfig {
  /**
   * Name of the claim.
   */
  claim: string;
  /**
   * The digest of the body.
   */
  algorithm?: "sha1" | "sha256" | "sha384" | "sha512";
  /**
   * How the digest is written.
   */
  encoding?: "hex" | "base64" | "base64url";
}
/**
 * Which requests start a run, as `{where}`; the others are answered and kept.
 */
export interface RouteFilterConfig {
  /**
   * A condition over `body`, `headers`, `query`.
   */
  where?: {};
}
/**
 * What makes two requests the same, as `{key}`: a template, or a path such as `body.id`. In place of the default: the sender's delivery id, or where it has none the signed body, for as long as that sender repeats.
 */
export interface IdempotencyConfig {
  /**
   * Template, or a path such as `body.id`, of what two requests share that are one.
   */
  key: string;
}
/**
 * With `mode: "read"`: how the body becomes `fields`.
 */
export interface RouteReadConfig {
  /**
   * JSON Schema of the fields: an object whose properties are all named. What it does not name reaches nobody.
   */
  schema: {};
  /**
   * What the reader is to know of the body and the fields, in your words.
   */
  instructions?: string;
  /**
   * The agent whose model reads. Default: the route's.
   */
  agentId?: string;
  /**
   * Longest reading, in milliseconds; it is tried twice at most.
   */
  timeoutMs?: number;
}
/**
 * What the caller is answered.
 */
export interface RouteResponseConfig {
  /**
   * `wait` answers with the reply.
   */
  mode?: "accepted" | "wait";
  /**
   * Status of an accepted request. Default: the preset's, or 200.
   */
  status?: number;
  /**
   * How long `wait` waits, in milliseconds; the run goes on. Default: the preset's, or 30000.
   */
  timeoutMs?: number;
  /**
   * JSON, XML, a form or `text/plain`; the values in `body` are escaped for it. Default: JSON, for a `body` that is one text `text/plain`.
   */
  contentType?: string;
  /**
   * What the caller reads: a template, or JSON of any shape whose strings are templates, over `body`, `headers`, `query`, `route`, `receivedAt`, `requestId`, `status` and, with `wait`, `reply`. Default: the preset's, or what became of the request as JSON.
   */
  body?: {} | unknown[] | string;
}
/**
 * Where the answer of a run goes, as a signed delivery: `{endpoint}`, or `{url, secret}`.
 */
export interface CallbackConfig {
  /**
   * Name of a configured endpoint.
   */
  endpoint?: string;
  /**
   * Instead of `endpoint`: where the answer is POSTed, http or https.
   */
  url?: string;
  secret?: SecretsConfig;
  /**
   * With `url`: allows private and loopback targets, as at an endpoint.
   */
  allowPrivateNetwork?: boolean | string[];
}
/**
 * Answers the sender's test of the address, which starts nothing; of a preset its own comes first.
 */
export interface RouteHandshakeConfig {
  /**
   * Of the request by which the sender tests the address.
   */
  method?: "GET" | "POST" | "HEAD" | "OPTIONS";
  /**
   * What must stand where, for example `{"query.hub.mode": "subscribe"}`.
   */
  when?: {
    [k: string]: string;
  };
  /**
   * The text that goes back: `query.x`, `header.x` or `body.x`.
   */
  echo?: string;
  /**
   * Sends it as the field of that name in a JSON object, in place of plain text.
   */
  json?: string;
  /**
   * Sends it in the header of that name, with an empty body.
   */
  header?: string;
  /**
   * Where this request brings the secret that later ones are signed with: `header.x` or `body.x`. The first one is kept, for an `auth` without `secret`; see docs/senders.md.
   */
  secret?: string;
  /**
   * Answers only a request that `auth` lets in.
   */
  signed?: boolean;
  /**
   * Status of the answer.
   */
  status?: number;
}
/**
 * Makes one run of a burst of requests.
 */
export interface CoalesceConfig {
  /**
   * Template, or a path such as `body.id`; requests with equal results become one run.
   */
  key: string;
  /**
   * The run starts this long after the last request, in milliseconds.
   */
  windowMs?: number;
  /**
   * And at the latest this long after the first, in milliseconds.
   */
  maxWaitMs?: number;
  /**
   * Which of the requests the run sees.
   */
  keep?: "latest" | "all";
}
/**
 * Which tools runs of this route may use.
 */
export interface RouteToolsConfig {
  /**
   * Only these tools; an empty list allows none.
   */
  allow?: string[];
  /**
   * Not these tools.
   */
  deny?: string[];
}
export interface AgentScopeConfig {
  /**
   * Endpoints that see only this agent's events.
   */
  endpoints?: EndpointConfig[];
  /**
   * Routes that run this agent, as `{endpoints}`.
   */
  inbound?: {
    /**
     * Routes by name.
     */
    endpoints?: {
      [k: string]: RouteConfig;
    };
  };
}
/**
 * How much of the delivery log is kept.
 */
export interface LogConfig {
  /**
   * Settled deliveries older than this are deleted, in days.
   */
  maxAgeDays?: number;
  /**
   * Most settled deliveries kept; the oldest delivered go first.
   */
  maxRows?: number;
  /**
   * How much of each response body the log keeps, in bytes.
   */
  responseBytes?: number;
  /**
   * Most that the database takes on the disk, its write-ahead log included; the oldest of what has ended goes first. What is pending is never deleted.
   */
  maxBytes?: number;
  /**
   * Most that refused requests take, of all routes together; the oldest go first. Half of it is for those without a valid proof.
   */
  maxRejectedBytes?: number;
  /**
   * Keep bodies, headers and query values of requests that were refused before their sender had proven who it is, to debug a signature. Otherwise names and a SHA-256 of the body are kept.
   */
  keepRejectedBodies?: boolean;
}
/**
 * Where the log is kept in place of this Gateway's own file: a PostgreSQL that several Gateways share. See docs/store.md.
 */
export interface StoreConfig {
  url: SecretValue10;
  password?: SecretValue11;
  /**
   * Schema of the tables, made where it is not there. Gateways with the same one share log, backlog and memory.
   */
  schema?: string;
  ca?: SecretValue12;
}
/**
 * Bounds of memory and size.
 */
export interface LimitsConfig {
  /**
   * Longer events have their longest texts cut, in bytes of JSON.
   */
  maxEventBytes?: number;
  /**
   * Events held in memory until they are on disk.
   */
  maxQueuedEvents?: number;
  /**
   * The same bound in bytes.
   */
  maxQueuedBytes?: number;
}

export const configSchema = {
  "$schema": "http://json-schema.org/draft-07/schema#",
  "$id": "https://openclaw-event-webhooks/schema/config.json",
  "title": "WebhooksConfig",
  "description": "What an operator may write under the plugin's config.",
  "type": "object",
  "additionalProperties": false,
  "properties": {
    "instanceId": {
      "type": "string",
      "minLength": 1,
      "maxLength": 128,
      "description": "Name of this Gateway in every event. Default: the machine's host name."
    },
    "endpoints": {
      "type": "array",
      "maxItems": 1000,
      "items": {
        "$ref": "#/definitions/endpoint"
      },
      "description": "Where events go."
    },
    "proxy": {
      "$ref": "#/definitions/proxy"
    },
    "feedPath": {
      "type": "string",
      "pattern": "^(/[A-Za-z0-9_-]+)+/?$",
      "default": "/webhooks/feed",
      "description": "Path on the Gateway's port that endpoints with `feed` are read under."
    },
    "inbound": {
      "$ref": "#/definitions/inbound"
    },
    "agents": {
      "type": "object",
      "additionalProperties": {
        "$ref": "#/definitions/agentScope"
      },
      "description": "Endpoints and routes of one agent each, keyed by agent id: what stands in here sees only that agent's events."
    },
    "log": {
      "$ref": "#/definitions/log"
    },
    "store": {
      "$ref": "#/definitions/store"
    },
    "limits": {
      "$ref": "#/definitions/limits"
    }
  },
  "definitions": {
    "secretRef": {
      "title": "SecretRef",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "source",
        "id"
      ],
      "properties": {
        "source": {
          "type": "string",
          "enum": [
            "env",
            "file",
            "exec",
            "store"
          ],
          "description": "Kind of secret provider."
        },
        "provider": {
          "type": "string",
          "description": "Name of the secret provider."
        },
        "id": {
          "type": "string",
          "description": "Name of the secret at the provider."
        }
      },
      "description": "A reference that the Gateway resolves to a string at start."
    },
    "secretValue": {
      "title": "SecretValue",
      "description": "A string or a SecretRef.",
      "anyOf": [
        {
          "type": "string",
          "minLength": 1
        },
        {
          "$ref": "#/definitions/secretRef"
        }
      ]
    },
    "secretEntry": {
      "title": "SecretEntry",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "value"
      ],
      "properties": {
        "value": {
          "$ref": "#/definitions/secretValue"
        },
        "expiresAt": {
          "type": "string",
          "description": "ISO 8601 time after which this secret no longer signs."
        }
      }
    },
    "secrets": {
      "title": "SecretsConfig",
      "anyOf": [
        {
          "$ref": "#/definitions/secretValue"
        },
        {
          "type": "array",
          "minItems": 1,
          "maxItems": 10,
          "items": {
            "$ref": "#/definitions/secretEntry"
          }
        }
      ],
      "description": "A string, a SecretRef, or a list of up to 10 `{value, expiresAt?}` during a rotation."
    },
    "endpoint": {
      "title": "EndpointConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "name": {
          "type": "string",
          "minLength": 1,
          "maxLength": 64,
          "pattern": "^[A-Za-z0-9][A-Za-z0-9._-]*$",
          "description": "Unique name, used in the log, the CLI and the page. Default: the host name of `url`."
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "Where events are sent, http or https; not needed where `format` has one address for all. Path and query may hold Liquid templates over the event; each value is percent-encoded."
        },
        "feed": {
          "$ref": "#/definitions/feed"
        },
        "enabled": {
          "type": "boolean",
          "default": true,
          "description": "`false` sends nothing and records nothing."
        },
        "secret": {
          "anyOf": [
            {
              "$ref": "#/definitions/secretValue"
            },
            {
              "type": "array",
              "minItems": 1,
              "maxItems": 10,
              "items": {
                "$ref": "#/definitions/secretEntry"
              }
            }
          ],
          "description": "Signs every attempt: a string, a SecretRef, or a list of up to 10 `{value, expiresAt?}` during a rotation, newest first."
        },
        "signature": {
          "$ref": "#/definitions/endpointSignature"
        },
        "events": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string"
          },
          "default": [
            "*"
          ],
          "description": "Exact event types, `message.*` or `*`."
        },
        "filter": {
          "$ref": "#/definitions/filter"
        },
        "transform": {
          "type": [
            "object",
            "array",
            "string"
          ],
          "description": "JSON whose strings are Liquid templates over the event; replaces the whole body."
        },
        "format": {
          "type": "string",
          "enum": [
            "slack",
            "discord",
            "teams",
            "google-chat",
            "mattermost",
            "rocketchat",
            "telegram-bot",
            "line",
            "feishu",
            "dingtalk",
            "wecom",
            "kakaowork",
            "jandi",
            "dooray",
            "ntfy",
            "gotify",
            "pushover",
            "home-assistant",
            "pagerduty",
            "opsgenie",
            "datadog",
            "splunk-hec",
            "loki",
            "elastic",
            "new-relic",
            "cloudevents",
            "form"
          ],
          "description": "Sends what this receiver understands: wording, limits, and its rule of what counts as delivered. See docs/receivers.md."
        },
        "options": {
          "type": "object",
          "properties": {
            "token": {
              "anyOf": [
                {
                  "type": [
                    "string",
                    "number",
                    "boolean"
                  ]
                },
                {
                  "$ref": "#/definitions/secretRef"
                }
              ],
              "description": "What the receiver knows this sender by."
            }
          },
          "additionalProperties": {
            "type": [
              "string",
              "number",
              "boolean"
            ]
          },
          "description": "What `format` needs beside the URL, for example `{ chatId: \"…\" }`; a receiver's own token is `token`."
        },
        "text": {
          "type": "string",
          "minLength": 1,
          "description": "With `format`: a Liquid template over the event, in place of the default wording. Values are escaped for the receiver."
        },
        "long": {
          "type": "string",
          "enum": [
            "cut",
            "split"
          ],
          "default": "cut",
          "description": "With `format`: a text beyond the receiver's limit is cut, or sent in several messages in order."
        },
        "method": {
          "type": "string",
          "enum": [
            "POST",
            "PUT",
            "PATCH",
            "GET",
            "DELETE"
          ],
          "default": "POST",
          "description": "HTTP method; GET and DELETE send no body."
        },
        "contentType": {
          "type": "string",
          "enum": [
            "json",
            "form",
            "text",
            "ndjson"
          ],
          "default": "json",
          "description": "How the body is written."
        },
        "batch": {
          "$ref": "#/definitions/batch"
        },
        "headers": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Extra request headers, for example an API key."
        },
        "auth": {
          "$ref": "#/definitions/endpointAuth"
        },
        "tls": {
          "$ref": "#/definitions/tls"
        },
        "proxy": {
          "anyOf": [
            {
              "type": "boolean",
              "enum": [
                false
              ]
            },
            {
              "$ref": "#/definitions/proxy"
            }
          ],
          "description": "The proxy of this endpoint in place of the one for all; `false`: none."
        },
        "retry": {
          "$ref": "#/definitions/retry"
        },
        "success": {
          "$ref": "#/definitions/success"
        },
        "giveUpOn": {
          "$ref": "#/definitions/giveUpOn"
        },
        "timeoutMs": {
          "type": "integer",
          "minimum": 100,
          "maximum": 120000,
          "default": 15000,
          "description": "Whole attempt, response body included, in milliseconds."
        },
        "connectTimeoutMs": {
          "type": "integer",
          "minimum": 100,
          "maximum": 60000,
          "default": 5000,
          "description": "Name look-up, connection and TLS together, in milliseconds."
        },
        "concurrency": {
          "type": "integer",
          "minimum": 1,
          "maximum": 256,
          "default": 32,
          "description": "Most requests in flight at once; fewer while the receiver is overloaded."
        },
        "rateLimit": {
          "$ref": "#/definitions/rateLimit"
        },
        "disableAfterMs": {
          "anyOf": [
            {
              "type": "integer",
              "minimum": 1000,
              "maximum": 31536000000
            },
            {
              "const": false
            }
          ],
          "default": 432000000,
          "description": "Disables the endpoint after so long of nothing but failures, in milliseconds (five days); `false` never does."
        },
        "ordering": {
          "type": "string",
          "enum": [
            "none",
            "session"
          ],
          "default": "none",
          "description": "`session` delivers each session's events strictly in order."
        },
        "payload": {
          "type": "string",
          "enum": [
            "full",
            "redacted",
            "thin"
          ],
          "default": "full",
          "description": "`redacted` masks content, tool params and results but keeps their lengths; `thin` sends ids only."
        },
        "allowPrivateNetwork": {
          "anyOf": [
            {
              "type": "boolean"
            },
            {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          ],
          "default": false,
          "description": "Allows private and loopback targets: `true`, or a list of CIDR ranges and host names."
        }
      }
    },
    "feed": {
      "title": "FeedConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "token"
      ],
      "description": "In place of `url`: nothing is sent, the receiver reads by itself: `GET <feedPath>/<name>`.",
      "properties": {
        "token": {
          "$ref": "#/definitions/secrets"
        }
      }
    },
    "filter": {
      "title": "FilterConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "agentIds": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string"
          },
          "description": "Only these agents."
        },
        "channels": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string"
          },
          "description": "Only these channels, for example `telegram`."
        },
        "userIds": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string"
          },
          "description": "Only these users."
        },
        "sessionKeys": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string"
          },
          "description": "Only session keys that match one of these globs (`*` and `?`)."
        },
        "triggers": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string",
            "enum": [
              "user",
              "command",
              "inbound",
              "api",
              "heartbeat",
              "cron",
              "subagent",
              "agent"
            ]
          },
          "description": "Only what these set going (`data.trigger`), for example `user`."
        },
        "where": {
          "type": "object",
          "description": "A condition over the event."
        }
      },
      "description": "Which events of `events` are sent; every clause must hold."
    },
    "retry": {
      "title": "RetryConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "maxAttempts": {
          "type": "integer",
          "minimum": 1,
          "maximum": 100,
          "description": "Attempts in all, the first included. Default: as many as take about two days. Alone: so many of the default schedule."
        },
        "backoffMs": {
          "type": "integer",
          "minimum": 1,
          "maximum": 86400000,
          "default": 1000,
          "description": "Pause before the second attempt, in milliseconds."
        },
        "maxBackoffMs": {
          "type": "integer",
          "minimum": 1,
          "maximum": 604800000,
          "default": 3600000,
          "description": "Longest pause, in milliseconds."
        },
        "factor": {
          "type": "number",
          "minimum": 1,
          "maximum": 100,
          "default": 2,
          "description": "Each pause is this many times the one before."
        }
      },
      "description": "Retry schedule. Without it: ten retries over about two days, and what it leaves out keeps that reach."
    },
    "success": {
      "title": "SuccessConfig",
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "status": {
          "type": "array",
          "minItems": 1,
          "items": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 100,
                "maximum": 599
              },
              {
                "type": "string",
                "pattern": "^[1-5]xx$"
              }
            ]
          },
          "description": "Statuses that may count as delivered, for example `[200, \"2xx\"]`. Default: every 2xx."
        },
        "where": {
          "type": "object",
          "description": "A condition over the answer: `status`, `headers`, `body` (parsed when it is JSON), for example `{ \"body.errcode\": 0 }`."
        }
      },
      "description": "What counts as delivered: both must hold. Default: a 2xx, or the rule of `format`."
    },
    "giveUpOn": {
      "title": "GiveUpConfig",
      "anyOf": [
        {
          "type": "array",
          "minItems": 1,
          "items": {
            "anyOf": [
              {
                "type": "integer",
                "minimum": 100,
                "maximum": 599
              },
              {
                "type": "string",
                "pattern": "^[1-5]xx$"
              }
            ]
          },
          "description": "Statuses."
        },
        {
          "type": "object",
          "additionalProperties": false,
          "minProperties": 1,
          "properties": {
            "status": {
              "type": "array",
              "minItems": 1,
              "items": {
                "anyOf": [
                  {
                    "type": "integer",
                    "minimum": 100,
                    "maximum": 599
                  },
                  {
                    "type": "string",
                    "pattern": "^[1-5]xx$"
                  }
                ]
              },
              "description": "Statuses that no retry follows."
            },
            "where": {
              "type": "object",
              "description": "A condition over the answer, as in `success.where`."
            }
          }
        }
      ],
      "description": "For which answers no retry comes: statuses such as `[400, 404]`, or `{ status, where }`, of which one must hold."
    },
    "endpointAuth": {
      "title": "EndpointAuthConfig",
      "anyOf": [
        {
          "$ref": "#/definitions/sendBasic"
        },
        {
          "$ref": "#/definitions/sendBearer"
        },
        {
          "$ref": "#/definitions/sendOAuth2"
        }
      ],
      "description": "How this Gateway says at the receiver who it is: `basic`, `bearer`, or `oauth2` with client credentials. See docs/network.md."
    },
    "endpointSignature": {
      "title": "EndpointSignatureConfig",
      "anyOf": [
        {
          "type": "string",
          "minLength": 1
        },
        {
          "$ref": "#/definitions/namedSignature"
        },
        {
          "$ref": "#/definitions/schemeSignature"
        }
      ],
      "description": "A signature as the receiver already checks it, beside the own headers: a known sender's (`\"github\"`, or `{preset, secret}`), or a scheme as data, as in the `auth` of a route. See docs/receivers.md."
    },
    "namedSignature": {
      "title": "NamedSignatureConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "preset"
      ],
      "properties": {
        "preset": {
          "type": "string",
          "minLength": 1,
          "description": "The sender whose signature the receiver checks, for example `github`, `stripe`, `slack`, `shopify` or `standard-webhooks`."
        },
        "secret": {
          "anyOf": [
            {
              "$ref": "#/definitions/secretValue"
            },
            {
              "type": "array",
              "minItems": 1,
              "maxItems": 10,
              "items": {
                "$ref": "#/definitions/secretEntry"
              }
            }
          ],
          "description": "What it is signed with: a string, a SecretRef, or a list as of the endpoint's `secret`, which is its default."
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "The receiver's URL as it knows it, where it is signed and is not the endpoint's own."
        }
      },
      "description": "The signature of a known sender."
    },
    "schemeSignature": {
      "title": "SchemeSignatureConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "hmac"
          ],
          "description": "As in the `auth` of a route, which this is the other end of."
        },
        "secret": {
          "anyOf": [
            {
              "$ref": "#/definitions/secretValue"
            },
            {
              "type": "array",
              "minItems": 1,
              "maxItems": 10,
              "items": {
                "$ref": "#/definitions/secretEntry"
              }
            }
          ],
          "description": "What it is signed with: a string, a SecretRef, or a list as of the endpoint's `secret`, which is its default."
        },
        "header": {
          "type": "string",
          "minLength": 1,
          "description": "Name of the header that carries the signature."
        },
        "query": {
          "type": "string",
          "minLength": 1,
          "description": "In place of `header`: the query parameter that carries it."
        },
        "body": {
          "type": "string",
          "minLength": 1,
          "description": "In place of `header`: the form field, or the dotted path in the JSON body, that carries it."
        },
        "algorithm": {
          "type": "string",
          "enum": [
            "md5",
            "sha1",
            "sha256",
            "sha384",
            "sha512",
            "ed25519",
            "ecdsa-sha256",
            "rsa-sha1",
            "rsa-sha256",
            "rsa-sha512",
            "rsa-pss-sha256"
          ],
          "default": "sha256",
          "description": "HMAC with a digest; with the others `secret` is a private key: PEM, a JWK, base64, and for `ed25519` hex."
        },
        "encoding": {
          "type": "string",
          "enum": [
            "hex",
            "base64",
            "base64url"
          ],
          "default": "hex",
          "description": "How the signature is written."
        },
        "prefix": {
          "type": "string",
          "minLength": 1,
          "description": "What stands in front of the signature, for example `sha256=`."
        },
        "part": {
          "type": "string",
          "minLength": 1,
          "description": "Name of the part that holds the signature, as `v1` in `t=1,v1=…`."
        },
        "separator": {
          "type": "string",
          "minLength": 1,
          "description": "Between the parts, or between several signatures. Default: a comma with `part`, else the header is one signature."
        },
        "signed": {
          "anyOf": [
            {
              "type": "string",
              "minLength": 1
            },
            {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "string",
                "minLength": 1
              }
            }
          ],
          "description": "What is signed, made of {body} {timestamp} {id} {url} {path} {method} {fields} {header.x} {query.x} {body.x} {part.x} {bodyHash.sha256}; `|lower` puts one in lower case. A list is sorted and joined. With {secret} in it, it is digested without HMAC. Default: `{timestamp}.{body}` with a timestamp in the headers, else `{body}`."
        },
        "fields": {
          "$ref": "#/definitions/signedFields"
        },
        "timestamp": {
          "$ref": "#/definitions/timestampSource"
        },
        "id": {
          "$ref": "#/definitions/idSource"
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "The receiver's URL as it knows it, for `{url}`, where that is not the endpoint's own."
        },
        "keyEncoding": {
          "type": "string",
          "enum": [
            "utf8",
            "base64",
            "hex"
          ],
          "description": "How the secret becomes a key. Default: `hex` with ed25519, else `utf8`."
        },
        "keyPrefix": {
          "type": "string",
          "minLength": 1,
          "description": "Taken off the secret first, for example `whsec_`."
        }
      },
      "description": "A signature scheme, given as data."
    },
    "sendBasic": {
      "title": "SendBasicConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "username",
        "password"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "basic"
          ],
          "description": "`Authorization: Basic …`."
        },
        "username": {
          "type": "string",
          "minLength": 1,
          "pattern": "^[^:]+$",
          "description": "Without a colon."
        },
        "password": {
          "$ref": "#/definitions/secretValue",
          "description": "A string or a SecretRef."
        }
      }
    },
    "sendBearer": {
      "title": "SendBearerConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "token"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "bearer"
          ],
          "description": "`Authorization: Bearer <token>`."
        },
        "token": {
          "$ref": "#/definitions/secretValue",
          "description": "A string or a SecretRef."
        }
      }
    },
    "sendOAuth2": {
      "title": "SendOAuth2Config",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "tokenUrl",
        "clientId"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "oauth2"
          ],
          "description": "A token of the grant `client_credentials`, one for each endpoint; renewed before its end, and once when the receiver answers 401."
        },
        "tokenUrl": {
          "type": "string",
          "minLength": 1,
          "description": "Where the token is asked for, http or https. `allowPrivateNetwork` and `tls` of the endpoint hold for it, too."
        },
        "clientId": {
          "type": "string",
          "minLength": 1,
          "description": "Name of this client at the token server."
        },
        "clientSecret": {
          "$ref": "#/definitions/secretValue",
          "description": "Proves who asks, as `authMethod` says. A string or a SecretRef."
        },
        "authMethod": {
          "type": "string",
          "enum": [
            "client_secret_basic",
            "client_secret_post"
          ],
          "default": "client_secret_basic",
          "description": "With `clientSecret`: sent in the `Authorization` header, or in the form."
        },
        "privateKey": {
          "$ref": "#/definitions/secretValue",
          "description": "In place of `clientSecret`: a PEM (PKCS #8; RSA, P-256 or Ed25519) that signs a `private_key_jwt`. A string or a SecretRef."
        },
        "keyId": {
          "type": "string",
          "minLength": 1,
          "description": "With `privateKey`: the `kid` by which the token server knows it."
        },
        "scope": {
          "type": "string",
          "minLength": 1,
          "description": "Scopes, separated by spaces."
        },
        "audience": {
          "type": "string",
          "minLength": 1,
          "description": "`audience` of the request, where the token server asks for one."
        }
      }
    },
    "tls": {
      "title": "TlsConfig",
      "type": "object",
      "additionalProperties": false,
      "minProperties": 1,
      "properties": {
        "ca": {
          "$ref": "#/definitions/secretValue",
          "description": "Issuers to trust in place of the well-known ones: PEM, the absolute path of such a file, or a SecretRef."
        },
        "cert": {
          "$ref": "#/definitions/secretValue",
          "description": "Certificate that this Gateway shows, its chain behind it: PEM, the absolute path of such a file, or a SecretRef. Needs `key`."
        },
        "key": {
          "$ref": "#/definitions/secretValue",
          "description": "Private key of `cert`, without a passphrase: PEM, the absolute path of such a file, or a SecretRef."
        },
        "serverName": {
          "type": "string",
          "minLength": 1,
          "description": "Name that the receiver's certificate is for, where it is not the host of `url`."
        }
      },
      "description": "How https is spoken with this receiver. A file is read again when it changes. See docs/network.md."
    },
    "proxy": {
      "title": "ProxyConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
      "properties": {
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "The proxy, http or https, without credentials."
        },
        "username": {
          "type": "string",
          "minLength": 1,
          "pattern": "^[^:]+$",
          "description": "Sent to the proxy as basic authorization."
        },
        "password": {
          "$ref": "#/definitions/secretValue",
          "description": "A string or a SecretRef."
        },
        "noProxy": {
          "type": "string",
          "description": "Hosts that are reached directly, as curl reads `NO_PROXY`: names (each with all below it), addresses and ranges, separated by commas; `*` for all."
        },
        "resolve": {
          "type": "string",
          "enum": [
            "here",
            "proxy"
          ],
          "default": "here",
          "description": "Who looks names up. `here`: this Gateway checks each address and asks the proxy for that address. `proxy`: the proxy gets the name, and nobody here checks whether it leads into a private network."
        }
      },
      "description": "An egress proxy: https and, with `resolve: \"here\"`, http go by CONNECT. See docs/network.md."
    },
    "batch": {
      "title": "BatchConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "maxEvents": {
          "type": "integer",
          "minimum": 1,
          "maximum": 1000,
          "default": 100,
          "description": "Most events in one request."
        },
        "maxWaitMs": {
          "type": "integer",
          "minimum": 1,
          "maximum": 10000,
          "default": 1000,
          "description": "How long an event waits for others, in milliseconds."
        },
        "maxBytes": {
          "type": "integer",
          "minimum": 1,
          "maximum": 16777216,
          "default": 1048576,
          "description": "Longest body; an event that is larger goes alone."
        }
      },
      "description": "Several events in one request: a JSON array, or lines with `contentType: \"ndjson\"`. `rateLimit` counts requests, `concurrency` events."
    },
    "rateLimit": {
      "title": "RateLimitConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "requests",
        "perMs"
      ],
      "properties": {
        "requests": {
          "type": "integer",
          "minimum": 1,
          "description": "Requests per window."
        },
        "perMs": {
          "type": "integer",
          "minimum": 1,
          "description": "Length of the window in milliseconds."
        }
      },
      "description": "At most so many requests in so much time. The rest waits at an endpoint, and is answered 429 at a route, where only senders with a valid proof count."
    },
    "agentScope": {
      "title": "AgentScopeConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "endpoints": {
          "description": "Endpoints that see only this agent's events.",
          "type": "array",
          "items": {
            "$ref": "#/definitions/endpoint"
          }
        },
        "inbound": {
          "description": "Routes that run this agent, as `{endpoints}`.",
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "endpoints": {
              "description": "Routes by name.",
              "type": "object",
              "additionalProperties": {
                "$ref": "#/definitions/route"
              }
            }
          }
        }
      }
    },
    "inbound": {
      "title": "InboundConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "enabled": {
          "type": "boolean",
          "description": "`false` switches every route off, those of `agents` too. Default: true when there are routes."
        },
        "basePath": {
          "type": "string",
          "pattern": "^(/[A-Za-z0-9_-]+)+/?$",
          "default": "/webhooks/inbound",
          "description": "Path on the Gateway's port that routes live under."
        },
        "hosts": {
          "type": "array",
          "items": {
            "type": "string",
            "pattern": "^([A-Za-z0-9_]([A-Za-z0-9._-]{0,251}[A-Za-z0-9])?\\.?|\\[[0-9A-Fa-f:.]+\\])$"
          },
          "description": "Names of this Gateway beside loopback ones, without scheme and port. A route without `auth` refuses requests whose `Host` is another name, and one with `\"none\"` pages in a browser of this machine. Those of `gateway.controlUi.allowedOrigins` are known."
        },
        "concurrency": {
          "type": "integer",
          "minimum": 1,
          "maximum": 256,
          "default": 4,
          "description": "Runs at once, of all routes together."
        },
        "maxWaiting": {
          "type": "integer",
          "minimum": 1,
          "maximum": 1000000,
          "default": 10000,
          "description": "Requests of one route that may wait for their run; beyond it callers are answered 503."
        },
        "endpoints": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/definitions/route"
          },
          "description": "Routes by name; each answers `POST <basePath>/<name>`."
        }
      },
      "description": "Requests from outside that start agent runs."
    },
    "route": {
      "title": "RouteConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "enabled": {
          "type": "boolean",
          "default": true,
          "description": "`false` answers as if the route were not there."
        },
        "agentId": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
          "description": "The agent that runs. Required, except below `agents.<id>`."
        },
        "template": {
          "type": "string",
          "minLength": 1,
          "description": "Liquid template of the prompt over `body`, `headers`, `query`, `route`, `receivedAt`; with `mode: \"read\"` over `fields`, `route`, `receivedAt`. Absent: what the preset says of its sender's events; required without one, with `forEach` and with `mode: \"read\"`."
        },
        "auth": {
          "$ref": "#/definitions/routeAuth"
        },
        "schema": {
          "type": "object",
          "description": "JSON Schema that the body must meet."
        },
        "filter": {
          "$ref": "#/definitions/routeFilter"
        },
        "forEach": {
          "type": "string",
          "description": "Path of a list in the body, as `body.alerts` (`body`: the whole of it): each of its items, up to 100 and in their order, is a request and a run of its own, whose words see it as `item`."
        },
        "idempotency": {
          "$ref": "#/definitions/idempotency"
        },
        "replay": {
          "type": "string",
          "enum": [
            "sender",
            "strict"
          ],
          "default": "sender",
          "description": "`strict` takes no signed bytes twice in a week, whatever id they come with: real events with equal bodies are dropped. See [security](docs/security.md#replays)."
        },
        "session": {
          "$ref": "#/definitions/routeSession"
        },
        "deliver": {
          "$ref": "#/definitions/routeDelivery"
        },
        "mode": {
          "type": "string",
          "enum": [
            "agent",
            "deliver",
            "read"
          ],
          "default": "agent",
          "description": "`deliver` sends the rendered template to `deliver`'s channel, with no model. `read` lets a model without tools turn the body into fields first, and the agent gets those alone."
        },
        "read": {
          "$ref": "#/definitions/routeRead"
        },
        "methods": {
          "type": "array",
          "items": {
            "type": "string",
            "enum": [
              "POST",
              "GET",
              "PUT",
              "PATCH"
            ]
          },
          "default": [
            "POST"
          ],
          "description": "Methods that are taken. A `GET` without a body has its query as `body`."
        },
        "response": {
          "$ref": "#/definitions/routeResponse"
        },
        "callback": {
          "$ref": "#/definitions/callback"
        },
        "handshake": {
          "$ref": "#/definitions/routeHandshake"
        },
        "coalesce": {
          "$ref": "#/definitions/coalesce"
        },
        "rateLimit": {
          "$ref": "#/definitions/rateLimit"
        },
        "maxBodyBytes": {
          "type": "integer",
          "minimum": 1024,
          "maximum": 26214400,
          "default": 1048576,
          "description": "Larger bodies are answered 413, in bytes."
        },
        "timeoutMs": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 86400000,
          "default": 600000,
          "description": "Longest run, in milliseconds."
        },
        "tools": {
          "$ref": "#/definitions/routeTools"
        }
      },
      "description": "One inbound name."
    },
    "routeAuth": {
      "title": "RouteAuthConfig",
      "anyOf": [
        {
          "type": "string",
          "enum": [
            "none"
          ]
        },
        {
          "$ref": "#/definitions/presetAuth"
        },
        {
          "$ref": "#/definitions/bearerAuth"
        },
        {
          "$ref": "#/definitions/basicAuth"
        },
        {
          "$ref": "#/definitions/headerAuth"
        },
        {
          "$ref": "#/definitions/hmacAuth"
        },
        {
          "$ref": "#/definitions/jwtAuth"
        }
      ],
      "description": "Who may call: `\"none\"` for everybody, a preset, bearer, basic, header, hmac or jwt. Without it: direct callers on this machine. `\"none\"` without a `rateLimit` is limited to 120 requests a minute."
    },
    "presetAuth": {
      "title": "PresetAuthConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "preset"
      ],
      "properties": {
        "preset": {
          "type": "string",
          "minLength": 1,
          "description": "A known sender, for example `github`."
        },
        "secret": {
          "$ref": "#/definitions/secrets"
        },
        "expect": {
          "type": "object",
          "additionalProperties": {
            "anyOf": [
              {
                "type": "string",
                "minLength": 1
              },
              {
                "type": "array",
                "minItems": 1,
                "items": {
                  "type": "string",
                  "minLength": 1
                }
              }
            ]
          },
          "description": "For senders that sign for all their customers alike: what of a request must be yours, for example `{TopicArn: \"arn:aws:sns:…\"}`; of a list one is enough."
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "The route's URL as the sender knows it, for senders that sign it."
        },
        "decrypt": {
          "$ref": "#/definitions/decrypt"
        },
        "verifyToken": {
          "anyOf": [
            {
              "$ref": "#/definitions/secretValue"
            }
          ],
          "description": "The word that the sender shows when it tests the address (Meta)."
        },
        "toleranceMs": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 86400000,
          "default": 300000,
          "description": "How old or how far ahead a signed timestamp may be, in milliseconds."
        }
      },
      "description": "The signature scheme of a known sender."
    },
    "bearerAuth": {
      "title": "BearerAuthConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "token"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "bearer"
          ],
          "description": "`Authorization: Bearer <token>`."
        },
        "token": {
          "$ref": "#/definitions/secrets"
        }
      }
    },
    "basicAuth": {
      "title": "BasicAuthConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "username",
        "password"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "basic"
          ],
          "description": "`Authorization: Basic …`."
        },
        "username": {
          "type": "string",
          "pattern": "^[^:]+$",
          "description": "Without a colon."
        },
        "password": {
          "$ref": "#/definitions/secrets"
        }
      }
    },
    "headerAuth": {
      "title": "HeaderAuthConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "name",
        "value"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "header"
          ],
          "description": "A header whose whole value is the secret."
        },
        "name": {
          "type": "string",
          "minLength": 1,
          "description": "Name of the header, in any case."
        },
        "value": {
          "$ref": "#/definitions/secrets"
        }
      }
    },
    "hmacAuth": {
      "title": "HmacAuthConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "hmac"
          ],
          "description": "A signature scheme, given as data."
        },
        "secret": {
          "$ref": "#/definitions/secrets"
        },
        "header": {
          "type": "string",
          "minLength": 1,
          "description": "Name of the header that carries the signature."
        },
        "query": {
          "type": "string",
          "minLength": 1,
          "description": "In place of `header`: the query parameter that carries it."
        },
        "body": {
          "type": "string",
          "minLength": 1,
          "description": "In place of `header`: the form field, or the dotted path in the JSON body, that carries it."
        },
        "algorithm": {
          "type": "string",
          "enum": [
            "md5",
            "sha1",
            "sha256",
            "sha384",
            "sha512",
            "ed25519",
            "ecdsa-sha256",
            "rsa-sha1",
            "rsa-sha256",
            "rsa-sha512",
            "rsa-pss-sha256"
          ],
          "default": "sha256",
          "description": "HMAC with a digest; with the others `secret` is the sender's public key: PEM, a JWK, base64, and for `ed25519` hex."
        },
        "encoding": {
          "type": "string",
          "enum": [
            "hex",
            "base64",
            "base64url"
          ],
          "default": "hex",
          "description": "How the signature is written."
        },
        "prefix": {
          "type": "string",
          "minLength": 1,
          "description": "What stands in front of the signature, for example `sha256=`."
        },
        "part": {
          "type": "string",
          "minLength": 1,
          "description": "Name of the part that holds the signature, as `v1` in `t=1,v1=…`."
        },
        "separator": {
          "type": "string",
          "minLength": 1,
          "description": "Between the parts, or between several signatures. Default: a comma with `part`, else the header is one signature."
        },
        "signed": {
          "anyOf": [
            {
              "type": "string",
              "minLength": 1
            },
            {
              "type": "array",
              "minItems": 1,
              "items": {
                "type": "string",
                "minLength": 1
              }
            }
          ],
          "description": "What is signed, made of {body} {timestamp} {id} {url} {path} {method} {fields} {header.x} {query.x} {body.x} {part.x} {bodyHash.sha256} {listedHeaders.x}; `|lower` puts one in lower case. A list is sorted and joined. With {secret} in it, it is digested without HMAC. Default: `{timestamp}.{body}` with a timestamp in the headers, else `{body}`."
        },
        "fields": {
          "$ref": "#/definitions/signedFields"
        },
        "each": {
          "type": "string",
          "minLength": 1,
          "description": "Path of a list in the JSON body, each of whose entries is signed for itself; `signed`, `body` and `timestamp` then read one entry as if it were the body."
        },
        "timestamp": {
          "$ref": "#/definitions/timestampSource"
        },
        "id": {
          "$ref": "#/definitions/idSource"
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "The route's URL as the sender knows it, for `{url}`."
        },
        "keyEncoding": {
          "type": "string",
          "enum": [
            "utf8",
            "base64",
            "hex"
          ],
          "description": "How the secret becomes a key. Default: `hex` with ed25519, else `utf8`."
        },
        "keyPrefix": {
          "type": "string",
          "minLength": 1,
          "description": "Taken off the secret first, for example `whsec_`."
        },
        "decrypt": {
          "$ref": "#/definitions/decrypt"
        },
        "toleranceMs": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 86400000,
          "default": 300000,
          "description": "How old or how far ahead a signed timestamp may be, in milliseconds."
        }
      },
      "description": "A signature scheme, given as data."
    },
    "signedFields": {
      "title": "SignedFieldsConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "of"
      ],
      "properties": {
        "of": {
          "type": "string",
          "enum": [
            "form",
            "json",
            "query"
          ],
          "description": "Whose fields."
        },
        "except": {
          "type": "array",
          "items": {
            "type": "string"
          },
          "description": "Names that are left out."
        },
        "pair": {
          "type": "string",
          "default": "=",
          "description": "Between name and value."
        },
        "join": {
          "type": "string",
          "default": "&",
          "description": "Between fields."
        },
        "filled": {
          "type": "boolean",
          "default": false,
          "description": "Leave out fields with an empty value."
        }
      },
      "description": "What `{fields}` stands for: all fields, sorted by name."
    },
    "decrypt": {
      "title": "DecryptConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "field": {
          "type": "string",
          "minLength": 1,
          "description": "Path of the encrypted text in the JSON body, or name of the XML element that holds it."
        },
        "layout": {
          "type": "string",
          "enum": [
            "iv-first",
            "length-first"
          ],
          "default": "iv-first",
          "description": "AES-256-CBC in base64. `iv-first` (Feishu): the start vector, then the body; the key is the SHA-256 of `key`. `length-first` (WeCom, DingTalk): 16 random bytes, the length, the body and whom it is for; `key` is 43 characters of base64."
        },
        "key": {
          "$ref": "#/definitions/secretValue",
          "description": "What is encrypted with. Default: the route's secret."
        },
        "receiver": {
          "type": "string",
          "minLength": 1,
          "description": "With `length-first`: whom it must be for, as the corp id, the suite key or the app key."
        }
      },
      "description": "Bodies come encrypted; templates, conditions and schema see them in clear."
    },
    "jwtAuth": {
      "title": "JwtAuthConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "type",
        "algorithms"
      ],
      "properties": {
        "type": {
          "type": "string",
          "enum": [
            "jwt"
          ],
          "description": "A JSON Web Token."
        },
        "secret": {
          "$ref": "#/definitions/secrets"
        },
        "jwks": {
          "anyOf": [
            {
              "type": "string",
              "minLength": 1
            },
            {
              "$ref": "#/definitions/jwksSource"
            }
          ],
          "description": "In place of `secret`: the https address of the sender's JSON Web Key Set. It is fetched with the guard of the deliveries and kept; no token can name another one. Needs `claims`."
        },
        "algorithms": {
          "type": "array",
          "minItems": 1,
          "items": {
            "type": "string",
            "enum": [
              "HS256",
              "HS384",
              "HS512",
              "RS256",
              "RS512",
              "ES256",
              "ES384",
              "EdDSA"
            ]
          },
          "description": "Those that are accepted, whatever a token says. With HS… `secret` is shared, with the others the sender's public key (PEM, or a JWK)."
        },
        "header": {
          "type": "string",
          "minLength": 1,
          "default": "authorization",
          "description": "Name of the header that carries the token, alone or behind `Bearer `."
        },
        "claims": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "What claims must say, for example `{iss: \"netlify\"}`; of a list one entry. A number or a truth value is compared as it is written."
        },
        "bodyHash": {
          "$ref": "#/definitions/jwtBodyHash"
        },
        "id": {
          "type": "string",
          "minLength": 1,
          "description": "The claim that names the delivery."
        },
        "maxAgeMs": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 86400000,
          "description": "For tokens without `exp`: how old `iat` may be, in milliseconds."
        },
        "toleranceMs": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 86400000,
          "default": 300000,
          "description": "How far the clocks may differ, in milliseconds."
        }
      },
      "description": "A JSON Web Token in a header."
    },
    "jwksSource": {
      "title": "JwksSourceConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
      "properties": {
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "Where the key set stands, https."
        },
        "allowPrivateNetwork": {
          "anyOf": [
            {
              "type": "boolean"
            },
            {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          ],
          "default": false,
          "description": "Allows private and loopback targets: `true`, or a list of CIDR ranges and host names."
        }
      },
      "description": "Where a JSON Web Key Set stands, for one that is not in the open."
    },
    "jwtBodyHash": {
      "title": "JwtBodyHashConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "claim"
      ],
      "properties": {
        "claim": {
          "type": "string",
          "minLength": 1,
          "description": "Name of the claim."
        },
        "algorithm": {
          "type": "string",
          "enum": [
            "sha1",
            "sha256",
            "sha384",
            "sha512"
          ],
          "default": "sha256",
          "description": "The digest of the body."
        },
        "encoding": {
          "type": "string",
          "enum": [
            "hex",
            "base64",
            "base64url"
          ],
          "default": "hex",
          "description": "How the digest is written."
        }
      },
      "description": "The claim that holds the hash of the body. Without it a token says who sends, not what."
    },
    "timestampSource": {
      "title": "TimestampSourceConfig",
      "anyOf": [
        {
          "type": "string",
          "minLength": 1
        },
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "header": {
              "type": "string",
              "minLength": 1,
              "description": "Name of a header."
            },
            "part": {
              "type": "string",
              "minLength": 1,
              "description": "Name of a part of the signature header, as in `t=1,v1=…`."
            },
            "query": {
              "type": "string",
              "minLength": 1,
              "description": "Name of a query parameter."
            },
            "body": {
              "type": "string",
              "minLength": 1,
              "description": "Dotted path in the JSON body."
            },
            "format": {
              "type": "string",
              "enum": [
                "s",
                "ms",
                "rfc3339"
              ],
              "default": "s",
              "description": "Unix seconds, milliseconds, or RFC 3339."
            }
          }
        }
      ],
      "description": "Where the timestamp stands: a header's name, or `{header}`, `{part}`, `{query}` or `{body}` with a `format`."
    },
    "idSource": {
      "title": "IdSourceConfig",
      "anyOf": [
        {
          "type": "string",
          "minLength": 1
        },
        {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "header": {
              "type": "string",
              "minLength": 1,
              "description": "Name of a header."
            },
            "query": {
              "type": "string",
              "minLength": 1,
              "description": "Name of a query parameter."
            },
            "body": {
              "type": "string",
              "minLength": 1,
              "description": "Dotted path in the JSON body."
            }
          }
        }
      ],
      "description": "Where the sender's id of the delivery stands: a header's name, or `{header}`, `{query}` or `{body}`."
    },
    "routeFilter": {
      "title": "RouteFilterConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "where": {
          "type": "object",
          "description": "A condition over `body`, `headers`, `query`."
        }
      },
      "description": "Which requests start a run, as `{where}`; the others are answered and kept."
    },
    "idempotency": {
      "title": "IdempotencyConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "key"
      ],
      "properties": {
        "key": {
          "type": "string",
          "minLength": 1,
          "description": "Template, or a path such as `body.id`, of what two requests share that are one."
        }
      },
      "description": "What makes two requests the same, as `{key}`: a template, or a path such as `body.id`. In place of the default: the sender's delivery id, or where it has none the signed body, for as long as that sender repeats."
    },
    "routeSession": {
      "title": "RouteSessionConfig",
      "anyOf": [
        {
          "type": "string",
          "enum": [
            "isolated",
            "shared"
          ]
        },
        {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "key"
          ],
          "properties": {
            "key": {
              "type": "string",
              "minLength": 1,
              "description": "Template, or a path such as `body.id`, of the session's key."
            }
          }
        }
      ],
      "default": "isolated",
      "description": "Which session a run belongs to: its own, one for the route, or one for each result of `{key}`, a template or a path such as `body.id`."
    },
    "routeDelivery": {
      "title": "RouteDeliveryConfig",
      "anyOf": [
        {
          "type": "boolean"
        },
        {
          "type": "object",
          "additionalProperties": false,
          "required": [
            "channel",
            "to"
          ],
          "properties": {
            "channel": {
              "type": "string",
              "minLength": 1,
              "description": "Template of the channel, for example `telegram`."
            },
            "to": {
              "type": "string",
              "minLength": 1,
              "description": "Template of the recipient."
            },
            "accountId": {
              "type": "string",
              "minLength": 1,
              "description": "Template of the account that sends."
            }
          }
        }
      ],
      "default": false,
      "description": "Where the reply goes: `true` for the session's own channel, or `{channel, to, accountId?}`."
    },
    "routeHandshake": {
      "title": "RouteHandshakeConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "method": {
          "type": "string",
          "enum": [
            "GET",
            "POST",
            "HEAD",
            "OPTIONS"
          ],
          "default": "GET",
          "description": "Of the request by which the sender tests the address."
        },
        "when": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "What must stand where, for example `{\"query.hub.mode\": \"subscribe\"}`."
        },
        "echo": {
          "type": "string",
          "minLength": 1,
          "description": "The text that goes back: `query.x`, `header.x` or `body.x`."
        },
        "json": {
          "type": "string",
          "minLength": 1,
          "description": "Sends it as the field of that name in a JSON object, in place of plain text."
        },
        "header": {
          "type": "string",
          "minLength": 1,
          "description": "Sends it in the header of that name, with an empty body."
        },
        "secret": {
          "type": "string",
          "minLength": 1,
          "description": "Where this request brings the secret that later ones are signed with: `header.x` or `body.x`. The first one is kept, for an `auth` without `secret`; see docs/senders.md."
        },
        "signed": {
          "type": "boolean",
          "default": false,
          "description": "Answers only a request that `auth` lets in."
        },
        "status": {
          "type": "integer",
          "minimum": 200,
          "maximum": 299,
          "default": 200,
          "description": "Status of the answer."
        }
      },
      "description": "Answers the sender's test of the address, which starts nothing; of a preset its own comes first."
    },
    "routeResponse": {
      "title": "RouteResponseConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "mode": {
          "type": "string",
          "enum": [
            "accepted",
            "wait"
          ],
          "default": "accepted",
          "description": "`wait` answers with the reply."
        },
        "status": {
          "type": "integer",
          "minimum": 200,
          "maximum": 299,
          "description": "Status of an accepted request. Default: the preset's, or 200."
        },
        "timeoutMs": {
          "type": "integer",
          "minimum": 100,
          "maximum": 120000,
          "description": "How long `wait` waits, in milliseconds; the run goes on. Default: the preset's, or 30000."
        },
        "contentType": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200,
          "description": "JSON, XML, a form or `text/plain`; the values in `body` are escaped for it. Default: JSON, for a `body` that is one text `text/plain`."
        },
        "body": {
          "type": [
            "object",
            "array",
            "string"
          ],
          "description": "What the caller reads: a template, or JSON of any shape whose strings are templates, over `body`, `headers`, `query`, `route`, `receivedAt`, `requestId`, `status` and, with `wait`, `reply`. Default: the preset's, or what became of the request as JSON."
        }
      },
      "description": "What the caller is answered."
    },
    "callback": {
      "title": "CallbackConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "endpoint": {
          "type": "string",
          "minLength": 1,
          "description": "Name of a configured endpoint."
        },
        "url": {
          "type": "string",
          "minLength": 1,
          "description": "Instead of `endpoint`: where the answer is POSTed, http or https."
        },
        "secret": {
          "$ref": "#/definitions/secrets"
        },
        "allowPrivateNetwork": {
          "anyOf": [
            {
              "type": "boolean"
            },
            {
              "type": "array",
              "items": {
                "type": "string"
              }
            }
          ],
          "default": false,
          "description": "With `url`: allows private and loopback targets, as at an endpoint."
        }
      },
      "description": "Where the answer of a run goes, as a signed delivery: `{endpoint}`, or `{url, secret}`."
    },
    "coalesce": {
      "title": "CoalesceConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "key"
      ],
      "properties": {
        "key": {
          "type": "string",
          "minLength": 1,
          "description": "Template, or a path such as `body.id`; requests with equal results become one run."
        },
        "windowMs": {
          "type": "integer",
          "minimum": 1,
          "maximum": 3600000,
          "default": 5000,
          "description": "The run starts this long after the last request, in milliseconds."
        },
        "maxWaitMs": {
          "type": "integer",
          "minimum": 1,
          "maximum": 86400000,
          "default": 60000,
          "description": "And at the latest this long after the first, in milliseconds."
        },
        "keep": {
          "type": "string",
          "enum": [
            "latest",
            "all"
          ],
          "default": "latest",
          "description": "Which of the requests the run sees."
        }
      },
      "description": "Makes one run of a burst of requests."
    },
    "routeRead": {
      "title": "RouteReadConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "schema"
      ],
      "properties": {
        "schema": {
          "type": "object",
          "description": "JSON Schema of the fields: an object whose properties are all named. What it does not name reaches nobody."
        },
        "instructions": {
          "type": "string",
          "minLength": 1,
          "maxLength": 8192,
          "description": "What the reader is to know of the body and the fields, in your words."
        },
        "agentId": {
          "type": "string",
          "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$",
          "description": "The agent whose model reads. Default: the route's."
        },
        "timeoutMs": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 600000,
          "default": 60000,
          "description": "Longest reading, in milliseconds; it is tried twice at most."
        }
      },
      "description": "With `mode: \"read\"`: how the body becomes `fields`."
    },
    "routeTools": {
      "title": "RouteToolsConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "allow": {
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1
          },
          "description": "Only these tools; an empty list allows none."
        },
        "deny": {
          "type": "array",
          "items": {
            "type": "string",
            "minLength": 1
          },
          "description": "Not these tools."
        }
      },
      "description": "Which tools runs of this route may use."
    },
    "store": {
      "title": "StoreConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
      "properties": {
        "url": {
          "$ref": "#/definitions/secretValue",
          "description": "`postgres://user@host:5432/database`, with `?sslmode=verify-full` for TLS. Best a variable or a SecretRef."
        },
        "password": {
          "$ref": "#/definitions/secretValue",
          "description": "Of the role in `url`, where it does not stand in there."
        },
        "schema": {
          "type": "string",
          "pattern": "^[a-z_][a-z0-9_]{0,62}$",
          "default": "event_webhooks",
          "description": "Schema of the tables, made where it is not there. Gateways with the same one share log, backlog and memory."
        },
        "ca": {
          "$ref": "#/definitions/secretValue",
          "description": "Issuers of the server's certificate to trust in place of the well-known ones: PEM, or the absolute path of such a file."
        }
      },
      "description": "Where the log is kept in place of this Gateway's own file: a PostgreSQL that several Gateways share. See docs/store.md."
    },
    "log": {
      "title": "LogConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "maxAgeDays": {
          "type": "number",
          "minimum": 0.01,
          "maximum": 3650,
          "default": 30,
          "description": "Settled deliveries older than this are deleted, in days."
        },
        "maxRows": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 100000000,
          "default": 500000,
          "description": "Most settled deliveries kept; the oldest delivered go first."
        },
        "responseBytes": {
          "type": "integer",
          "minimum": 0,
          "maximum": 16384,
          "default": 2048,
          "description": "How much of each response body the log keeps, in bytes."
        },
        "maxBytes": {
          "type": "integer",
          "minimum": 268435456,
          "maximum": 1099511627776,
          "default": 2147483648,
          "description": "Most that the database takes on the disk, its write-ahead log included; the oldest of what has ended goes first. What is pending is never deleted."
        },
        "maxRejectedBytes": {
          "type": "integer",
          "minimum": 262144,
          "maximum": 1073741824,
          "default": 16777216,
          "description": "Most that refused requests take, of all routes together; the oldest go first. Half of it is for those without a valid proof."
        },
        "keepRejectedBodies": {
          "type": "boolean",
          "default": false,
          "description": "Keep bodies, headers and query values of requests that were refused before their sender had proven who it is, to debug a signature. Otherwise names and a SHA-256 of the body are kept."
        }
      },
      "description": "How much of the delivery log is kept."
    },
    "limits": {
      "title": "LimitsConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "maxEventBytes": {
          "type": "integer",
          "minimum": 16384,
          "maximum": 26214400,
          "default": 1048576,
          "description": "Longer events have their longest texts cut, in bytes of JSON."
        },
        "maxQueuedEvents": {
          "type": "integer",
          "minimum": 1000,
          "maximum": 1000000,
          "default": 50000,
          "description": "Events held in memory until they are on disk."
        },
        "maxQueuedBytes": {
          "type": "integer",
          "minimum": 1048576,
          "maximum": 1073741824,
          "default": 67108864,
          "description": "The same bound in bytes."
        }
      },
      "description": "Bounds of memory and size."
    }
  }
} as const;
