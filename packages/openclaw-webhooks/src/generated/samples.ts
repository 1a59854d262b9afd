// Generated from schema/ by scripts/generate.ts; change the schema instead.

import type { EventType, WebhookEvent } from "./events.ts";

/** One event of each type. */
export const SAMPLES: { readonly [T in EventType]: Extract<WebhookEvent, { type: T }> } = {
  "message.received": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "message.received",
  "timestamp": "2026-11-23T12:39:37.000Z",
  "instanceId": "node-1",
  "data": {
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "trigger": "user",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    },
    "message": {
      "role": "user",
      "content": "hello there",
      "messageId": "101"
    },
    "sender": {
      "id": "4242",
      "name": "Ada Lovelace",
      "username": "ada"
    }
  }
},
  "message.sent": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "message.sent",
  "timestamp": "2026-11-23T12:39:41.252Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "runId": "35c67206-f13c-4c6b-9d4f-abac82a32ff4",
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "trigger": "user",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    },
    "message": {
      "role": "assistant",
      "content": "You said something, and I heard it.",
      "messageId": "102"
    },
    "delivery": "confirmed",
    "to": "telegram:4242",
    "model": "mock-1",
    "provider": "mock",
    "usage": {
      "inputTokens": 21,
      "outputTokens": 8,
      "cacheReadTokens": 0,
      "cacheWriteTokens": 0,
      "totalTokens": 29
    }
  }
},
  "session.created": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "session.created",
  "timestamp": "2026-11-23T12:39:40.365Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "trigger": "user",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    }
  }
},
  "session.ended": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "session.ended",
  "timestamp": "2026-11-23T12:40:25.065Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    },
    "reason": "new",
    "messageCount": 15,
    "nextSessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398"
  }
},
  "tool.called": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "tool.called",
  "timestamp": "2026-11-23T12:39:46.490Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "runId": "1259b454-9197-4549-9d74-ecf1917b363a",
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "trigger": "user",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    },
    "tool": {
      "name": "exec",
      "callId": "call_2",
      "params": {
        "command": "echo hello from the tool"
      }
    }
  }
},
  "tool.completed": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "tool.completed",
  "timestamp": "2026-11-23T12:39:47.268Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "runId": "1259b454-9197-4549-9d74-ecf1917b363a",
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "trigger": "user",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    },
    "tool": {
      "name": "exec",
      "callId": "call_2",
      "params": {
        "command": "echo hello from the tool"
      },
      "success": true,
      "result": {
        "content": [
          {
            "type": "text",
            "text": "hello from the tool"
          }
        ],
        "details": {
          "status": "completed",
          "exitCode": 0,
          "exitSignal": null,
          "exitReason": "exit",
          "durationMs": 302,
          "aggregated": "hello from the tool",
          "noOutputTimedOut": false,
          "cwd": "/home/openclaw/workspace/main"
        }
      },
      "durationMs": 778
    }
  }
},
  "error.occurred": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "error.occurred",
  "timestamp": "2026-11-23T12:40:02.515Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "main",
    "sessionId": "33521cbf-6454-4f1e-9859-4b8752d1d398",
    "sessionKey": "agent:main:main",
    "runId": "8525fbbf-fac6-44b6-8b48-a08fdde1b062",
    "channel": "telegram",
    "accountId": "default",
    "userId": "4242",
    "trigger": "user",
    "conversation": {
      "id": "telegram:4242",
      "kind": "direct"
    },
    "error": {
      "kind": "run",
      "message": "LLM request failed: provider rejected the request schema or tool payload.",
      "code": "format",
      "provider": "mock",
      "model": "mock-1"
    }
  }
},
  "inbound.completed": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "inbound.completed",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "sample-agent",
    "sessionId": "sample-session",
    "sessionKey": "agent:sample-agent:sample",
    "runId": "sample-run",
    "channel": "webchat",
    "userId": "sample-user",
    "trigger": "user",
    "request": {
      "id": "req_sample",
      "route": "sample"
    },
    "reply": "This is a sample reply.",
    "model": "sample-model",
    "usage": {
      "inputTokens": 200,
      "outputTokens": 450,
      "totalTokens": 650
    },
    "durationMs": 1200
  }
},
  "inbound.failed": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "inbound.failed",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "sample-agent",
    "sessionId": "sample-session",
    "sessionKey": "agent:sample-agent:sample",
    "runId": "sample-run",
    "channel": "webchat",
    "userId": "sample-user",
    "trigger": "user",
    "request": {
      "id": "req_sample",
      "route": "sample"
    },
    "error": {
      "kind": "inbound",
      "message": "This is a sample error."
    }
  }
},
  "endpoint.failing": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "endpoint.failing",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "endpoint": {
      "name": "sample-endpoint",
      "state": "parked",
      "reason": "HTTP 503",
      "failingSince": "2026-03-14T10:30:00.000Z"
    }
  }
},
  "endpoint.disabled": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "endpoint.disabled",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "endpoint": {
      "name": "sample-endpoint",
      "state": "disabled",
      "reason": "HTTP 410",
      "failingSince": "2026-03-14T10:30:00.000Z"
    }
  }
},
  "endpoint.recovered": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "endpoint.recovered",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "endpoint": {
      "name": "sample-endpoint",
      "state": "ok"
    }
  }
},
  "delivery.dead": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "delivery.dead",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "endpoint": {
      "name": "sample-endpoint"
    },
    "count": 1,
    "deliveries": [
      {
        "id": "dlv_sample",
        "eventId": "evt_sample",
        "event": "message.sent",
        "attempts": 3,
        "error": "HTTP 500"
      }
    ]
  }
},
  "backlog.growing": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "backlog.growing",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "endpoint": {
      "name": "sample-endpoint",
      "state": "parked",
      "reason": "HTTP 503"
    },
    "waiting": 120,
    "oldestDueAt": "2026-03-14T10:30:00.000Z"
  }
},
  "webhook.test": {
  "id": "evt_019cebd8a3f07c2e9a31d64f0b7e55aa",
  "type": "webhook.test",
  "timestamp": "2026-03-14T10:30:00.000Z",
  "instanceId": "node-1",
  "data": {
    "agentId": "sample-agent",
    "sessionId": "sample-session",
    "sessionKey": "agent:sample-agent:sample",
    "runId": "sample-run",
    "channel": "webchat",
    "userId": "sample-user",
    "trigger": "user",
    "message": {
      "role": "assistant",
      "content": "This is a test of your webhook."
    }
  }
},
};
