import type { Design } from '../../vocabulary/design.ts';
import { type Clickable, type Document, document, given, lines, ours, section } from '../document.ts';

/** What is asked or said of one design, with its topic under it, and what there is to know about it. */
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
