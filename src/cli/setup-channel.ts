/**
 * `setup`: connects a platform with somebody at the terminal, or prints the steps where nobody is. Writes `.env` and
 * nothing else; opens no channel.
 */
import { parseArgs } from 'node:util';
import { readEnvironment } from '../config.ts';
import { didYouMean } from '../flow/nearest.ts';
import type { Asking } from './asking.ts';
import { openAsking } from './asking.ts';
import { EXIT, UsageFault } from './command.ts';
import { here } from './setup.ts';
import type { SetupParts } from './setup-platform.ts';
import { connectFeishu, connectTelegram, connectWechat, saveFeishu } from './setup-platform.ts';
import type { Steps } from './setup-steps.ts';
import { STEPS } from './setup-steps.ts';

const OPTIONS = {
  token: { type: 'string' },
  endpoint: { type: 'string' },
  lark: { type: 'boolean' },
  scan: { type: 'boolean' },
  manual: { type: 'boolean' },
  accounts: { type: 'string' },
} as const;

type Options = Readonly<
  Partial<Record<'token' | 'endpoint' | 'accounts', string> & Record<'lark' | 'scan' | 'manual', boolean>>
>;

const ASKED =
  '要写进 .env 的，下面会问你，核对后替你写好。\nWhat goes into .env is asked now, checked, and written for you.';

/** Options each platform knows. */
const KNOWN: Readonly<Record<string, readonly (keyof Options)[]>> = {
  telegram: ['token'],
  feishu: ['lark', 'scan', 'manual', 'accounts'],
  wechat: ['token', 'endpoint'],
};

/** `setup telegram|feishu|wechat`. Throws UsageFault, OperatorFault. */
export async function setupChannel(args: string[]): Promise<number> {
  const { positionals, values } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
  const [name, ...rest] = positionals;
  const names = Object.keys(STEPS);
  if (name === undefined || rest.length > 0)
    throw new UsageFault(`写法：setup ${names.join('|')}。/ Write: setup ${names.join('|')}.`);
  const steps = Object.hasOwn(STEPS, name) ? STEPS[name] : undefined;
  if (steps === undefined)
    throw new UsageFault(`没有渠道“${name}”。/ There is no channel “${name}”; ${didYouMean(name, names) ?? ''}`);
  const known: readonly string[] = KNOWN[name] ?? [];
  for (const option of Object.keys(values))
    if (!known.includes(option))
      throw new UsageFault(`setup ${name} 没有选项 --${option}。/ setup ${name} has no option --${option}.`);
  const place = here();
  const terminal = process.stdin.isTTY === true;
  const given = Object.keys(values).some((option) => option !== 'lark');
  if (!terminal && !given) {
    print(wordsOf(steps));
    return EXIT.ok;
  }
  const asking: Asking | undefined = terminal
    ? openAsking({ input: process.stdin, output: process.stdout, terminal })
    : undefined;
  try {
    return await connect(name, steps, values, {
      asking,
      environment: readEnvironment(place.cwd),
      folder: place.cwd,
      print,
    });
  } finally {
    asking?.close();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function wordsOf(steps: Steps): string {
  const numbered = (lines: readonly string[]): string => lines.map((line, i) => `${i + 1}. ${line}\n`).join('');
  return `${numbered(steps.zh)}\n${numbered(steps.en)}`.trimEnd();
}

/** The steps, and where somebody is there that they are asked next. */
function tell(steps: Steps, { asking, print: show }: SetupParts): void {
  show(asking === undefined ? wordsOf(steps) : `${wordsOf(steps)}\n${ASKED}`);
}

async function connect(name: string, steps: Steps, options: Options, parts: SetupParts): Promise<number> {
  switch (name) {
    case 'telegram':
      if (options.token === undefined) tell(steps, parts);
      return connectTelegram(parts, options.token);
    case 'wechat':
      tell(steps, parts);
      return connectWechat(parts, options);
    default:
      return feishu(steps, options, parts);
  }
}

async function feishu(steps: Steps, options: Options, parts: SetupParts): Promise<number> {
  const lark = options.lark === true;
  if (options.manual !== true) {
    const { scanFeishu } = await import('./setup-feishu.ts');
    const found = await scanFeishu({ ...parts, lark, accounts: options.accounts });
    if (found !== undefined) {
      const code = saveFeishu(parts, found);
      parts.print('扫码时已勾选需要的权限、事件和回调。收不到消息时，照 setup feishu --manual 的步骤核对。');
      parts.print(
        'Scopes, events and callbacks came with the scan. If no message arrives, check the steps of setup feishu --manual.',
      );
      return code;
    }
    parts.print('改为手工来：/ By hand, then:');
  }
  tell(steps, parts);
  return connectFeishu(parts, lark);
}
