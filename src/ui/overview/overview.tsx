// The overview: how the last hour, day or week went. Every figure is the Gateway's; none is computed here.
import type { JSX } from "preact";
import type { EndpointRow, Range, StatsAnswer } from "../data/answers.ts";
import { OutcomeChart, ResponseChart } from "./charts.tsx";
import { useAnswer, useNow, useSurroundings } from "../pieces/hooks.ts";
import { NoEndpoint } from "../deliveries/nothing-yet.tsx";
import { Answered, Choices, State } from "../pieces/pieces.tsx";
import { STATE_TONES } from "../pieces/tones.ts";
import { useLanguage } from "../pieces/language.ts";

const RANGES = ["hour", "day", "week"] as const;

export function Overview(): JSX.Element {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  const range = RANGES.find((each) => each === places.place["range"]) ?? "hour";
  const stats = useAnswer<StatsAnswer>("stats", { range });
  const endpoints = useAnswer<{ endpoints: EndpointRow[] }>("endpoints");
  if (endpoints.value?.endpoints.length === 0) return <NoEndpoint />;
  return (
    <div class="ew-overview">
      <Choices<Range>
        label={words.overview.range}
        choices={RANGES.map((value) => ({ value, label: words.ranges[value] }))}
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
  const { words, format } = useLanguage();
  const now = useNow();
  const count = (value: number): string => format.count(value);
  const age = backlog.oldestAt === undefined ? undefined : now - Date.parse(backlog.oldestAt);
  return (
    <dl class="ew-totals">
      <Total label={words.overview.delivered} value={count(total.delivered)} />
      <Total
        label={words.overview.success}
        value={format.rate(total.successRate)}
        note={
          total.failed > 0 ? words.overview.failed(total.failed, count(total.failed)) : undefined
        }
      />
      <Total label={words.overview.median} value={format.ms(total.p50)} />
      <Total label={words.overview.p95} value={format.ms(total.p95)} />
      <Total
        label={words.overview.waiting}
        value={count(backlog.waiting)}
        note={age === undefined ? undefined : words.overview.oldest(format.span(age))}
      />
      <Total
        label={words.overview.dead}
        value={count(backlog.dead)}
        note={total.dead > 0 ? words.overview.lost(count(total.dead)) : undefined}
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
  const { words, format } = useLanguage();
  const { places } = useSurroundings();
  const count = (value: number | undefined): string => format.count(value);
  return (
    <section class="ew-card">
      <h2>{words.overview.endpoints}</h2>
      <div class="ew-table-scroll" tabIndex={0} role="region" aria-label={words.overview.endpoints}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.deliveries.endpoint}</th>
              <th scope="col">{words.deliveries.status}</th>
              <th scope="col" class="ew-number">
                {words.overview.delivered}
              </th>
              <th scope="col" class="ew-number">
                {words.endpoints.success}
              </th>
              <th scope="col" class="ew-number">
                {words.endpoints.p50}
              </th>
              <th scope="col" class="ew-number">
                {words.endpoints.p95}
              </th>
              <th scope="col" class="ew-number">
                {words.endpoints.waiting}
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
                    <State tone={STATE_TONES[state]}>{words.states[state].word}</State>
                  </td>
                  <td class="ew-number">{count(figures?.delivered)}</td>
                  <td class="ew-number">{format.rate(figures?.successRate)}</td>
                  <td class="ew-number">{format.ms(figures?.p50)}</td>
                  <td class="ew-number">{format.ms(figures?.p95)}</td>
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
