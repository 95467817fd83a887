import { gatewayContract } from '../../contract/gateway.ts';
import { DISCORD } from './discord.ts';

gatewayContract(DISCORD);
