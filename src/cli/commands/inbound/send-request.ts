// `openclaw webhook requests send`: loads what reads the settings and signs when it is called.
import type { Cli } from "../../cli.ts";
import type { SendOptions } from "../../offline/send/send-request.ts";

export async function send(cli: Cli, route: string, options: SendOptions): Promise<void> {
  const { sendRequest } = await import("../../offline/send/send-request.ts");
  await sendRequest(cli, route, options, process.env);
}
