import { createRequire } from 'node:module';

/** The parts of drizzle for SQLite, loaded as `../drizzle.ts` says. */
const require = createRequire(import.meta.url);

export const { check, index, integer, primaryKey, real, sqliteTable, text } =
  require('drizzle-orm/sqlite-core') as typeof import('drizzle-orm/sqlite-core');
export const { drizzle } = require('drizzle-orm/sqlite-proxy') as typeof import('drizzle-orm/sqlite-proxy');
