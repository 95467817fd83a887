import type { Design } from '../../vocabulary/design.ts';
import { type Document, document, lines, section } from '../format/document.ts';
import { askedLine } from './asking-starter.ts';

export function askedDocument(design: Design, index: number): Document {
  const ask = design.asks[index];
  const words = ask === undefined ? [] : askedLine(design, ask);
  return document(words, () => [section(lines(words))]);
}
