// Prints what an agent is told of the senders' samples: `npx node scripts/show-samples.ts [preset]`.
import { promptOf, SAMPLES } from "../test/support/samples.ts";

const [wanted] = process.argv.slice(2);
for (const sample of SAMPLES) {
  if (wanted !== undefined && sample.preset !== wanted) continue;
  const prompt = await promptOf(sample);
  process.stdout.write(`===== ${sample.preset}/${sample.name}\n${prompt}\n\n`);
}
