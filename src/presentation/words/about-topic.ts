import type { Design } from '../../core/vocabulary/design.ts';
import {
  bold,
  type Clickable,
  type Document,
  document,
  lines,
  untrusted,
} from '../format/document.ts';

export function drawAboutTopic(
  title: string,
  { topic }: Design,
  about = '',
  clickable: Clickable | null = null,
): Document {
  const quoted = { kind: 'quote', line: [untrusted(topic)] } as const;
  return document(title, [[lines(bold(title)), quoted], about !== '' && lines(about)], {
    clickable,
  });
}
