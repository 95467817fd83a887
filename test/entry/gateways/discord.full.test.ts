import { gatewayContract } from '../../contract/gateway.ts';
import { DISCORD } from './chat.ts';

gatewayContract(DISCORD);
