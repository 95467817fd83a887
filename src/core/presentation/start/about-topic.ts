import type { Design } from '../../vocabulary/design.ts';
import { type Clickable, type Document, document, given, lines, ours, section } from '../format/document.ts';

/** Makes a document about one design, with its topic under the title and the facts below. */
export function aboutTopic(
  title: string,
  { topic }: Pick<Design, 'topic'>,
  about = '',
  clickable: Clickable | null = null,
): Document {
  const sections: Document['sections'] = (most) => [
    section(lines([ours(title, { bold: true })]), { kind: 'quote', line: [given(topic, most)] }),
    ...(about === '' ? [] : [section(lines([ours(about)]))]),
  ];
  return document(title, sections, { clickable });
}
