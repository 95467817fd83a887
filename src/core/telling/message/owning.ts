import type { Design } from '../../vocabulary/design.ts';
import { type Document, document, type Line, lines, section } from '../document.ts';
import { askedLine, handedOverLine } from '../facts/owning.ts';

/** Somebody who may not do something asks the owner for it. */
export function askedDocument(design: Design, index: number): Document {
  const ask = design.asks[index];
  return oneLine(ask === undefined ? [] : askedLine(ask));
}

/** Another person decides on the design from now on. */
export function handedOverDocument(design: Design, index: number): Document {
  const handedOver = design.handedOver[index];
  return oneLine(handedOver === undefined ? [] : handedOverLine(handedOver));
}

function oneLine(words: Line): Document {
  return document(words, () => [section(lines(words))]);
}
