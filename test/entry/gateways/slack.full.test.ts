import { gatewayContract } from '../../contract/gateway.ts';
import { SLACK } from './chat.ts';

gatewayContract(SLACK);
