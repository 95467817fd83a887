// Ends before it is ready, having said a great deal.
import { writeSync } from 'node:fs';

writeSync(2, 'the first line\n');
for (let line = 0; line < 10_000; line += 1)
  writeSync(2, `line ${line} of many that nobody will read\n`);
writeSync(2, 'the last line\n');
process.exit(3);
