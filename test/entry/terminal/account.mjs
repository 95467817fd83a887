// Loaded before Charrette: the person at this terminal has the account that the test has given
// them.

import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';

const account = os.userInfo();
// @ts-expect-error of its several forms only this one is used
os.userInfo = () => ({ ...account, username: process.env.TEST_ACCOUNT ?? account.username });
syncBuiltinESMExports();
