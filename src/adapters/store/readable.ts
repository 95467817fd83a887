import type { ReadableDesigns } from '../../runtime/may-read.ts';

interface Condition {
  readonly condition: string;
  readonly values: string[];
}

const NONE: Condition = { condition: '1 = 0', values: [] };

/** Returns the condition for designs that somebody may read (A18), by platform, so that the index of channels serves it. */
export function readableCondition({ channels, starter, design }: ReadableDesigns): Condition {
  const platforms = Map.groupBy(channels.filter(isPlace), platformOf);
  const alternatives: Condition[] = [...platforms].map(([platform, names]) => {
    const values = names.map((name) => name.slice(platform.length + 1));
    const among = values.map(() => '?').join(', ');
    const condition = `(thread is not null and thread ->> 'platform' = ? and thread ->> 'channel' in (${among}))`;
    return { condition, values: [platform, ...values] };
  });
  if (starter !== undefined) {
    const condition = "(thread is not null and thread ->> 'platform' = ? and thread ->> 'starter' = ?)";
    alternatives.push({ condition, values: [starter.platform, starter.id] });
  }
  if (design !== undefined) alternatives.push({ condition: '(designs.id = ?)', values: [design] });
  if (alternatives.length === 0) return NONE;
  return {
    condition: `(${alternatives.map(({ condition }) => condition).join(' or ')})`,
    values: alternatives.flatMap(({ values }) => values),
  };
}

function isPlace(name: string): boolean {
  return name.includes('/');
}

function platformOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}
