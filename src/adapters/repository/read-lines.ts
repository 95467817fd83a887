import { isUtf8 } from 'node:buffer';
import { groupDigits } from '../../core/vocabulary/figures.ts';
import { cutText } from '../../foundation/cut-text.ts';
import type { Reached } from '../../ports/repository.ts';
import type { GitBounds } from './bounds.ts';
import type { Git } from './git.ts';
import { makeVisible, shortenPrintable } from './printable.ts';
import { hideKey } from './secret-file.ts';

export interface FileLines {
  readonly binary: boolean;
  readonly lines: readonly string[];
  /** Lines in the file; a lower bound unless `complete`. */
  readonly total: number;
  readonly complete: boolean;
  /** A shown line contains bytes that are not UTF-8. */
  readonly otherEncoding: boolean;
  /** Only the beginning of a shown line was kept. */
  readonly isCut: boolean;
}

/** Git's own rule: a NUL within the first 8,000 bytes makes a file binary. */
export const BINARY_CHECK_BYTES = 8_000;
const BYTES_PER_CHARACTER = 4;
const NEWLINE = 0x0a;

/**
 * Reads `wanted` lines from `fromLine` (counted from 1). Memory depends on the window, not on the
 * file's size or the length of its lines.
 */
export async function readLines(
  git: Git,
  id: string,
  fromLine: number,
  wanted: number,
  bounds: GitBounds,
): Promise<Reached<FileLines>> {
  const window = createWindow(fromLine, wanted, bounds.lineCharacters);
  let seenBytes = 0;
  let binary = false;
  const end = await git.stream(['cat-file', 'blob', id], (chunk) => {
    if (seenBytes < BINARY_CHECK_BYTES) {
      binary ||= chunk.subarray(0, BINARY_CHECK_BYTES - seenBytes).includes(0);
    }
    seenBytes += chunk.length;
    if (binary) return 'enough';
    window.take(chunk);
    const bound = window.isFull() ? bounds.countBytes : bounds.scanBytes;
    return seenBytes > bound ? 'enough' : 'more';
  });
  if (end.kind === 'not_here') return end;
  return { kind: 'it', binary, complete: end.exitCode === 0, ...window.finish() };
}

interface Window {
  take(chunk: Buffer): void;
  isFull(): boolean;
  finish(): Pick<FileLines, 'lines' | 'total' | 'otherEncoding' | 'isCut'>;
}

function createWindow(fromLine: number, wanted: number, lineCharacters: number): Window {
  const keptBytes = lineCharacters * BYTES_PER_CHARACTER;
  const lines: string[] = [];
  let lineNumber = 1;
  let parts: Buffer[] = [];
  let partsBytes = 0;
  let lineBytes = 0;
  let otherEncoding = false;
  let isCut = false;

  const isWanted = () => lineNumber >= fromLine && lines.length < wanted;
  const add = (piece: Buffer) => {
    lineBytes += piece.length;
    if (!isWanted() || partsBytes >= keptBytes) return;
    const kept = piece.subarray(0, keptBytes - partsBytes);
    // Copied, since a view would keep the whole chunk alive.
    parts.push(Buffer.from(kept));
    partsBytes += kept.length;
  };
  const endLine = () => {
    if (isWanted()) {
      const bytes = Buffer.concat(parts);
      otherEncoding ||= lineBytes === bytes.length && !isUtf8(bytes);
      isCut ||= lineBytes > bytes.length || bytes.toString('utf8').length > lineCharacters;
      lines.push(showLine(bytes, lineBytes, lineCharacters));
    }
    parts = [];
    partsBytes = 0;
    lineBytes = 0;
    lineNumber += 1;
  };
  return {
    take: (chunk) => {
      let start = 0;
      // Byte by byte: a search takes longer than most lines, and there may be a million of them.
      for (let at = 0; at < chunk.length; at += 1) {
        if (chunk[at] !== NEWLINE) continue;
        if (isWanted()) add(chunk.subarray(start, at));
        endLine();
        start = at + 1;
      }
      if (start < chunk.length) add(chunk.subarray(start));
    },
    isFull: () => lines.length >= wanted,
    finish: () => {
      if (lineBytes > 0) endLine();
      return { lines, total: lineNumber - 1, otherEncoding, isCut };
    },
  };
}

/** `lineBytes`: its full length, if only its beginning was kept. */
function showLine(bytes: Buffer, lineBytes: number, maxCharacters: number): string {
  const text = hideKey(makeVisible(bytes.toString('utf8').replace(/\r$/, '')));
  if (lineBytes === bytes.length) return shortenPrintable(text, maxCharacters);
  return `${cutText(text, maxCharacters)} [… this line has ${groupDigits(lineBytes)} bytes]`;
}
