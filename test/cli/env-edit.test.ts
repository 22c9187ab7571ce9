/** An organizer's `.env` in which one variable is set and everything else stays as they wrote it. */
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { withVariable } from '../../src/cli/env-edit.ts';
import { envExample } from '../../src/cli/env-example.ts';

const TOKEN = '123456:ABC-def_0123456789012345678901234';

describe('a variable', () => {
  it.each([
    ['', `TELEGRAM_BOT_TOKEN=${TOKEN}\n`],
    ['PORT=1\n', `PORT=1\nTELEGRAM_BOT_TOKEN=${TOKEN}\n`],
    ['PORT=1', `PORT=1\nTELEGRAM_BOT_TOKEN=${TOKEN}\n`],
    ['PORT=1\r\n', `PORT=1\r\nTELEGRAM_BOT_TOKEN=${TOKEN}\r\n`],
    ['TELEGRAM_BOT_TOKEN=old\nPORT=1\n', `TELEGRAM_BOT_TOKEN=${TOKEN}\nPORT=1\n`],
    ['TELEGRAM_BOT_TOKEN="old"\r\nPORT=1\r\n', `TELEGRAM_BOT_TOKEN=${TOKEN}\r\nPORT=1\r\n`],
    ['  export TELEGRAM_BOT_TOKEN = old # mine\n', `export TELEGRAM_BOT_TOKEN=${TOKEN}\n`],
    ['A=1\n# TELEGRAM_BOT_TOKEN=123\nB=2\n', `A=1\nTELEGRAM_BOT_TOKEN=${TOKEN}\nB=2\n`],
    ['TELEGRAM_BOT_TOKEN=a\nTELEGRAM_BOT_TOKEN=b\n', `TELEGRAM_BOT_TOKEN=a\nTELEGRAM_BOT_TOKEN=${TOKEN}\n`],
    ['# TELEGRAM_BOT_TOKEN=x\nTELEGRAM_BOT_TOKEN=b\n', `# TELEGRAM_BOT_TOKEN=x\nTELEGRAM_BOT_TOKEN=${TOKEN}\n`],
    ['MY_TELEGRAM_BOT_TOKEN=a\n', `MY_TELEGRAM_BOT_TOKEN=a\nTELEGRAM_BOT_TOKEN=${TOKEN}\n`],
  ])('is set in %j', (text, edited) => {
    expect(withVariable(text, 'TELEGRAM_BOT_TOKEN', TOKEN)).toBe(edited);
  });

  it('takes the place of its example in .env.example, and only there', () => {
    const text = withVariable(envExample(), 'FEISHU_APP_SECRET', 'abc');
    expect({ ...parseEnv(text) }).toEqual({ FEISHU_APP_SECRET: 'abc' });
    expect(text.split('\n')).toHaveLength(envExample().split('\n').length);
  });

  it.each(['a b', 'a\nB=1', 'a#b', '"a"', "'", '$HOME', ''])('is not set to %j', (value) => {
    expect(() => withVariable('', 'TELEGRAM_BOT_TOKEN', value)).toThrow(/cannot stand in/);
  });

  it('is not set where the text would change its meaning', () => {
    expect(() => withVariable('NOTE="one\nTELEGRAM_BOT_TOKEN=x\ntwo"\n', 'TELEGRAM_BOT_TOKEN', TOKEN)).toThrow(
      /cannot be edited safely/,
    );
  });
});
