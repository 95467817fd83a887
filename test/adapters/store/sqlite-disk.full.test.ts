import { expect } from 'vitest';
import { needing } from '../../support/runner/needing.ts';
import { onDisk } from './on-disk.ts';

const { describe, test } = await needing('mounts');

describe('a disk', () => {
  test('full from the start is named, with its free space', () => {
    const lines = onDisk('40k', 'use open $1/data; mount -o remount,size=4m $1; use open $1/data');
    expect(lines).toMatchObject([
      {
        fault: 'store_full',
        message: expect.stringMatching(/too full.*data\. .*CHARRETTE_DATA_DIR/),
      },
      { opened: 0 },
      { closed: true },
    ]);
  });

  test('P2: still full when another process follows a killed one has all that was acknowledged', () => {
    const lines = onDisk('5m', 'use fill-and-die $1/data || true; use open $1/data');
    const acknowledged = Number(lines.findLast((line) => 'version' in line)?.version);
    expect(acknowledged).toBeGreaterThan(0);
    expect(lines.slice(-2)).toEqual([{ opened: acknowledged }, { closed: true }]);
  });

  test('a disk that cannot write only the store’s file is refused as read-only', () => {
    const file = '$1/data/store.sqlite';
    const sealed = `mount --bind ${file} ${file}; mount -o remount,bind,ro ${file}`;
    expect(onDisk('7m', `use open $1/data; ${sealed}; use open $1/data`).at(-1)).toMatchObject({
      fault: 'store_read_only',
      message: expect.stringMatching(/data or to the store in it\..*CHARRETTE_DATA_DIR/),
    });
  });

  test('a disk mounted read-only is refused with the folder and what to do', () => {
    expect(
      onDisk('6m', 'use open $1/data; mount -o remount,ro $1; use open $1/data'),
    ).toMatchObject([
      { opened: 0 },
      { closed: true },
      { fault: 'store_read_only', message: expect.stringMatching(/data.*CHARRETTE_DATA_DIR/) },
    ]);
  });
});
