import { createHash, type Hash } from 'node:crypto';
import type { Design } from '../../core/design.ts';
import type { DesignEvent } from '../../core/events.ts';
import { EVENTS_NAME, MANIFEST_NAME } from '../../core/outcome/file-names.ts';
import { eventLine } from '../bundle/bundle.ts';
import { MAX_MANIFEST_BYTES, parsedManifest } from '../bundle/contents.ts';
import { BUNDLE_NAME, manifestText } from '../bundle/manifest.ts';
import { BY_EVENTS, differences } from '../bundle/named-files.ts';
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
  /** Of the event that names the files: what they are, and the manifest by the version that wrote it. */
  #written: { readonly named: readonly Artifact[]; readonly manifest: (version: string) => string } | null =
    null;

  /** The next event, as it was recorded and in its present shape, and the design as it was before it. */
  addEvent(seq: number, recorded: unknown, hash: string, event: DesignEvent, before: Design | null): void {
    if (this.#written !== null) return;
    this.#events.add(eventLine(seq, recorded, hash));
    if (event.type !== 'files_written' || before === null) return;
    const named = [...event.files, this.#events.artifact(EVENTS_NAME)];
    const manifest = (version: string) => manifestText(before, { seq, hash, event }, named, version);
    this.#written = { named, manifest };
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
    const { named, manifest } = this.#written;
    const found = [...this.#files].map(([name, file]) => file.artifact(name));
    const [first = null] = [...differences(named, found, BY_EVENTS), ...this.#inManifest(manifest)];
    return first;
  }

  #keep(name: string, content: Uint8Array): void {
    const file = this.#files.getOrInsertComputed(name, () => new PassingFile());
    file.add(content);
    if (name === MANIFEST_NAME && file.artifact(name).bytes <= MAX_MANIFEST_BYTES)
      this.#manifest.push(content);
  }

  #inManifest(made: (version: string) => string): string[] {
    if (!this.#files.has(MANIFEST_NAME)) return [];
    const bytes = Buffer.concat(this.#manifest);
    const { check, value } = parsedManifest(bytes);
    if (value === null || check.result === 'failed') return [check.words];
    try {
      if (bytes.equals(Buffer.from(made(value.charretteVersion)))) return [];
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return ['the events contradict each other, so that no manifest can be made from them'];
    }
    return [`${MANIFEST_NAME} is not what the events give`];
  }
}
