// What can be done with a delivery: try it again, send it once more, take it along as a command.
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { curlOf } from "./curl.ts";
import type { BulkAnswer, DeliveryDetail, EndpointRow, ExplanationView } from "../data/answers.ts";
import { useAction, useSurroundings } from "../pieces/hooks.ts";
import { CopyButton } from "../pieces/pieces.tsx";
import { useLanguage } from "../pieces/language.ts";

export function Actions({
  delivery,
  endpoint,
}: {
  delivery: DeliveryDetail["delivery"];
  endpoint: EndpointRow | undefined;
}): JSX.Element {
  const { words } = useLanguage();
  const { source } = useSurroundings();
  const { id, status, feed } = delivery;
  const [replayed, setReplayed] = useState(false);
  const retry = useAction(async () => {
    await source.ask<BulkAnswer>("retry", { ids: [id] });
  });
  const replay = useAction(async () => {
    await source.ask("replay", { ids: [id], to: delivery.endpoint });
    setReplayed(true);
  });
  const curl = async (): Promise<string> => {
    const { endpoints } = await source.ask<ExplanationView>("explain", { id, body: true });
    const sends = endpoints.find((each) => each.endpoint === delivery.endpoint)?.sends;
    return curlOf({
      endpoint: delivery.endpoint,
      ...(endpoint && { origin: endpoint.origin }),
      signed: endpoint?.signed ?? true,
      deliveryId: id,
      eventId: delivery.eventId,
      event: delivery.event,
      ...(sends?.request && { request: sends.request }),
      body: sends?.text?.text ?? "",
      comment: words.delivery.curlComment,
    });
  };
  return (
    <div class="ew-actions">
      {source.mayWrite && !feed && (status === "failed" || status === "dead") && (
        <button
          type="button"
          class="ew-button ew-primary"
          disabled={retry.busy || !source.connected}
          onClick={retry.run}
        >
          {words.delivery.retry}
        </button>
      )}
      {source.mayWrite && (status === "delivered" || (feed && status === "dead")) && (
        <button
          type="button"
          class="ew-button"
          disabled={replay.busy || !source.connected}
          onClick={replay.run}
        >
          {words.delivery.replay}
        </button>
      )}
      <CopyButton label={words.delivery.curl} text={curl} />
      <span role="status">{replayed && words.delivery.replayed}</span>
      {(retry.error ?? replay.error) && (
        <p class="ew-reason" role="alert">
          {(retry.error ?? replay.error)?.message}
        </p>
      )}
    </div>
  );
}
