import { needing } from '../support/runner/needing.ts';
import { dailyWork, placeOnPostgres } from './daily-work.ts';

const { describe } = await needing('postgres');

describe('daily work on Postgres', () => dailyWork(placeOnPostgres));
