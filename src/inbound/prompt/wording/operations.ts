// What an agent is told of systems that are watched, and of files and media that were worked on: templates, one for
// each preset. Must not hold what a vendor does not document.
import { ALL_OF_IT, AS_TIME, fact, first, lines, MS_AS_TIME } from "./facts.ts";

/** Both send one form. https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
const ALERTS = [
  `{{ body.status }}, alerts: {{ body.alerts.size }}.`,
  fact("Title", "body.title"),
  lines(
    "Alerts",
    "body.alerts",
    "{{ one.status }}: {{ one.labels.alertname }}{% if one.labels.severity %}, {{ one.labels.severity }}{% endif %}{% if one.labels.instance %}, {{ one.labels.instance }}{% endif %}, since {{ one.startsAt }}{% assign says = one.annotations.summary | default: one.annotations.description %}{% if says != blank %}: {{ says }}{% endif %}",
  ),
  fact("Link", "body.externalURL"),
].join("");

/** https://developer.pagerduty.com/docs/webhooks-overview */
const PAGERDUTY = [
  `PagerDuty: {{ body.event.event_type }}{% if body.event.agent %} by {{ body.event.agent.summary }}{% endif %}.`,
  fact("Number", "body.event.data.number"),
  fact("Title", "body.event.data.title"),
  fact("Status", "body.event.data.status"),
  fact("Urgency", "body.event.data.urgency"),
  fact("Priority", "body.event.data.priority.summary"),
  fact("Service", "body.event.data.service.summary"),
  fact("Note", "body.event.data.content"),
  fact("Time", "body.event.occurred_at", AS_TIME),
  fact("Link", "body.event.data.html_url"),
].join("");

/** https://docs.newrelic.com/docs/alerts/get-notified/notification-integrations/#webhook: its default template. */
const NEW_RELIC = [
  `New Relic: issue {{ body.state }}, priority {{ body.priority }}.`,
  fact("Title", "body.title"),
  lines("Entities", "body.impactedEntities", "{{ one }}"),
  lines("Policies", "body.alertPolicyNames", "{{ one }}"),
  fact("Incidents", "body.totalIncidents"),
  fact("Time", "body.updatedAt", MS_AS_TIME),
  fact("Link", "body.issueUrl"),
].join("");

/** https://docs.datadoghq.com/integrations/webhooks/: what it sends where nothing else is set. */
const DATADOG = [
  `Datadog: {{ body.event_type | default: "event" }}.`,
  fact("Title", "body.title"),
  first("transition", "body.alert_transition", "body.transition"),
  fact("Transition", "transition"),
  fact("Priority", "body.priority"),
  fact("Link", "body.link"),
  '{% if body.date %}\nTime: {{ body.date | divided_by: 1000 | date: "%Y-%m-%dT%H:%M:%SZ" }}{% endif %}',
  fact("Text", "body.body"),
].join("");

/** https://learn.microsoft.com/en-us/graph/api/resources/changenotification */
const GRAPH = `Microsoft Graph: changes: {{ body.value.size }}.${lines("Changes", "body.value", "{{ one.changeType | default: one.lifecycleEvent }}: {{ one.resource }}")}`;

/** https://learn.microsoft.com/en-us/azure/event-grid/event-schema, and CloudEvents, which it can send too. */
const EVENT_GRID = `Azure Event Grid: events: {{ body.size }}.${lines("Events", "body", "{{ one.eventType | default: one.type }}, {{ one.subject }}, at {{ one.eventTime | default: one.time }}: {{ one.data }}")}`;

/** https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md: attributes in headers or body. */
const CLOUDEVENTS = [
  first("type", 'headers["ce-type"]', "body.type"),
  first("source", 'headers["ce-source"]', "body.source"),
  first("subject", 'headers["ce-subject"]', "body.subject"),
  first("time", 'headers["ce-time"]', "body.time"),
  `CloudEvent: {{ type }} from {{ source }}.`,
  fact("Subject", "subject"),
  fact("Time", "time"),
  `{% if headers["ce-type"] %}\nData: {{ body }}{% else %}\nData: {{ body.data | default: body }}{% endif %}`,
].join("");

/** https://developers.cloudflare.com/notifications/reference/webhook-payload-schema/ */
const CLOUDFLARE = [
  `Cloudflare: {{ body.alert_type | default: "notification" }}.`,
  first("policy", "body.policy_name", "body.name"),
  fact("Policy", "policy"),
  fact("Event", "body.alert_event"),
  fact("Text", "body.text"),
  fact("Time", "body.ts", AS_TIME),
].join("");

/** https://developers.cloudflare.com/stream/manage-video-library/using-webhooks/ */
const CLOUDFLARE_STREAM = [
  `Cloudflare Stream: video {{ body.uid }} is {{ body.status.state }}.`,
  fact("Name", "body.meta.name"),
  fact("Seconds", "body.duration"),
  fact("Error", "body.status.errorReasonText"),
  fact("Link", "body.preview"),
  fact("Time", "body.modified", AS_TIME),
].join("");

/** https://www.mux.com/docs/core/listen-for-webhooks */
const MUX = [
  `Mux: {{ body.type }}.`,
  fact("Object", "body.object.id"),
  fact("Status", "body.data.status"),
  fact("Seconds", "body.data.duration"),
  fact("Passthrough", "body.data.passthrough"),
  lines("Errors", "body.data.errors.messages", "{{ one }}"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://docs.livekit.io/home/server/webhooks/ */
const LIVEKIT = [
  `LiveKit: {{ body.event }}.`,
  fact("Room", "body.room.name"),
  fact("Participant", "body.participant.identity"),
  fact("Track", "body.track.type"),
  fact("Recording", "body.egressInfo.status"),
  fact("Time", "body.createdAt", AS_TIME),
].join("");

/** https://developer.box.com/reference/resources/webhook-invocation/ */
const BOX = [
  `Box: {{ body.trigger }} by {{ body.created_by.login }}.`,
  fact("Kind", "body.source.type"),
  fact("Name", "body.source.name"),
  fact("Folder", "body.source.parent.name"),
  fact("Bytes", "body.source.size"),
  fact("Comment", "body.source.message"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://www.dropbox.com/developers/reference/webhooks: it names accounts and no file. */
const DROPBOX = `Dropbox: files changed in accounts: {{ body.list_folder.accounts.size }}.${lines("Accounts", "body.list_folder.accounts", "{{ one }}")}`;

/** https://developers.figma.com/docs/rest-api/webhooks-types/ */
const FIGMA = [
  `Figma: {{ body.event_type }}{% if body.triggered_by %} by {{ body.triggered_by.handle }}{% endif %}.`,
  fact("File", "body.file_name"),
  lines("Comment", "body.comment", "{{ one.text }}"),
  fact("Label", "body.label"),
  fact("Description", "body.description"),
  fact("Time", "body.timestamp", AS_TIME),
].join("");

/** https://elevenlabs.io/docs/eleven-api/resources/webhooks */
const ELEVENLABS = [
  `ElevenLabs: {{ body.type }}.`,
  fact("Conversation", "body.data.conversation_id"),
  fact("Status", "body.data.status"),
  fact("Successful", "body.data.analysis.call_successful"),
  fact("Seconds", "body.data.metadata.call_duration_secs"),
  fact("Summary", "body.data.analysis.transcript_summary"),
  lines("Transcript", "body.data.transcript", "{{ one.role }}: {{ one.message }}", 60),
  fact("Time", "body.event_timestamp", AS_TIME),
].join("");

/** https://replicate.com/docs/topics/webhooks/receive-webhook */
const REPLICATE = [
  `Replicate: prediction {{ body.id }} is {{ body.status }}.`,
  fact("Model", "body.model"),
  fact("Error", "body.error"),
  fact("Seconds", "body.metrics.predict_time"),
  fact("Time", "body.completed_at", AS_TIME),
  fact("Output", "body.output"),
].join("");

export const OPERATIONS: Readonly<Record<string, string>> = {
  alertmanager: `Alertmanager: ${ALERTS}`,
  box: BOX,
  cloudevents: CLOUDEVENTS,
  cloudflare: CLOUDFLARE,
  "cloudflare-stream": CLOUDFLARE_STREAM,
  datadog: DATADOG,
  dropbox: DROPBOX,
  elevenlabs: ELEVENLABS,
  "event-grid": EVENT_GRID,
  figma: FIGMA,
  grafana: `Grafana: ${ALERTS}`,
  "grafana-timestamped": `Grafana: ${ALERTS}`,
  livekit: LIVEKIT,
  "microsoft-graph": GRAPH,
  mux: MUX,
  newrelic: NEW_RELIC,
  openai: `OpenAI: {{ body.type }}.${fact("Object", "body.data.id")}${fact("Time", "body.created_at", AS_TIME)}{% unless body.data.id %}${ALL_OF_IT}{% endunless %}`,
  pagerduty: PAGERDUTY,
  replicate: REPLICATE,
};
