// Generated from schema/ by scripts/generate.ts; change the schema instead.

export type SecretValue = string | SecretRef;

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
  inbound?: InboundConfig;
  /**
   * Endpoints and routes of one agent each, keyed by agent id: what stands in here sees only that agent's events.
   */
  agents?: {
    [k: string]: AgentScopeConfig;
  };
  log?: LogConfig;
  limits?: LimitsConfig;
}
export interface EndpointConfig {
  /**
   * Unique name, used in the log, the CLI and the page. Default: the host name of `url`.
   */
  name?: string;
  /**
   * Where events are POSTed, http or https.
   */
  url: string;
  /**
   * `false` sends nothing and records nothing.
   */
  enabled?: boolean;
  /**
   * Signs every attempt: a string, a SecretRef, or a list of up to 10 `{value, expiresAt?}` during a rotation, newest first.
   */
  secret?: SecretValue | SecretEntry[];
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
   * Extra request headers, for example an API key.
   */
  headers?: {
    [k: string]: string;
  };
  retry?: RetryConfig;
  /**
   * Whole attempt, response body included, in milliseconds.
   */
  timeoutMs?: number;
  /**
   * Name look-up, connection and TLS together, in milliseconds.
   */
  connectTimeoutMs?: number;
  /**
   * Requests in flight at once.
   */
  concurrency?: number;
  rateLimit?: RateLimitConfig;
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
   * A condition over the event.
   */
  where?: {};
}
/**
 * Retry schedule. Without it: ten retries over about two days.
 */
export interface RetryConfig {
  /**
   * Attempts in all, the first included.
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
 * At most so many requests in so much time; the rest waits.
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
   * Default: true when `endpoints` has entries.
   */
  enabled?: boolean;
  /**
   * Path on the Gateway's port that routes live under.
   */
  basePath?: string;
  /**
   * Routes by name.
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
   * The agent that runs.
   */
  agentId?: string;
  /**
   * Liquid template of the prompt over `body`, `headers`, `query`, `route`, `receivedAt`.
   */
  template?: string;
}
export interface AgentScopeConfig {
  endpoints?: EndpointConfig[];
  inbound?: {
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
    "endpoint": {
      "title": "EndpointConfig",
      "type": "object",
      "additionalProperties": false,
      "required": [
        "url"
      ],
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
          "description": "Where events are POSTed, http or https."
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
        "headers": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Extra request headers, for example an API key."
        },
        "retry": {
          "$ref": "#/definitions/retry"
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
          "description": "Requests in flight at once."
        },
        "rateLimit": {
          "$ref": "#/definitions/rateLimit"
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
          "default": 3,
          "description": "Attempts in all, the first included."
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
      "description": "Retry schedule. Without it: ten retries over about two days."
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
      "description": "At most so many requests in so much time; the rest waits."
    },
    "agentScope": {
      "title": "AgentScopeConfig",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "endpoints": {
          "type": "array",
          "items": {
            "$ref": "#/definitions/endpoint"
          }
        },
        "inbound": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "endpoints": {
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
          "description": "Default: true when `endpoints` has entries."
        },
        "basePath": {
          "type": "string",
          "pattern": "^/[A-Za-z0-9/_-]*$",
          "default": "/webhooks/inbound",
          "description": "Path on the Gateway's port that routes live under."
        },
        "endpoints": {
          "type": "object",
          "additionalProperties": {
            "$ref": "#/definitions/route"
          },
          "description": "Routes by name."
        }
      },
      "description": "Requests from outside that start agent runs."
    },
    "route": {
      "title": "RouteConfig",
      "type": "object",
      "properties": {
        "agentId": {
          "type": "string",
          "description": "The agent that runs."
        },
        "template": {
          "type": "string",
          "description": "Liquid template of the prompt over `body`, `headers`, `query`, `route`, `receivedAt`."
        }
      },
      "description": "One inbound name."
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
