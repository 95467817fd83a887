import { setImmediate as otherWork } from 'node:timers/promises';
import type { DesignId } from '../../core/vocabulary/ids.ts';
import { loadDesign } from '../engine/loading.ts';
import { ChainBrokenFault } from '../fault.ts';
import type { Clock } from '../ports/clock.ts';
import type { Heads } from '../ports/heads.ts';
import type { Integrity, KnownDesign } from '../ports/integrity.ts';
import type { Log } from '../ports/log.ts';
import type { PublicKey } from '../signing.ts';
import { changedFiles, changedLine, type FilesHere } from './compare.ts';
import { changedHead } from './heads.ts';

/** Designs that are listed together, and after which the position is kept. */
const PAGE = 100;
/** Under this name stands how far an interrupted scrub had come: the moment at which the next design began. */
const POSITION = 'scrub position';

export interface ScrubParts extends FilesHere {
  readonly heads: Pick<Heads, 'since'>;
  /** Keys that the log of heads is signed with, as far as they are known here. */
  readonly keys: readonly PublicKey[];
  readonly integrity: Integrity;
  readonly clock: Clock;
  readonly log: Log;
  /** Sets a design aside and says so; resolves when that is stored. */
  readonly setAside: (designId: DesignId, broken: ChainBrokenFault) => Promise<void>;
}

/** One thing that a scrub has found. */
export interface ScrubFinding {
  readonly designId: DesignId;
  readonly what: 'broken' | 'whole_again' | 'row_mended' | 'file_changed' | 'head_changed';
  /** The reason, the columns or the file. */
  readonly detail: string;
}

export interface Scrubbed {
  readonly designs: number;
  readonly findings: readonly ScrubFinding[];
}

/**
 * Checks every stored design (P11): its chain and its texts, its row for lists against its events, and its files on this machine
 * against the hashes that its events name; then the log of heads. Sets aside what does not hold, readmits what holds again, and mends rows. Goes on where
 * an interrupted one has stopped. Logs each finding, and once the counts. Throws `Fault` when the store cannot be reached.
 */
export async function scrub(parts: ScrubParts, signal: AbortSignal): Promise<Scrubbed> {
  const { integrity, store, clock, log } = parts;
  const beganAt = clock.now();
  const findings: ScrubFinding[] = [];
  let designs = 0;
  let after = idBefore((await store.lastRun(POSITION)) ?? 0);
  for (let page: KnownDesign[] | null = null; page === null || page.length === PAGE; ) {
    page = await integrity.designs(after, PAGE);
    for (const known of page) {
      if (signal.aborted) return { designs, findings };
      findings.push(...(await scrubDesign(parts, known)));
      designs += 1;
      after = known.id;
      await otherWork();
    }
    await store.keepRun(POSITION, page.length === PAGE ? beganAtOf(after) : 0);
  }
  const changed = await changedHead(parts.heads, parts.keys);
  if (changed !== null) {
    const { designId } = changed.row;
    log.error('head_changed', { designId, why: changed.why });
    findings.push({ designId, what: 'head_changed', detail: changed.why });
  }
  const counted = (what: ScrubFinding['what']) => findings.filter((each) => each.what === what).length;
  const [broken, filesChanged, rowsMended] = (['broken', 'file_changed', 'row_mended'] as const).map(counted);
  log.info('scrubbed', { designs, broken, filesChanged, rowsMended, elapsedMs: clock.now() - beganAt });
  return { designs, findings };
}

/** Checks one design. Throws `Fault` when the store cannot be reached. */
export async function scrubDesign(
  parts: ScrubParts,
  { id: designId, setAside }: KnownDesign,
): Promise<ScrubFinding[]> {
  const { integrity, log } = parts;
  try {
    const { design } = await loadDesign(integrity, designId);
    if (design === null) return [];
    const found: ScrubFinding[] = [];
    if (setAside !== null && (await integrity.readmit(designId))) {
      log.info('design_readmitted', { designId });
      found.push({ designId, what: 'whole_again', detail: setAside });
    }
    const columns = await changedLine(integrity, design);
    if (columns.length > 0) {
      log.error('projection_changed', { designId, columns });
      found.push({ designId, what: 'row_mended', detail: columns.join(', ') });
    }
    for (const name of await changedFiles(parts, design)) {
      log.error('file_changed', { designId, name });
      found.push({ designId, what: 'file_changed', detail: name });
    }
    return found;
  } catch (error) {
    if (!(error instanceof ChainBrokenFault)) throw error;
    await parts.setAside(designId, error);
    return [{ designId, what: 'broken', detail: error.reason }];
  }
}

/** The moment at which a design began, by its id: a UUIDv7 begins with the milliseconds. */
function beganAtOf(id: string): number {
  return Number.parseInt(id.slice('dsn_'.length).replaceAll('-', '').slice(0, 12), 16) || 0;
}

/** A text that sorts before the ids of all designs that began at this moment or later. */
function idBefore(moment: number): string {
  const hex = moment.toString(16).padStart(12, '0');
  return moment === 0 ? '' : `dsn_${hex.slice(0, 8)}-${hex.slice(8)}`;
}
