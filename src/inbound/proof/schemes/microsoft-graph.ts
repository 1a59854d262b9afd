// Microsoft Graph change notifications: each carries the clientState of its subscription.
// Must not accept a batch of which one part has another clientState.
// https://learn.microsoft.com/en-us/graph/change-notifications-delivery-webhooks
import { bodyJson } from "../../request/request.ts";
import { isSameText, usableSecrets } from "../usable-secrets.ts";
import { acceptCaller, refuse, type PresetCheck } from "../verdict.ts";

export const verifyMicrosoftGraph: PresetCheck = (request, auth, now) => {
  const usable = usableSecrets(auth.secrets, now);
  if (!usable.ok) return refuse(usable.reason);
  const notifications = notificationsOf(bodyJson(request));
  if (notifications.length === 0) return refuse("the body holds no notification");
  const isOurs = notifications.every(
    (state) => typeof state === "string" && usable.values.some((value) => isSameText(state, value)),
  );
  return isOurs
    ? acceptCaller(request, { verified: true })
    : refuse("a notification has another clientState, or none");
};

function notificationsOf(body: unknown): unknown[] {
  const list = (body as { value?: unknown } | null | undefined)?.value;
  if (!Array.isArray(list)) return [];
  return list.map((entry: unknown) => (entry as { clientState?: unknown } | null)?.clientState);
}
