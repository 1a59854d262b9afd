import { expect, it } from "vitest";
import { sampleRequest } from "../../support/inbox-samples.ts";
import { startInlineEngine } from "../../support/inline-engine.ts";

const dayMs = 86_400_000;

it("deletes requests beyond the age and the number that the settings allow, a minute after the start", async () => {
  const { engine, clock } = await startInlineEngine({ endpoints: [] });
  const arrive = (first: number, count: number, ageMs: number) =>
    engine.accept(
      Array.from({ length: count }, (_, index) =>
        sampleRequest(first + index, { status: "filtered", receivedAt: clock.now() - ageMs }),
      ),
      1,
    );
  await arrive(1, 5, 2 * dayMs);
  await arrive(6, 10_200, 0);
  const kept = async (): Promise<string[]> =>
    (await engine.listRequests({ limit: 20_000 })).map(({ id }) => id);

  await clock.advance(59_000);
  expect(await kept()).toHaveLength(10_205);
  await clock.advance(2000);
  const left = await kept();
  expect(left).toHaveLength(10_000);
  expect(left.at(-1)).toBe("req_00000206");
});
