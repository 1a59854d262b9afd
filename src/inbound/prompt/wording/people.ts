// What an agent is told of forms, meetings and customers: templates, one for each preset.
// Must not hold what a vendor does not document.
import { AS_TIME, fact, first, lines, MS_AS_TIME } from "./facts.ts";

/** https://cal.com/docs/developing/guides/automation/webhooks */
const CALCOM = [
  "{% assign it = body.payload %}",
  `Cal.com: {{ body.triggerEvent }}.`,
  fact("Meeting", "it.title"),
  fact("Start", "it.startTime", AS_TIME),
  fact("End", "it.endTime", AS_TIME),
  fact("Organizer", "it.organizer.email"),
  lines("Attendees", "it.attendees", "{{ one.name }}, {{ one.email }}, {{ one.timeZone }}"),
  fact("Where", "it.location"),
  fact("Notes", "it.additionalNotes"),
  fact("Cancelled because", "it.cancellationReason"),
].join("");

/** https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-payload */
const CALENDLY = [
  "{% assign it = body.payload %}",
  `Calendly: {{ body.event }}.`,
  fact("Meeting", "it.scheduled_event.name"),
  fact("Name", "it.name"),
  fact("Email", "it.email"),
  fact("Start", "it.scheduled_event.start_time", AS_TIME),
  fact("End", "it.scheduled_event.end_time", AS_TIME),
  fact("Where", "it.scheduled_event.location.join_url"),
  fact("Cancelled because", "it.cancellation.reason"),
  lines("Answers", "it.questions_and_answers", "{{ one.question }}: {{ one.answer }}"),
].join("");

/** https://clerk.com/docs/guides/development/webhooks/overview */
const CLERK = [
  "{% assign it = body.data %}",
  `Clerk: {{ body.type }}.`,
  fact("Object", "it.id"),
  fact("First name", "it.first_name"),
  fact("Last name", "it.last_name"),
  fact("Name", "it.name"),
  lines("Email", "it.email_addresses", "{{ one.email_address }}"),
  fact("User", "it.user_id"),
  fact("Time", "body.timestamp", MS_AS_TIME),
].join("");

/** https://developers.hubspot.com/docs/api/webhooks: a list of events. */
const HUBSPOT = `HubSpot: events: {{ body.size }}.${lines(
  "Events",
  "body",
  '{{ one.subscriptionType }} of {{ one.objectId }}{% if one.propertyName %}: {{ one.propertyName }} is {{ one.propertyValue }}{% endif %}, at {{ one.occurredAt | divided_by: 1000 | date: "%Y-%m-%dT%H:%M:%SZ" }}',
  50,
)}`;

/** https://developers.intercom.com/docs/references/webhooks/webhook-models */
const INTERCOM = [
  "{% assign it = body.data.item %}",
  `Intercom: {{ body.topic }}.`,
  fact("Number", "it.id"),
  first("name", "it.user.name", "it.source.author.name", "it.name"),
  first("mail", "it.user.email", "it.source.author.email", "it.email"),
  fact("Name", "name"),
  fact("Email", "mail"),
  fact("State", "it.state"),
  first("began", "it.source.body", "it.conversation_message.body"),
  fact("First message", "began", " | strip_html"),
  lines(
    "Messages",
    "it.conversation_parts.conversation_parts",
    "{{ one.author.type }}: {{ one.body | strip_html }}",
  ),
  fact("Link", "it.links.conversation_web"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://www.typeform.com/developers/webhooks/example-payload/: answers stand in the order of the questions. */
const TYPEFORM = [
  "{% assign it = body.form_response %}",
  `Typeform: an answer to {{ it.definition.title | default: it.form_id }}.`,
  lines(
    "Answers",
    "it.answers",
    '{% assign field = it.definition.fields | find: "id", one.field.id %}{{ field.title | default: one.field.ref }}: {% assign said = one.text | default: one.email | default: one.phone_number | default: one.number | default: one.date | default: one.url | default: one.file_url | default: one.choice.label | default: one.choice.other | default: one.choices.labels %}{% if one.type == "boolean" %}{{ one.boolean }}{% else %}{{ said }}{% endif %}',
    100,
  ),
  fact("Score", "it.calculated.score"),
  fact("Hidden fields", "it.hidden"),
  fact("Time", "it.submitted_at", AS_TIME),
].join("");

/** https://developers.webflow.com/data/reference/webhooks/events/form-submission */
const WEBFLOW = [
  `Webflow: {{ body.triggerType }}.`,
  "{% assign it = body.payload %}",
  fact("Form", "it.name"),
  fact("Answers", "it.data"),
  first("time", "it.submittedAt", "it.publishedOn", "it.lastUpdated"),
  fact("Time", "time"),
  "{% unless it.data %}",
  fact("What", "it"),
  "{% endunless %}",
].join("");

/** https://workos.com/docs/events */
const WORKOS = [
  `WorkOS: {{ body.event }}.`,
  fact("Object", "body.data.id"),
  fact("Name", "body.data.name"),
  fact("First name", "body.data.first_name"),
  fact("Last name", "body.data.last_name"),
  fact("Email", "body.data.email"),
  fact("State", "body.data.state"),
  fact("Organization", "body.data.organization_id"),
  fact("Time", "body.created_at", AS_TIME),
].join("");

/** https://developer.zendesk.com/api-reference/webhooks/event-types/ticket-events/ */
const ZENDESK = [
  `Zendesk: {{ body.type }}.`,
  "{% assign it = body.detail %}",
  fact("Number", "it.id"),
  fact("Subject", "it.subject"),
  fact("Status", "it.status"),
  fact("Priority", "it.priority"),
  fact("Requester", "it.requester_id"),
  fact("Changed", "body.event"),
  fact("Time", "body.time", AS_TIME),
  fact("Text", "it.description"),
].join("");

export const PEOPLE: Readonly<Record<string, string>> = {
  calcom: CALCOM,
  calendly: CALENDLY,
  clerk: CLERK,
  hubspot: HUBSPOT,
  intercom: INTERCOM,
  typeform: TYPEFORM,
  webflow: WEBFLOW,
  workos: WORKOS,
  zendesk: ZENDESK,
};
