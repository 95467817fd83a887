import { describe } from 'vitest';
import { gatewayContract } from '../../contract/gateway.ts';
import { TERMINAL, whyNoStage } from './terminal.ts';

const reason = await whyNoStage();

// Elsewhere than on Linux there may be no such terminal.
describe.skipIf(reason !== null)(reason ?? 'on a terminal of its own', () => gatewayContract(TERMINAL));
