// The overview: how the last hour, day or week went. Every figure is the Gateway's; none is computed here.
import type { JSX } from "preact";
import type { EndpointRow, Range, StatsAnswer } from "../data/answers.ts";
import { OutcomeChart, ResponseChart } from "./charts.tsx";
import { formatCount, formatMs, formatRate, formatSpan } from "../pieces/format.ts";
import { useAnswer, useNow, useSurroundings } from "../pieces/hooks.ts";
import { NoEndpoint } from "../deliveries/nothing-yet.tsx";
import { Answered, Choices, State } from "../pieces/pieces.tsx";
import { STATE_TONES } from "../pieces/tones.ts";
import { DELIVERIES } from "../words/deliveries.ts";
import { ENDPOINTS, OVERVIEW as SAID, RANGES, STATES } from "../words/page.ts";

const CHOICES = (["hour", "day", "week"] as const).map((value) => ({
  value,
  label: RANGES[value],
}));

export function Overview(): JSX.Element {
  const { places } = useSurroundings();
  const range = CHOICES.find(({ value }) => value === places.place["range"])?.value ?? "hour";
  const stats = useAnswer<StatsAnswer>("stats", { range });
  const endpoints = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  if (endpoints.value?.endpoints.length === 0) return <NoEndpoint />;
  return (
    <div class="ew-overview">
      <Choices<Range>
        label={SAID.range}
        choices={CHOICES}
        value={range}
        choose={(next) => places.go({ view: "overview", range: next }, true)}
      />
      <Answered answer={stats}>
        {(value) => (
          <>
            <Totals stats={value} />
            <div class="ew-charts">
              <OutcomeChart stats={value} />
              <ResponseChart stats={value} />
            </div>
            <EndpointTable stats={value} endpoints={endpoints.value?.endpoints ?? []} />
          </>
        )}
      </Answered>
    </div>
  );
}

function Totals({ stats: { total, backlog } }: { stats: StatsAnswer }): JSX.Element {
  const { locale } = useSurroundings().source;
  const now = useNow();
  const count = (value: number): string => formatCount(value, locale);
  const age = backlog.oldestAt === undefined ? undefined : now - Date.parse(backlog.oldestAt);
  return (
    <dl class="ew-totals">
      <Total label={SAID.delivered} value={count(total.delivered)} />
      <Total
        label={SAID.success}
        value={formatRate(total.successRate)}
        note={total.failed > 0 ? SAID.failed(count(total.failed)) : undefined}
      />
      <Total label={SAID.median} value={formatMs(total.p50)} />
      <Total label={SAID.p95} value={formatMs(total.p95)} />
      <Total
        label={SAID.waiting}
        value={count(backlog.waiting)}
        note={age === undefined ? undefined : SAID.oldest(formatSpan(age))}
      />
      <Total
        label={SAID.dead}
        value={count(backlog.dead)}
        note={total.dead > 0 ? SAID.lost(count(total.dead)) : undefined}
        status="dead"
      />
    </dl>
  );
}

interface TotalProps {
  label: string;
  value: string;
  note?: string | undefined;
  /** Leads to the deliveries of this status. */
  status?: string;
}

function Total({ label, value, note, status }: TotalProps): JSX.Element {
  const { places } = useSurroundings();
  const go = (): void => places.go({ view: "deliveries", ...(status !== undefined && { status }) });
  return (
    <div>
      <dt>{label}</dt>
      <dd>
        {status === undefined || value === "0" ? (
          value
        ) : (
          <button type="button" class="ew-figure" onClick={go}>
            {value}
          </button>
        )}
      </dd>
      {note !== undefined && <dd class="ew-quiet">{note}</dd>}
    </div>
  );
}

function EndpointTable({
  stats,
  endpoints,
}: {
  stats: StatsAnswer;
  endpoints: readonly EndpointRow[];
}): JSX.Element {
  const { source, places } = useSurroundings();
  const count = (value: number | undefined): string => formatCount(value, source.locale);
  return (
    <section class="ew-card">
      <h2>{SAID.endpoints}</h2>
      <div class="ew-table-scroll" tabIndex={0} role="region" aria-label={SAID.endpoints}>
        <table>
          <thead>
            <tr>
              <th scope="col">{DELIVERIES.endpoint}</th>
              <th scope="col">{DELIVERIES.status}</th>
              <th scope="col" class="ew-number">
                {SAID.delivered}
              </th>
              <th scope="col" class="ew-number">
                {ENDPOINTS.success}
              </th>
              <th scope="col" class="ew-number">
                {ENDPOINTS.p50}
              </th>
              <th scope="col" class="ew-number">
                {ENDPOINTS.p95}
              </th>
              <th scope="col" class="ew-number">
                {ENDPOINTS.waiting}
              </th>
            </tr>
          </thead>
          <tbody>
            {endpoints.map(({ endpoint, state }) => {
              const figures = stats.endpoints.find((each) => each.endpoint === endpoint);
              return (
                <tr key={endpoint}>
                  <th scope="row">
                    <button
                      type="button"
                      class="ew-figure"
                      onClick={() => places.go({ view: "deliveries", endpoint })}
                    >
                      {endpoint}
                    </button>
                  </th>
                  <td>
                    <State tone={STATE_TONES[state]}>{STATES[state].word}</State>
                  </td>
                  <td class="ew-number">{count(figures?.delivered)}</td>
                  <td class="ew-number">{formatRate(figures?.successRate)}</td>
                  <td class="ew-number">{formatMs(figures?.p50)}</td>
                  <td class="ew-number">{formatMs(figures?.p95)}</td>
                  <td class="ew-number">{count(figures?.waiting)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}
