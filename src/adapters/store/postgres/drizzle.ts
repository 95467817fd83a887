import { createRequire } from 'node:module';

/** The parts of drizzle for Postgres, loaded as `../drizzle.ts` says. */
const require = createRequire(import.meta.url);

export const {
  bigint,
  boolean,
  doublePrecision,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  text,
  timestamp,
} = require('drizzle-orm/pg-core') as typeof import('drizzle-orm/pg-core');
export const { drizzle } = require('drizzle-orm/pg-proxy') as typeof import('drizzle-orm/pg-proxy');
