import { gatewayContract } from '../../contract/gateway.ts';
import { SLACK } from './slack.ts';

gatewayContract(SLACK);
