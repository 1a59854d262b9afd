// One request on a lane and its answer: deadline, body cap, timings. Settles its promise exactly once, and gives
// the lane back exactly once, when undici is done with it. Follows nothing and decodes nothing.
import { StringDecoder } from "node:string_decoder";
import type { Dispatcher } from "undici";
import type { Answer, OutgoingRequest } from "../attempt/outgoing.ts";
import type { Timings } from "../record.ts";
import type { Failure, Stage } from "./failure.ts";
import { exchangeFailure, isDisconnect, timeoutFailure } from "./failure.ts";
import type { Lane } from "./lane.ts";
import type { Route } from "./routes.ts";
import { faultOf, headersOn } from "./way/way.ts";

const MAX_BODY_BYTES = 16_384;
/** Methods whose request says how long its body is, also when there is none. */
const BODY_METHODS: ReadonlySet<string> = new Set(["POST", "PUT", "PATCH"]);
const SETTLED = new Error("the attempt is settled");

/** Takes a lane at once; everything that goes wrong becomes a failure of the answer that `run` resolves with. */
export class Exchange implements Dispatcher.DispatchHandler {
  readonly #request: OutgoingRequest;
  readonly #route: Route;
  readonly #lane: Lane;
  readonly #inFlight: Set<Exchange>;
  readonly #startedAt = performance.now();
  #settle: (answer: Answer) => void = () => {};
  #timer: NodeJS.Timeout | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #settled = false;
  #firstByteAt: number | undefined;
  #status = 0;
  #headers: Record<string, string> = {};
  #chunks: Buffer[] = [];
  #bytes = 0;

  /** `inFlight` holds this exchange while it runs. */
  constructor(request: OutgoingRequest, route: Route, inFlight: Set<Exchange>) {
    this.#request = request;
    this.#route = route;
    this.#inFlight = inFlight;
    this.#lane = route.lanes.take();
    this.#lane.connectTimeoutMs = request.connectTimeoutMs;
  }

  /** Sends the request; to be called once. Never rejects. */
  run(): Promise<Answer> {
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#inFlight.add(this);
      this.#timer = setTimeout(() => this.stop(this.#timedOut()), this.#request.timeoutMs);
      this.#dispatch();
    });
  }

  /** Ends it now with this failure, unless it has ended. */
  stop(failure: Failure): void {
    this.#finish({ kind: "failure", ...failure, timings: this.#timings(), ...this.#address() });
    if (this.#controller) this.#controller.abort(SETTLED);
    else this.#lane.cancelConnect(failure);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#settled) controller.abort(SETTLED);
  }

  onResponseStarted(): void {
    this.#firstByteAt = performance.now();
  }

  onResponseStart(
    _controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.#status = status;
    for (const [name, value] of Object.entries(headers)) {
      const first = Array.isArray(value) ? value[0] : value;
      if (first !== undefined) this.#headers[name] = first;
    }
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#settled) return;
    const { maxAnswerBytes = MAX_BODY_BYTES } = this.#request;
    const room = maxAnswerBytes - this.#bytes;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#bytes += chunk.length;
    if (this.#bytes <= maxAnswerBytes) return;
    // The status is known and the log has its share: a body without end must not hold the socket.
    this.#answer();
    controller.abort(SETTLED);
  }

  onResponseEnd(): void {
    this.#giveBack();
    this.#answer();
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: Error): void {
    if (this.#mayRepeat(error)) return this.#dispatch();
    this.#giveBack();
    if (this.#settled) return;
    const failure = exchangeFailure(this.#route.peer, error, this.#firstByteAt !== undefined);
    this.#finish({ kind: "failure", ...failure, timings: this.#timings(), ...this.#address() });
  }

  #dispatch(): void {
    const { method = "POST", headers, body } = this.#request;
    const { path } = this.#route;
    const sent = headersOn(this.#route, headers);
    this.#controller = undefined;
    // A GET with a body is refused by many; an empty one is none.
    const content = body.length === 0 && !BODY_METHODS.has(method) ? null : body;
    this.#lane.client.dispatch({ path, method, headers: sent, body: content }, this);
  }

  // A kept-alive socket that the server closed just as we wrote: nobody has read the request, or if somebody has,
  // the event id makes the repeat harmless. Once only: the repeat opens its own connection.
  #mayRepeat(error: Error): boolean {
    return (
      !this.#settled && this.#firstByteAt === undefined && !this.#isFresh() && isDisconnect(error)
    );
  }

  /** Whether the lane's connection was opened for this exchange. */
  #isFresh(): boolean {
    const beganAt = this.#lane.marks()?.beganAt;
    return beganAt !== undefined && beganAt >= this.#startedAt;
  }

  #timedOut(): Failure {
    const connecting: Stage | undefined = this.#controller ? undefined : this.#lane.connecting();
    const stage = connecting ?? (this.#firstByteAt === undefined ? "send" : "body");
    return timeoutFailure(this.#route.peer, stage, { timeoutMs: this.#request.timeoutMs });
  }

  #answer(): void {
    if (this.#settled) return;
    const fault = faultOf(this.#route, this.#status, this.#headers);
    if (fault) return this.#finish({ kind: "failure", ...fault, timings: this.#timings() });
    this.#finish({
      kind: "response",
      status: this.#status,
      headers: this.#headers,
      body: this.#body(),
      timings: this.#timings(),
      ...this.#address(),
    });
  }

  #body(): string {
    if (this.#bytes === 0) return "";
    // The decoder keeps back a character that the cap has cut in two.
    return new StringDecoder("utf8").write(Buffer.concat(this.#chunks));
  }

  #finish(answer: Answer): void {
    if (this.#settled) return;
    this.#settled = true;
    clearTimeout(this.#timer);
    this.#inFlight.delete(this);
    this.#chunks = [];
    this.#settle(answer);
  }

  #giveBack(): void {
    this.#route.lanes.give(this.#lane, this.#request.connections);
  }

  #address(): { address?: string } {
    const address = this.#lane.marks()?.address;
    return address === undefined ? {} : { address };
  }

  #timings(): Timings {
    const timings: Timings = { total: this.#since(performance.now()) };
    const marks = this.#lane.marks();
    if (marks && this.#isFresh()) {
      if (marks.dns !== undefined) timings.dns = this.#since(marks.dns);
      if (marks.connect !== undefined) timings.connect = this.#since(marks.connect);
      if (marks.tls !== undefined) timings.tls = this.#since(marks.tls);
    }
    if (this.#firstByteAt !== undefined) timings.firstByte = this.#since(this.#firstByteAt);
    return timings;
  }

  #since(at: number): number {
    return Math.round((at - this.#startedAt) * 10) / 10;
  }
}
