import { spawnSync } from 'node:child_process';
import { beforeAll, describe, expect, test } from 'vitest';
import { createProcessSessions } from '../../src/sessions/sessions.ts';
import {
  ada,
  misbehaving,
  newSessionId,
  settings,
  Witness,
} from '../support/processes/child-sessions.ts';

/**
 * Modules and members that a session's process finds in the shipped Node, with the reason why it
 * may have each. *Denied* means that the permission model refuses its use; `sandbox.test.ts` tries
 * each. If a later Node brings anything new, these tests fail: before adding it, check what it can
 * do outside its process without a permission.
 */
type Reasons = Readonly<Record<string, readonly string[]>>;

const MODULES: Reasons = {
  'computes, and touches nothing outside the process': [
    ...[
      'assert',
      'assert/strict',
      'async_hooks',
      'buffer',
      'constants',
      'diagnostics_channel',
      'domain',
      'events',
    ],
    ...[
      'path',
      'path/posix',
      'path/win32',
      'perf_hooks',
      'punycode',
      'querystring',
      'string_decoder',
      'sys',
    ],
    ...['stream', 'stream/consumers', 'stream/promises', 'stream/web', 'timers', 'timers/promises'],
    ...['url', 'util', 'util/types', 'zlib', 'console'],
  ],
  'denied, except for the files of its own code': ['fs', 'fs/promises'],
  'denied: network': [
    ...[
      '_http_agent',
      '_http_client',
      '_http_common',
      '_http_incoming',
      '_http_outgoing',
      '_http_server',
    ],
    ...[
      '_tls_common',
      '_tls_wrap',
      'dgram',
      'dns',
      'dns/promises',
      'http',
      'http2',
      'https',
      'net',
      'tls',
    ],
  ],
  'denied: processes, workers, inspector, files of a program, trace files': [
    ...[
      'child_process',
      'cluster',
      'worker_threads',
      'inspector',
      'inspector/promises',
      'wasi',
      'trace_events',
    ],
  ],
  'opens descriptors of its own process only': ['tty'],
  'reads and writes through fs and child_process, which are denied': [
    ...['readline', 'readline/promises', 'repl', 'node:test', 'node:test/reporters'],
  ],
  'loads readable code into this process; hooks in another thread are denied': ['module'],
  'new contexts in this process, without process and require': ['vm'],
  "at most reads the system's certificates; engines and stores are denied": ['crypto'],
  'says if Node is one executable file with a program in it': ['node:sea'],
  'see OS': ['os'],
  'see V8': ['v8'],
  'see PROCESS': ['process'],
};

const OS: Reasons = {
  'says what machine it is; no child can tell anybody but Charrette': [
    ...[
      'EOL',
      'arch',
      'availableParallelism',
      'constants',
      'cpus',
      'default',
      'devNull',
      'endianness',
      'freemem',
    ],
    ...[
      'getPriority',
      'homedir',
      'hostname',
      'loadavg',
      'machine',
      'networkInterfaces',
      'platform',
      'release',
    ],
    ...['tmpdir', 'totalmem', 'type', 'uptime', 'userInfo', 'version'],
  ],
};

const V8: Reasons = {
  'looks at its own heap, and serializes': [
    ...[
      'DefaultDeserializer',
      'DefaultSerializer',
      'Deserializer',
      'GCProfiler',
      'Serializer',
      'default',
    ],
    ...[
      'cachedDataVersionTag',
      'deserialize',
      'getCppHeapStatistics',
      'getHeapCodeStatistics',
      'getHeapSnapshot',
    ],
    ...[
      'getHeapSpaceStatistics',
      'getHeapStatistics',
      'isStringOneByteRepresentation',
      'promiseHooks',
    ],
    ...['queryObjects', 'serialize', 'startCpuProfile', 'startHeapProfile', 'startupSnapshot'],
  ],
  'writes to a folder that only the environment at the start can name': [
    'stopCoverage',
    'takeCoverage',
  ],
  'denied: files': [
    'setHeapProfileNearHeapLimit',
    'setHeapSnapshotNearHeapLimit',
    'writeHeapSnapshot',
  ],
  'replaced by powerless.mjs: takes one flag': ['setFlagsFromString'],
};

const PROCESS: Reasons = {
  'says what this process and its Node are': [
    ...[
      'version',
      'versions',
      'arch',
      'platform',
      'release',
      'moduleLoadList',
      'config',
      'features',
      'uptime',
    ],
    ...[
      'getActiveResourcesInfo',
      'cpuUsage',
      'threadCpuUsage',
      'resourceUsage',
      'memoryUsage',
      'hrtime',
      'cwd',
    ],
    ...[
      'constrainedMemory',
      'availableMemory',
      'getuid',
      'geteuid',
      'getgid',
      'getegid',
      'getgroups',
      'pid',
    ],
    ...[
      'ppid',
      'execPath',
      'execArgv',
      'argv',
      'argv0',
      'allowedNodeEnvironmentFlags',
      'permission',
      '_exiting',
    ],
    ...[
      'hasUncaughtExceptionCaptureCallback',
      'sourceMapsEnabled',
      '_preload_modules',
      'debugPort',
    ],
  ],
  'changes how this process itself runs': [
    ...[
      '_events',
      '_eventsCount',
      'domain',
      'exit',
      'reallyExit',
      'abort',
      'ref',
      'unref',
      'finalization',
      'title',
    ],
    ...[
      'env',
      'nextTick',
      '_tickCallback',
      '_fatalException',
      'emitWarning',
      'setSourceMapsEnabled',
      'umask',
    ],
    ...['setUncaughtExceptionCaptureCallback', 'addUncaughtExceptionCaptureCallback', '_debugEnd'],
    ...['_startProfilerIdleNotifier', '_stopProfilerIdleNotifier'],
  ],
  'its own descriptors: nothing, nothing, and what its last words are read from': [
    ...['stdin', 'stdout', 'stderr', 'openStdin', '_rawDebug'],
  ],
  'its own handles: the channel; what their classes could open is denied': [
    ...['_getActiveRequests', '_getActiveHandles'],
  ],
  'the modules of this list': ['getBuiltinModule'],
  'denied: bindings, addons, files, processes': [
    ...['binding', '_linkedBinding', 'dlopen', 'loadEnvFile', 'chdir', 'execve', 'report'],
  ],
  'without a use where nothing else of the system is within reach': [
    ...['initgroups', 'setgroups', 'setegid', 'seteuid', 'setgid', 'setuid'],
  ],
};

const GLOBALS: Reasons = {
  'computes, and touches nothing outside the process': [
    ...[
      'global',
      'Buffer',
      'clearImmediate',
      'setImmediate',
      'clearInterval',
      'clearTimeout',
      'setInterval',
    ],
    ...[
      'setTimeout',
      'queueMicrotask',
      'structuredClone',
      'atob',
      'btoa',
      'URL',
      'URLSearchParams',
      'URLPattern',
    ],
    ...[
      'DOMException',
      'QuotaExceededError',
      'AbortController',
      'AbortSignal',
      'Event',
      'EventTarget',
    ],
    ...['CustomEvent', 'MessageEvent', 'CloseEvent', 'ErrorEvent', 'TextEncoder', 'TextDecoder'],
    ...[
      'TextEncoderStream',
      'TextDecoderStream',
      'CompressionStream',
      'DecompressionStream',
      'TransformStream',
    ],
    ...['TransformStreamDefaultController', 'WritableStream', 'WritableStreamDefaultController'],
    ...[
      'WritableStreamDefaultWriter',
      'ReadableStream',
      'ReadableStreamDefaultReader',
      'ReadableStreamBYOBReader',
    ],
    ...[
      'ReadableStreamBYOBRequest',
      'ReadableByteStreamController',
      'ReadableStreamDefaultController',
    ],
    ...[
      'ByteLengthQueuingStrategy',
      'CountQueuingStrategy',
      'Blob',
      'File',
      'FormData',
      'Headers',
      'Request',
    ],
    ...[
      'Response',
      'Performance',
      'PerformanceEntry',
      'PerformanceMark',
      'PerformanceMeasure',
      'performance',
    ],
    ...['PerformanceObserver', 'PerformanceObserverEntryList', 'PerformanceResourceTiming'],
    ...['crypto', 'Crypto', 'CryptoKey', 'SubtleCrypto', 'Navigator', 'navigator'],
  ],
  'between threads of this process, of which there is one': [
    'BroadcastChannel',
    'MessageChannel',
    'MessagePort',
  ],
  'denied: network': ['fetch', 'WebSocket'],
  'see PROCESS': ['process'],
};

type Powers = Readonly<Record<'modules' | 'process' | 'os' | 'v8' | 'globals', readonly string[]>>;
const lists = misbehaving('lists-powers');

describe('the modules that a session finds in its Node', () => {
  let found: Powers;
  beforeAll(async () => {
    const witness = new Witness();
    const sessions = createProcessSessions(settings({ program: lists }));
    sessions.start(newSessionId(), ada, witness);
    const { lastWords } = await witness.untilLost();
    await sessions.close();
    found = JSON.parse(lastWords.stderr);
  });

  test.each([
    ['modules', MODULES],
    ['process', PROCESS],
    ['os', OS],
    ['v8', V8],
    ['globals', GLOBALS],
  ] as const)('%s: holds only examined ones', (what, reasons) => {
    const examined = Object.values(reasons).flat();
    expect(new Set(examined).size, 'a name has two reasons').toBe(examined.length);
    expect(found[what].filter((name) => !examined.includes(name))).toEqual([]);
  });

  test('(without its flags there is more)', () => {
    const { stderr } = spawnSync(process.execPath, [lists.entry], { env: {} });
    const plain: Powers = JSON.parse(
      String(stderr)
        .split('\n')
        .find((line) => line.startsWith('{')) ?? '',
    );
    expect(plain.modules).toEqual(expect.arrayContaining(['node:sqlite']));
    expect(plain.process).toEqual(expect.arrayContaining(['kill', '_kill', '_debugProcess']));
    expect(plain.os).toContain('setPriority');
    expect(plain.globals).toContain('sessionStorage');
  });
});
