// The endpoints, and what one would send.
import { shell } from "./shell.ts";

export const endpoints = {
  success: "Success",
  p50: "p50",
  p95: "p95",
  waiting: "Waiting",
  inFlight: "In flight",
  pause: "Pause",
  resume: "Resume",
  test: "Send test",
  testing: "Sending…",
  events: "Events",
  everyEvent: "every event",
  to: "To",
  filter: "Filter",
  body: "Body",
  signature: "Signature",
  testEvent: "Event of the test and of the preview",
  preview: "Preview",
  transformed: "transformed",
  signed: "signed",
  unsigned: "unsigned",
  probe: "Next probe",
  until: "Goes on",
  since: "Failing since",
  deliveries: "Deliveries",
  testDelivered: (status: string, took: string): string => `Delivered: ${status} in ${took}`,
  testFailed: (error: string): string => `Not delivered: ${error}`,
  testSlow: "Sent, no answer yet.",
};

export const preview = {
  title: (event: string | undefined, endpoint: string): string =>
    `${event ?? shell.loading} to ${endpoint}`,
  sent: "A sample of this event would be sent.",
  notSent: "The settings do not let this sample through; it is shown all the same.",
  refuses: (clause: string, found: string): string => `${clause} says no: it found ${found}`,
  nothing: "nothing",
  headers: "Headers",
};
