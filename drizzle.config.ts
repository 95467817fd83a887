import { defineConfig } from 'drizzle-kit';

/** `npm run generate` compares the schema with the last snapshot and writes the SQL that leads from one to the other. */
export default defineConfig({
  dialect: 'postgresql',
  schema: './src/adapters/store/postgres/schema.ts',
  out: './migrations/postgres',
});
