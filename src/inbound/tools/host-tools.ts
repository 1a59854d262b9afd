// The host's tools by name, as its own tool policy knows them, and what they mean for a limit. Data only.
// Source: OpenClaw 2026.9.6, docs/gateway/config-tools/tool-policy.md, and its `CORE_TOOL_GROUPS` and
// `TOOL_NAME_ALIASES`, with which `test/contract/host-tools.test.ts` compares this.

/** Other names of a tool. */
export const TOOL_ALIASES: Readonly<Record<string, string>> = {
  bash: "exec",
  "apply-patch": "apply_patch",
  cron: "automations",
};

const SESSIONS = [
  "sessions",
  "sessions_list",
  "sessions_history",
  "sessions_search",
  "conversations_list",
  "conversations_send",
  "conversations_turn",
  "sessions_send",
  "sessions_spawn",
  "github_identity_status",
  "github_publish",
  "agents_wait",
  "sessions_yield",
  "subagents",
  "session_status",
  "suggest_task",
  "dismiss_task",
];
const WEB = ["web_search", "web_fetch", "x_search"];
const MEMORY = ["memory_search", "memory_get"];
const UI = ["browser", "screen", "theme", "dashboard", "terminal", "portal"];
const MESSAGING = ["message"];
const AUTOMATION = ["heartbeat_respond", "automations", "gateway", "plugins", "openclaw"];
const NODES = ["nodes", "computer", "mobile_ui"];
const AGENTS = [
  "agents_list",
  "get_goal",
  "create_goal",
  "update_goal",
  "progress_card",
  "ask_user",
  "skill_workshop",
];
const MEDIA = ["view_image", "image_generate", "music_generate", "video_generate", "tts", "pdf"];

export const TOOL_GROUPS: Readonly<Record<string, readonly string[]>> = {
  "group:openclaw": [
    "code_execution",
    "secrets",
    ...WEB,
    ...MEMORY,
    ...SESSIONS,
    ...UI,
    "show_widget",
    ...MESSAGING,
    ...AUTOMATION,
    ...NODES,
    ...AGENTS,
    ...MEDIA,
  ],
  "group:fs": ["ls", "read", "write", "edit", "apply_patch"],
  "group:runtime": ["exec", "process", "code_execution", "secrets"],
  "group:web": WEB,
  "group:memory": MEMORY,
  "group:sessions": SESSIONS,
  "group:ui": [...UI, "canvas", "show_widget"],
  "group:messaging": MESSAGING,
  "group:automation": AUTOMATION,
  "group:nodes": NODES,
  "group:agents": AGENTS,
  "group:media": MEDIA,
};

/**
 * Tools that carry calls of other tools (Tool Search). They do nothing themselves, and the host asks again for what
 * they carry, under its own name: so a limit decides about that.
 */
export const CARRIERS: ReadonlySet<string> = new Set(["tool_search", "tool_describe", "tool_call"]);

/** Runs what a model wrote as code: the same as `exec`, whatever its calls of tools are asked for. */
export const CODE_CARRIERS: ReadonlySet<string> = new Set(["tool_search_code"]);

/**
 * Tools that start or change what goes on outside of the run's own session: another agent or sub-agent, a schedule,
 * the Gateway's settings, what later sessions read as instructions. The host carries no limit of ours along, so they
 * are closed to a run that has one.
 */
export const DOORS: ReadonlySet<string> = new Set([
  "sessions",
  "sessions_send",
  "sessions_spawn",
  "conversations_send",
  "conversations_turn",
  "subagents",
  "suggest_task",
  "automations",
  "gateway",
  "plugins",
  "openclaw",
  "skill_workshop",
]);
