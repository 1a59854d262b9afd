// The two rooms of the homeserver: who is in them, and their state.
// https://spec.matrix.org/v1.11/client-server-api/#room-events

export type Fields = Record<string, unknown>;

export const BOT = "@clawbot:loopback.test";
export const ADA = "@ada:loopback.test";
export const DIRECT = "!direct:loopback.test";
export const GROUP = "!ops:loopback.test";

export const STATE: Readonly<Record<string, Fields[]>> = Object.fromEntries(
  [DIRECT, GROUP].map((room) => [
    room,
    [
      state("m.room.create", "", { room_version: "10", creator: ADA }),
      state("m.room.join_rules", "", { join_rule: "invite" }),
      state("m.room.power_levels", "", { users: { [ADA]: 100, [BOT]: 50 }, users_default: 0 }),
      ...(room === GROUP ? [state("m.room.name", "", { name: "Ops" })] : []),
      state("m.room.member", ADA, { membership: "join", displayname: "Ada" }),
      state("m.room.member", BOT, {
        membership: "join",
        displayname: "clawbot",
        ...(room === DIRECT ? { is_direct: true } : {}),
      }),
      ...(room === GROUP
        ? [state("m.room.member", "@bob:loopback.test", { membership: "join", displayname: "Bob" })]
        : []),
    ],
  ]),
);

function state(type: string, key: string, content: Fields): Fields {
  return {
    type,
    state_key: key,
    content,
    sender: ADA,
    event_id: `$${type}-${key}`,
    origin_server_ts: 1_700_000_000_000,
  };
}
