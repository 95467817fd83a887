import { createHash, type Hash } from 'node:crypto';
import type { EventOf } from '../../core/events.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import { eventLine } from '../bundle/bundle.ts';
import { MAX_MANIFEST_BYTES, parsedManifest } from '../bundle/contents.ts';
import { BUNDLE_NAME } from '../bundle/manifest.ts';
import { BY_EVENTS, differences, otherEnd } from '../bundle/named-files.ts';
import { canonicalJson } from '../chain.ts';
import type { Artifact } from '../ports/store.ts';
import type { FilePart } from '../ports/transfer.ts';

/** A file whose pieces come by. */
class PassingFile {
  readonly #hash: Hash = createHash('sha256');
  #bytes = 0;

  add(content: string | Uint8Array): void {
    this.#hash.update(content);
    this.#bytes += Buffer.byteLength(content);
  }

  artifact(name: string): Artifact {
    return { name, bytes: this.#bytes, sha256: this.#hash.copy().digest('hex') };
  }
}

/** The files of a bundle that come by with its events, compared with what is on record of them (P8). Keeps their hashes, and the manifest. */
export class PassingFiles {
  readonly #files = new Map<string, PassingFile>();
  readonly #manifest: Uint8Array[] = [];
  readonly #whole = new Set<string>();
  /** The name of the one whose pieces come. */
  #open: string | null = null;
  readonly #events = new PassingFile();
  #written: EventOf<'files_written'> | null = null;
  #end = { head: '', count: 0 };

  /** The next event, as it was recorded; and in its present shape where it is the one that names the files. */
  addEvent(seq: number, recorded: unknown, hash: string, written: EventOf<'files_written'> | null): void {
    if (this.#written !== null) return;
    this.#events.add(eventLine(seq, recorded, hash));
    this.#written = written;
    this.#end = { head: hash, count: seq };
  }

  /** What is wrong with where it comes, in words; `null` for nothing. */
  add({ name, content, more }: FilePart): string | null {
    if (this.#open !== null && this.#open !== name) return `${this.#open} is cut short`;
    if (this.#whole.has(name)) return `${name} is there twice`;
    this.#open = more ? name : null;
    if (!more) this.#whole.add(name);
    if (BUNDLE_NAME.test(name)) this.#keep(name, content);
    return null;
  }

  /** What contradicts the events, in words. Nothing does before these name the files: until then they are written anew. */
  problem(): string | null {
    if (this.#open !== null) return `${this.#open} is cut short`;
    if (this.#written === null) return null;
    const found = [...this.#files].map(([name, file]) => file.artifact(name));
    const named = [...this.#written.files, this.#events.artifact(EVENTS_NAME)];
    const [first = null] = [...differences(named, found, BY_EVENTS), ...this.#inManifest(named)];
    return first;
  }

  #keep(name: string, content: Uint8Array): void {
    const file = this.#files.get(name) ?? new PassingFile();
    this.#files.set(name, file);
    file.add(content);
    if (name === MANIFEST_NAME && file.artifact(name).bytes <= MAX_MANIFEST_BYTES)
      this.#manifest.push(content);
  }

  #inManifest(named: readonly Artifact[]): string[] {
    if (!this.#files.has(MANIFEST_NAME)) return [];
    const { check, value } = parsedManifest(Buffer.concat(this.#manifest));
    if (value === null || check.result === 'failed') return [check.words];
    const others =
      canonicalJson(value.files) === canonicalJson(named) ? [] : [`${MANIFEST_NAME} names other files`];
    return [...otherEnd(value, this.#end), ...others];
  }
}
