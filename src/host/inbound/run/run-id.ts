// Under which ids the host is asked for the run of a request: `<request id>`, then `<request id>-2`, `<request id>-3`.

/** The id after `runId`; the first one when there was none. */
export function nextRunId(requestId: string, runId: string | undefined): string {
  if (runId === undefined) return requestId;
  const tries = runId === requestId ? 1 : Number(runId.slice(requestId.length + 1));
  return `${requestId}-${tries + 1}`;
}

/** Whether a run of this id is one of the request's. */
export function isRunOf(requestId: string, runId: string): boolean {
  if (!runId.startsWith(requestId)) return false;
  return /^(?:-\d+)?$/u.test(runId.slice(requestId.length));
}
