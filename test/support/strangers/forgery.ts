import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { DesignEvent } from '#core/vocabulary/events.ts';
import { canonicalJsonOf } from '#foundation/canonical-json.ts';
import { sha256Of } from '#foundation/digest.ts';
import { chainEvents } from '../designs/commits.ts';

export type Json = Record<string, unknown>;
export type Listed = { name: string; bytes: number; sha256: string };
export interface Manifest extends Json {
  files: Listed[];
  events: { count: number; head: string };
  outcome: Json;
  signatures: Json[];
}

/** The files of a bundle, and what a forger can do about each of its guards. */
export class Forgery {
  readonly folder: string;
  constructor(folder: string) {
    this.folder = folder;
  }

  read(name: string): Promise<string> {
    return readFile(join(this.folder, name), 'utf8');
  }

  put(name: string, text: string): Promise<void> {
    return writeFile(join(this.folder, name), text);
  }

  async rewrite(name: string, found: string | RegExp, instead: string): Promise<void> {
    const text = await this.read(name);
    const changed = text.replace(found, instead);
    expect(changed, `${name} holds ${found}`).not.toBe(text);
    await this.put(name, changed);
  }

  async events(): Promise<Json[]> {
    const lines = (await this.read('events.jsonl')).trimEnd().split('\n');
    return lines.map((line) => JSON.parse(line).event);
  }

  /** Every event changed as wanted, on a chain that is made anew. */
  async rechain(change: (events: Json[]) => Json[] = (events) => events): Promise<void> {
    await this.putEvents(change(await this.events()));
  }

  async putEvents(events: readonly Json[]): Promise<void> {
    const stored = chainEvents(events as unknown as DesignEvent[]);
    const text = stored.map(({ event, hash, seq }) => canonicalJsonOf({ event, hash, seq }));
    await this.put('events.jsonl', `${text.join('\n')}\n`);
  }

  /** The first event of each of these kinds so many times, in a chain and a manifest that fit. */
  async repeat(kinds: readonly string[], times: number): Promise<void> {
    await this.rechain((events) => {
      const firsts = new Set(kinds.map((kind) => events.findIndex(({ type }) => type === kind)));
      return events.flatMap((event, at) =>
        Array.from({ length: firsts.has(at) ? times : 1 }, () => event),
      );
    });
    await this.seal();
  }

  /** The last event names the files as they are by now. */
  async relist(unlisted: readonly string[] = []): Promise<void> {
    const texts = (await this.#names()).filter(
      (name) => name !== 'events.jsonl' && !unlisted.includes(name),
    );
    const files = await Promise.all(texts.map((name) => this.#listed(name)));
    await this.rechain((events) => events.with(-1, { ...events.at(-1), files }));
  }

  /** The manifest fits everything else, but for what is edited. */
  async seal(
    edit: (manifest: Manifest) => void = () => undefined,
    unlisted: readonly string[] = [],
  ) {
    const manifest: Manifest = JSON.parse(await this.read('manifest.json'));
    const names = (await this.#names()).filter((name) => !unlisted.includes(name));
    manifest.files = await Promise.all(names.map((name) => this.#listed(name)));
    const lines = (await this.read('events.jsonl')).trimEnd().split('\n');
    manifest.events = { count: lines.length, head: JSON.parse(lines.at(-1) ?? '').hash };
    edit(manifest);
    const text = (own: string) =>
      `${JSON.stringify({ ...manifest, manifestSha256: own }, null, 2)}\n`;
    await this.put('manifest.json', text(sha256Of(text('0'.repeat(64)))));
  }

  async #names(): Promise<string[]> {
    const manifest: Manifest = JSON.parse(await this.read('manifest.json'));
    return manifest.files.map(({ name }) => name);
  }

  async #listed(name: string): Promise<Listed> {
    const text = await this.read(name);
    return { name, bytes: Buffer.byteLength(text), sha256: sha256Of(text) };
  }
}
