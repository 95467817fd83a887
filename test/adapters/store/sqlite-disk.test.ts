import { expect } from 'vitest';
import { needing } from '../../support/runner/needing.ts';
import { onDisk } from './on-disk.ts';

const { test } = await needing('mounts');

test('P2: a disk that fills up refuses what it cannot store, and continues once there is room', () => {
  const lines = onDisk('5m', 'use fill $1/data; use open $1/data');
  expect(lines.filter((line) => 'fault' in line)).toMatchObject([{ fault: 'store_full' }]);
  const refused = lines.findIndex((line) => 'fault' in line);
  const acknowledged = Number(lines[refused - 1]?.version);
  expect(lines.slice(refused + 1)).toMatchObject([
    { version: acknowledged + 1 },
    { closed: true },
    { opened: acknowledged + 1 },
    { closed: true },
  ]);
});
