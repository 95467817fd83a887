/**
 * `node bench/parsers.ts`: parsers of what others wrote, on their worst texts (A15). Processor time
 * for the longest text that is let in, at most a megabyte, and how many times that is what a
 * quarter of it takes: in proportion, four times. A quarter is read first once more, before which
 * its code is not compiled. Ends with 1 if one takes more than 200 ms.
 */
import { namePart, PARSERS, type Parser, writeText } from '../test/hostile/worst-texts.ts';
import { describeMachine, judgeAim, sizeOf } from './machine.ts';

const MOST_MS = 200;
const SHARE = sizeOf(1, 0.01);

function measure(parse: Parser['parse'], text: string): number {
  const before = process.cpuUsage();
  parse(text);
  return process.cpuUsage(before).user / 1_000;
}

process.stdout.write(
  `${describeMachine()}\n\n| text | longest | its worst part | ms | times a quarter |\n|---|---|---|---|---|\n`,
);
for (const { name, characters, parse, parts } of PARSERS) {
  const length = Math.ceil(characters * SHARE);
  const rows = parts.map((part) => {
    const quarter = writeText(part, length / 4);
    parse(quarter);
    const quarterMs = measure(parse, quarter);
    return { part, quarterMs, ms: measure(parse, writeText(part, length)) };
  });
  const worst = rows.reduce((one, other) => (other.ms > one.ms ? other : one));
  const times = (worst.ms / Math.max(worst.quarterMs, 0.1)).toFixed(1);
  process.stdout.write(
    `| ${name} | ${length} | \`${namePart(worst.part)}\` | ${worst.ms.toFixed(0)} | ${times} |\n`,
  );
  judgeAim(worst.ms, '≤', MOST_MS, ' ms');
}
