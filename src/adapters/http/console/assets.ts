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

const FILES = {
  'style.css': { paths: () => STYLE, type: 'text/css; charset=utf-8' },
  'live.js': { paths: () => [join(OWN, 'live.js')], type: 'text/javascript; charset=utf-8' },
  'list.js': { paths: () => [join(OWN, 'list.js')], type: 'text/javascript; charset=utf-8' },
  'morph.js': {
    paths: () => [resolve('idiomorph/dist/idiomorph.min.js')],
    type: 'text/javascript; charset=utf-8',
  },
  'icon.svg': { paths: () => [join(OWN, 'icon.svg')], type: 'image/svg+xml' },
} as const;
export type AssetName = keyof typeof FILES;

interface Asset {
  readonly path: string;
  readonly type: string;
  readonly bytes: Buffer<ArrayBuffer>;
  readonly compressed: Buffer<ArrayBuffer>;
}

const byName = new Map<AssetName, Asset>();

/** Reads an asset once. Its address changes with its content, so browsers may keep it. */
function asset(name: AssetName): Asset {
  const known = byName.get(name);
  if (known !== undefined) return known;
  const { paths, type } = FILES[name];
  const bytes = Buffer.concat(paths().map((path) => readFileSync(path)));
  const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 12);
  const read = { path: `/assets/${hash}/${name}`, type, bytes, compressed: gzipSync(bytes) };
  byName.set(name, read);
  return read;
}

export function assetPath(name: AssetName): string {
  return asset(name).path;
}

/** Returns the asset at an address; `null` for another version, or an unknown name. */
export function assetAt(path: string, isCompressed: boolean): Response | null {
  const name = (Object.keys(FILES) as AssetName[]).find((each) => path.endsWith(`/${each}`));
  if (name === undefined || assetPath(name) !== path) return null;
  const { type, bytes, compressed } = asset(name);
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
