// `eventWebhooks.explain`: of a delivery, an event or an inbound request, and of the event that told its end.
import type { EngineClient } from "../../engine/thread/client.ts";
import { explanationView, type ExplanationView } from "../../view/explanation.ts";
import { showRequest, type LogReader, type ShowParams } from "../../view/questions.ts";

/** Undefined: the log does not hold it. */
export async function explain(
  client: Pick<EngineClient, "call">,
  log: LogReader,
  { id, body = false }: ShowParams,
): Promise<ExplanationView | undefined> {
  if (!id.startsWith("req_")) return explainSent(client, id, body);
  const request = await showRequest(log, { id, body });
  if (!request) return undefined;
  const told = await explainSent(client, id.replace(/^req_/, "evt_"), body);
  return { endpoints: [], ...told, request };
}

async function explainSent(
  client: Pick<EngineClient, "call">,
  id: string,
  body: boolean,
): Promise<ExplanationView | undefined> {
  const explanation = await client.call("explain", [id]);
  return explanation && explanationView(explanation, body);
}
