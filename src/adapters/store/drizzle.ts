import { createRequire } from 'node:module';

/**
 * Loads Drizzle as CommonJS: 22 MiB and some 50 ms. Its ES modules import each other in circles,
 * and take 190 MiB and 300 ms. Other files import only its types.
 */
export const required = createRequire(import.meta.url);

export const {
  aliasedTable,
  and,
  asc,
  count,
  desc,
  DrizzleQueryError,
  eq,
  exists,
  getTableColumns,
  getTableName,
  gt,
  gte,
  inArray,
  is,
  isNotNull,
  isNull,
  lt,
  lte,
  max,
  min,
  ne,
  notExists,
  or,
  sql,
  sum,
  Table,
} = required('drizzle-orm') as typeof import('drizzle-orm');
export const { readMigrationFiles } = required(
  'drizzle-orm/migrator',
) as typeof import('drizzle-orm/migrator');
