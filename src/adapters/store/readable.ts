import type { SQL } from 'drizzle-orm';
import type { ReadableDesigns } from '../../ports/store.ts';
import type { Tables } from './columns.ts';
import { and, eq, inArray, isNotNull, or, sql } from './drizzle.ts';

type Part = 'platform' | 'channel' | 'thread' | 'starter';

/** A part of the thread's JSON, written like in the indexes. */
export function selectThreadPart({ designs }: Tables, part: Part): SQL<string> {
  return sql`${designs.thread} ->> ${sql.raw(`'${part}'`)}`;
}

/** Designs that a person may read. Grouped by platform, so that the index of channels is used. */
export function selectReadable(
  tables: Tables,
  { channels, starter, design }: ReadableDesigns,
): SQL | undefined {
  const { designs } = tables;
  const on = (platform: string, where: SQL) =>
    and(isNotNull(designs.thread), eq(selectThreadPart(tables, 'platform'), platform), where);
  const places = [...Map.groupBy(channels.filter(isPlace), platformOf)].map(([platform, names]) => {
    const ids = names.map((name) => name.slice(platform.length + 1));
    return on(platform, inArray(selectThreadPart(tables, 'channel'), ids));
  });
  const alternatives = [
    ...places,
    ...(starter === undefined
      ? []
      : [on(starter.platform, eq(selectThreadPart(tables, 'starter'), starter.id))]),
    ...(design === undefined ? [] : [eq(designs.id, design)]),
  ];
  return alternatives.length === 0 ? sql`1 = 0` : or(...alternatives);
}

function isPlace(name: string): boolean {
  return name.includes('/');
}

function platformOf(name: string): string {
  return name.slice(0, name.indexOf('/'));
}
