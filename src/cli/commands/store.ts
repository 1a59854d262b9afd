// `openclaw webhook store`: where the log is, what it takes, and which Gateways share it.
import type { StoreView } from "../../view/store.ts";
import type { Cli } from "../cli.ts";
import { tableLines, type Column } from "../terminal/table.ts";
import { duration } from "../terminal/time.ts";

const COLUMNS: readonly Column[] = [
  { title: "GATEWAY", most: 32 },
  { title: "VERSION", most: 12 },
  { title: "LAST SIGN", most: 14 },
  { title: "STATE", most: 10 },
];

export async function store(cli: Cli, { json }: { json?: boolean }): Promise<void> {
  const found = await cli.ask<StoreView>("store", {});
  if (json === true) return cli.print(JSON.stringify(found));
  for (const line of headLines(found)) cli.print(line);
  const { instances = [] } = found;
  if (instances.length === 0) return;
  const rows = instances.map(({ instanceId, version, seenAt, gone, self }) =>
    [
      self ? `${instanceId} (this one)` : instanceId,
      version,
      `${duration(Math.max(0, cli.now() - Date.parse(seenAt)))} ago`,
      gone ? "gone" : "here",
    ].map((text) => ({ text })),
  );
  const [titles = "", ...lines] = tableLines(COLUMNS, rows, cli);
  cli.print("");
  cli.print(cli.colour("dim", titles));
  for (const line of lines) cli.print(line);
}

function headLines({
  kind,
  server,
  schema,
  bytes,
  usedBytes,
  away,
  spooled = 0,
  hears = true,
}: StoreView): string[] {
  const where =
    kind === "file" ? "A file of this Gateway" : `PostgreSQL ${server}, schema ${schema}`;
  const size =
    bytes === undefined || usedBytes === undefined
      ? ""
      : `: ${megabytes(bytes)} on the disk, ${megabytes(usedBytes)} of it in use`;
  return [
    `${where}${size}.`,
    ...(away === undefined ? [] : [`It cannot be reached: ${away}.`]),
    ...(hears || away !== undefined
      ? []
      : ["What the others change is seen within three seconds: a pooler keeps their word back."]),
    ...(spooled === 0 ? [] : [`${spooled} commits wait in this Gateway's spool to be told.`]),
  ];
}

function megabytes(bytes: number): string {
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
