/** Runs a plan, given as JSON, in a process that a test can kill. */
import { type Plan, ready } from '../../eval/worth/plan.ts';
import { run } from '../../eval/worth/run.ts';

const given: Omit<Plan, 'say'> = JSON.parse(process.argv[2] ?? '');
const plan = { ...given, say: (line: string) => process.stdout.write(`${line}\n`) };
const prepared = await ready(plan);
if (prepared.ok) await run(plan, prepared);
