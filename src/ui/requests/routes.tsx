// The inbound routes: the URL to give to a sender, who may call, which agent runs, what came last.
import type { JSX } from "preact";
import type { RouteRow } from "../data/answers.ts";
import { useAnswer, useSurroundings } from "../pieces/hooks.ts";
import { CopyButton, State, Time } from "../pieces/pieces.tsx";
import { REQUEST_TONES } from "../pieces/tones.ts";
import { useLanguage } from "../pieces/language.ts";

export function Routes(): JSX.Element | null {
  const { words } = useLanguage();
  const { places } = useSurroundings();
  const { value } = useAnswer<{ routes: RouteRow[] }>("routes");
  if (value === undefined || value.routes.length === 0) return null;
  return (
    <details class="ew-routes" open>
      <summary>{words.routes.title}</summary>
      <div class="ew-table-scroll" tabIndex={0} role="region" aria-label={words.routes.title}>
        <table>
          <thead>
            <tr>
              <th scope="col">{words.routes.route}</th>
              <th scope="col">{words.routes.state}</th>
              <th scope="col">{words.routes.url}</th>
              <th scope="col">{words.routes.auth}</th>
              <th scope="col">{words.routes.agent}</th>
              <th scope="col">{words.routes.last}</th>
            </tr>
          </thead>
          <tbody>
            {value.routes.map((row) => (
              <tr key={row.route}>
                <th scope="row">
                  <button
                    type="button"
                    class="ew-figure"
                    onClick={() => places.go({ view: "requests", route: row.route })}
                  >
                    {row.route}
                  </button>
                </th>
                <td>
                  <State tone={row.state === "ok" ? "ok" : "bad"}>
                    {row.state === "ok" ? words.routes.ok : words.routes.held}
                  </State>
                  {row.reason !== undefined && <span class="ew-reason"> {row.reason}</span>}
                </td>
                <td>
                  <code>{row.url}</code>{" "}
                  <CopyButton plain label={words.shell.copy} text={() => row.url} />
                </td>
                <td>{row.auth}</td>
                <td>{row.agentId}</td>
                <td>{row.last === undefined ? words.shell.none : <Last row={row.last} />}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Last({ row }: { row: NonNullable<RouteRow["last"]> }): JSX.Element {
  const { words } = useLanguage();
  return (
    <>
      <Time at={row.receivedAt} />{" "}
      <State tone={REQUEST_TONES[row.status]}>{words.requestStatus[row.status]}</State>
    </>
  );
}
