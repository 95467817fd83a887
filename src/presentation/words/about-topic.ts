import type { Design } from '../../core/vocabulary/design.ts';
import { compact } from '../../foundation/compact.ts';
import {
  bold,
  type Clickable,
  type Document,
  document,
  lines,
  section,
  untrusted,
} from '../format/document.ts';

export function drawAboutTopic(
  title: string,
  { topic }: Design,
  about = '',
  clickable: Clickable | null = null,
): Document {
  const sections: Document['sections'] = (maxChars) =>
    compact(
      section(lines(bold(title)), { kind: 'quote', line: [untrusted(topic, maxChars)] }),
      about !== '' && section(lines(about)),
    );
  return document(title, sections, { clickable });
}
