// `openclaw webhook test`: a real signed request now, and what the receiver made of it.
import type { DeliveryDetail } from "../../view/delivery.ts";
import type { Cli } from "../cli.ts";
import { Failure } from "../failure.ts";
import { detailLines } from "./show.ts";

interface TestOptions {
  event?: string;
  json?: boolean;
}

type TestAnswer = { sent: false; reason: string } | ({ sent: true } & DeliveryDetail);

export async function test(cli: Cli, endpoint: string, options: TestOptions): Promise<void> {
  const { event, json } = options;
  const answer = await cli.ask<TestAnswer>("test", {
    endpoint,
    ...(event !== undefined && { event }),
  });
  if (json === true) cli.print(JSON.stringify(answer));
  if (!answer.sent) throw new Failure("failed", `Nothing was sent: ${answer.reason}`);
  if (json !== true) for (const line of detailLines(answer, cli)) cli.print(line);
  const { id, status } = answer.delivery;
  if (status === "delivered") return;
  if (answer.delivery.feed) return cli.notice("It waits in the feed until its receiver reads it.");
  const what =
    answer.attempts.length === 0 ? "It waits, and was not tried yet" : "It did not arrive";
  throw new Failure("failed", `${what}. Why: openclaw webhook explain ${id}`);
}
