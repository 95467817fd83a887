import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { keptLog } from '../../support/child-sessions.ts';
import {
  blame,
  git,
  list,
  makeRepository,
  pin,
  read,
  search,
  text,
  unbounded,
} from './repository-on-disk.ts';

const MIB = 1024 ** 2;

/** An object as a pack holds it: its type and size, then what `head` says of it, then its content, deflated. */
function packed(type: number, content: Buffer, head = Buffer.alloc(0)): Buffer {
  const sizes: number[] = [(type << 4) | (content.length & 15)];
  for (let rest = content.length >> 4; rest > 0; rest >>= 7) {
    sizes[sizes.length - 1] = (sizes.at(-1) ?? 0) | 128;
    sizes.push(rest & 127);
  }
  return Buffer.concat([Buffer.from(sizes), head, deflateSync(content)]);
}

function variable(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...variable(value >>> 7)];
}

/** Says of an object that it is another one, so many times over. */
function repeating(baseBytes: number, times: number): Buffer {
  const [low, middle, high] = [baseBytes & 255, (baseBytes >> 8) & 255, (baseBytes >> 16) & 255];
  const copy = [0x80 | 0x70, low, middle, high];
  return Buffer.from([
    ...variable(baseBytes),
    ...variable(baseBytes * times),
    ...Array(times).fill(copy).flat(),
  ]);
}

const blobId = (content: Buffer) =>
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest();

/** Commits `bomb.txt`, which is stored as a short text and what multiplies it, twice. */
function deltaBomb(folder: string, bytes: number): void {
  const base = Buffer.from('one line of the bomb\n'.repeat(3_000));
  const first = Buffer.concat(Array(200).fill(base));
  const times = Math.ceil(bytes / first.length);
  const second = Buffer.concat(Array(times).fill(first));
  const objects = [
    packed(3, base),
    packed(7, repeating(base.length, 200), blobId(base)),
    packed(7, repeating(first.length, times), blobId(first)),
  ];
  const header = Buffer.from([...Buffer.from('PACK'), 0, 0, 0, 2, 0, 0, 0, objects.length]);
  const body = Buffer.concat([header, ...objects]);
  const pack = Buffer.concat([body, createHash('sha1').update(body).digest()]);
  spawnSync('git', ['-C', folder, 'index-pack', '--stdin'], { input: pack });
  const id = blobId(second).toString('hex');
  git(folder, ['update-index', '--add', '--cacheinfo', `100644,${id},bomb.txt`]);
  git(folder, ['commit', '--quiet', '-m', 'Bomb']);
}

function packedBytes(folder: string): number {
  const packs = join(folder, '.git', 'objects', 'pack');
  return readdirSync(packs).reduce((sum, name) => sum + statSync(join(packs, name)).size, 0);
}

it('A15: deltas of deltas that pack a thousand times smaller than they read take no more memory than allowed', async () => {
  const folder = makeRepository({ 'src/a.ts': 'const needle = 1;\n' });
  deltaBomb(folder, 160 * MIB);
  expect(packedBytes(folder)).toBeLessThan(200_000);
  const log = keptLog();
  const pinned = await pin(folder, { log, bounds: { memoryBytes: 32 * MIB } });
  for (const [tool, input] of [search('needle'), read('bomb.txt'), blame('bomb.txt')] as const) {
    const { ok, text: said } = await pinned.run(tool, input, unbounded);
    expect({ ok, said }).toEqual({
      ok: false,
      said: expect.stringContaining('more than 32 MiB of memory'),
    });
  }
  expect(await text(pinned, ...search('needle', 'src'))).toContain('src/a.ts:1: const needle = 1;');
  expect(await text(pinned, ...list(''))).toContain('bomb.txt');
  const unlimited = await pin(folder, { bounds: { memoryBytes: 4_096 * MIB } });
  expect(await text(unlimited, ...read('bomb.txt', 1, 1))).toContain('1: one line of the bomb');
});
