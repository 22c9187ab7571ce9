/** The environment becomes one Config, or one fault that lists everything wrong and gives nothing secret away. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Config, Place } from '../src/config.ts';
import { ConfigFault, readConfig, readEnvironment } from '../src/config.ts';
import { variables } from '../src/variables.ts';

let place: Place;

beforeEach(() => {
  const folder = mkdtempSync(join(tmpdir(), 'shenbao-'));
  place = { project: join(folder, 'project'), cwd: join(folder, 'elsewhere') };
  for (const path of [join(place.project, 'flows/spring-2026'), place.cwd]) mkdirSync(path, { recursive: true });
});

afterEach(() => rmSync(join(place.project, '..'), { recursive: true }));

function read(real: Record<string, string>): Config {
  return readConfig(readEnvironment(place.cwd, real), place);
}

/** Names of the variables complained of. */
function complaints(real: Record<string, string>): string[] {
  try {
    read(real);
    return [];
  } catch (fault) {
    if (!(fault instanceof ConfigFault)) throw fault;
    return fault.problems.map((one) => one.variable);
  }
}

it('every name that other programs rely on is declared', () => {
  const promised = `PORT HOST DATA_DIR FLOWS_DIR CALL REDIS_URL REDIS_CLUSTER DURABILITY API_KEYS CHANNELS
    TELEGRAM_BOT_TOKEN TELEGRAM_API_ROOT TELEGRAM_MODE TELEGRAM_WEBHOOK_URL TELEGRAM_WEBHOOK_SECRET FEISHU_APP_ID
    FEISHU_APP_SECRET FEISHU_DOMAIN FEISHU_MODE FEISHU_ENCRYPT_KEY FEISHU_VERIFICATION_TOKEN FEISHU_ORGANIZER_CHAT
    FEISHU_BITABLE_APP FEISHU_BITABLE_TABLE WECHATY_PUPPET WECHATY_PUPPET_SERVICE_TOKEN WECHATY_PUPPET_SERVICE_ENDPOINT
    WECHATY_PUPPET_SERVICE_NO_TLS_INSECURE_CLIENT WECHAT_BOT_NAME ADMIN_PASSWORD ENCRYPTION_KEY SUBMISSION_WEBHOOK_URL
    SUBMISSION_WEBHOOK_SECRET LLM_BASE_URL LLM_API_KEY LLM_MODEL LOG_LEVEL`;
  expect(Object.keys(variables).sort()).toEqual(promised.split(/\s+/).sort());
});

it('an organizer who sets nothing gets the web channel, SQLite in ./data and the flows of the project', () => {
  const config = read({});
  expect(config.server).toEqual({
    port: 8080,
    portMayMove: true,
    host: '127.0.0.1',
    apiKeys: [],
    adminPassword: undefined,
  });
  expect(config.store.dataDir).toBe(join(place.cwd, 'data'));
  expect(config.store.redisUrl).toBeUndefined();
  expect(config.call).toEqual({ flowsDir: join(place.project, 'flows'), name: 'spring-2026' });
  expect(config.channels).toEqual(['web']);
});

describe('the call', () => {
  it('is the first one of the house when there are several', () => {
    mkdirSync(join(place.project, 'flows/autumn-2026'));
    expect(read({}).call.name).toBe('fintech-events-2025');
    expect(read({ CALL: 'autumn-2026' }).call.name).toBe('autumn-2026');
  });

  it('that does not exist is refused with the names there are', () => {
    expect(() => read({ CALL: 'winter-2026' })).toThrow('CALL must be a folder of FLOWS_DIR (spring-2026)');
  });

  it('is looked for from where the organizer started the program', () => {
    mkdirSync(join(place.cwd, 'calls/own'), { recursive: true });
    expect(read({ FLOWS_DIR: 'calls' }).call).toEqual({ flowsDir: join(place.cwd, 'calls'), name: 'own' });
    expect(complaints({ FLOWS_DIR: 'nowhere' })).toEqual(['FLOWS_DIR']);
  });
});

describe('.env', () => {
  it('is read from where the program is started, and the real environment wins', () => {
    writeFileSync(join(place.cwd, '.env'), 'PORT=9000\nHOST="0.0.0.0"\n# LOG_LEVEL=debug\n');
    const config = read({ PORT: '9001' });
    expect(config.server).toMatchObject({ port: 9001, portMayMove: false, host: '0.0.0.0' });
    expect(config.log.level).toBe('info');
  });

  it('may carry empty values, which count as unset', () => {
    writeFileSync(join(place.cwd, '.env'), 'PORT=\nREDIS_URL=\nTELEGRAM_BOT_TOKEN=  \n');
    expect(read({}).channels).toEqual(['web']);
  });
});

describe('channels', () => {
  it('are those whose credentials are there', () => {
    const config = read({ TELEGRAM_BOT_TOKEN: '1:x', FEISHU_APP_ID: 'cli_x', FEISHU_APP_SECRET: 's' });
    expect(config.channels).toEqual(['web', 'telegram', 'feishu']);
    expect(read({ WECHATY_PUPPET: 'wechaty-puppet-mock' }).channels).toEqual(['web', 'wechat']);
  });

  it('are those named, whatever else is configured', () => {
    expect(read({ CHANNELS: 'Telegram, web,', TELEGRAM_BOT_TOKEN: '1:x' }).channels).toEqual(['telegram', 'web']);
  });

  it('named without credentials, or unknown, are refused', () => {
    expect(complaints({ CHANNELS: 'telegram,feishu,wechat' })).toEqual([
      'TELEGRAM_BOT_TOKEN',
      'FEISHU_APP_ID',
      'FEISHU_APP_SECRET',
      'WECHATY_PUPPET_SERVICE_TOKEN',
    ]);
    expect(() => read({ CHANNELS: 'slack' })).toThrow('CHANNELS must be names out of web, telegram');
  });

  it('take LARK_ names for Feishu', () => {
    const config = read({ LARK_APP_ID: 'cli_x', LARK_APP_SECRET: 's', LARK_DOMAIN: 'lark' });
    expect(config.channels).toContain('feishu');
    expect(config.environment).toMatchObject({ FEISHU_APP_ID: 'cli_x', FEISHU_DOMAIN: 'lark' });
  });
});

it('all faults are told at once, in the order of .env.example, each with an example and none with its value', () => {
  const wrong = {
    LLM_MODEL: 'qwen3',
    PORT: '99999',
    REDIS_URL: 'http://:hunter2@example.org',
    ENCRYPTION_KEY: 'hunter2',
    TELEGRAM_MODE: 'webhook',
    LOG_LEVEL: 'loud',
  };
  expect(complaints(wrong)).toEqual([
    'PORT',
    'LOG_LEVEL',
    'REDIS_URL',
    'ENCRYPTION_KEY',
    'TELEGRAM_WEBHOOK_SECRET',
    'LLM_BASE_URL',
  ]);
  expect(() => read(wrong)).toThrow(
    /^6 faults in the settings\nPORT must be a port, 0 to 65535; for example PORT=8080\n/,
  );
  expect(() => read(wrong)).not.toThrow(/hunter2|99999|loud/);
});

const together: readonly (readonly [set: Record<string, string>, missing: string])[] = [
  [{ REDIS_CLUSTER: '1' }, 'REDIS_URL'],
  [{ DURABILITY: 'replicated' }, 'REDIS_URL'],
  [{ FEISHU_APP_ID: 'cli_x' }, 'FEISHU_APP_SECRET'],
  [{ FEISHU_APP_SECRET: 's' }, 'FEISHU_APP_ID'],
  [{ FEISHU_MODE: 'webhook' }, 'FEISHU_ENCRYPT_KEY'],
  [{ FEISHU_BITABLE_TABLE: 't' }, 'FEISHU_BITABLE_APP'],
  [{ SUBMISSION_WEBHOOK_URL: 'https://example.org' }, 'SUBMISSION_WEBHOOK_SECRET'],
  [{ LLM_BASE_URL: 'http://127.0.0.1/v1' }, 'LLM_MODEL'],
];

it.each(together)('%o is refused without %s', (set, missing) => {
  expect(complaints(set)).toEqual([missing]);
});

it('flags are read as people write them', () => {
  expect(read({ REDIS_CLUSTER: '0' }).store.redisCluster).toBe(false);
  expect(read({ REDIS_CLUSTER: 'true', REDIS_URL: 'redis://127.0.0.1' }).store.redisCluster).toBe(true);
  expect(complaints({ REDIS_CLUSTER: 'maybe', REDIS_URL: 'redis://127.0.0.1' })).toEqual(['REDIS_CLUSTER']);
});
