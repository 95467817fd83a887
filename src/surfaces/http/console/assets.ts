import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const OWN = join(import.meta.dirname, 'assets');
const { resolve } = createRequire(import.meta.url);

const STYLE = ['base', 'design', 'list', 'start', 'turn', 'operations'].map((name) =>
  join(OWN, `${name}.css`),
);

const SCRIPT = 'text/javascript; charset=utf-8';
const FILES = {
  'style.css': [STYLE, 'text/css; charset=utf-8'],
  'live.js': [[join(OWN, 'live.js')], SCRIPT],
  'list.js': [[join(OWN, 'list.js')], SCRIPT],
  'run.js': [[join(OWN, 'run.js')], SCRIPT],
  'morph.js': [[resolve('idiomorph/dist/idiomorph.min.js')], SCRIPT],
  'icon.svg': [[join(OWN, 'icon.svg')], 'image/svg+xml'],
} as const satisfies Readonly<Record<string, readonly [paths: readonly string[], type: string]>>;
export type AssetName = keyof typeof FILES;

/** Read once. An address changes with its content, so browsers may keep it. */
const assets = new Map(
  (Object.keys(FILES) as AssetName[]).map((name) => {
    const [paths, type] = FILES[name];
    const bytes = Buffer.concat(paths.map((path) => readFileSync(path)));
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
    return [name, { path: `/assets/${hash}/${name}`, type, bytes, compressed: gzipSync(bytes) }];
  }),
);

export function assetPathOf(name: AssetName): string {
  return assets.get(name)?.path ?? '';
}

/** Returns the asset at an address; `null` for another version, or an unknown name. */
export function serveAsset(address: string, isCompressed: boolean): Response | null {
  const asset = [...assets.values()].find(({ path }) => path === address);
  if (asset === undefined) return null;
  const { type, bytes, compressed } = asset;
  return new Response(isCompressed ? compressed : bytes, {
    headers: {
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'accept-encoding',
      'x-content-type-options': 'nosniff',
      ...(isCompressed ? { 'content-encoding': 'gzip' } : {}),
    },
  });
}
