/** Runs a plan, given as JSON, in a process that a test can kill. */
import type { Plan } from '../../eval/worth/plan.ts';
import { run } from '../../eval/worth/run.ts';

const plan: Omit<Plan, 'say'> = JSON.parse(process.argv[2] ?? '');
await run({ ...plan, say: (line) => process.stdout.write(`${line}\n`) });
