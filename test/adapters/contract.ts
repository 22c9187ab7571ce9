/**
 * What every adapter must do, as tests: `looksContract` for the pure part (needs no platform) and `runsContract` for a
 * channel against a local server of its platform. Judges no wording.
 */
import { execFileSync } from 'node:child_process';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import type { Adapter, Channel, Intake, Taken } from '../../src/channel.ts';
import { DeliveryFault } from '../../src/channel.ts';
import type { Content, Inbound, Outbound, OutboundKind, Prompt } from '../../src/message.ts';
import { PRIVATE } from '../../src/message.ts';

/** An adapter as the contract sees it. */
export interface Subject {
  readonly adapter: Adapter;
  /** Path of its file from the folder of the project. */
  readonly file: string;
  /** An environment it accepts. */
  readonly environment: Readonly<Record<string, string>>;
  /** Longest part of `show`, as the platform counts. */
  readonly limit: number;
  readonly measure?: (part: string) => number;
  /** A part as a person reads it, where parts carry markup. */
  readonly read?: (part: string) => string;
}

const KINDS: readonly OutboundKind[] = ['question', 'rejection', 'notice', 'finding', 'faq', 'preview', 'receipt'];
/** What a person could write to break a markup. */
const MARKUP = '<b>单位 & "A"</b> *重点* _x_ [链接](https://example.org) <at id=all></at> `code` \\n {{x}} &lt;';

function prompt(count: number, multiple: boolean): Prompt {
  const options = Array.from({ length: count }, (_, at) => ({
    n: at + 1,
    id: `option_${at + 1}`,
    label: `第${at + 1}项：${'依托本行牌照开展的科技金融服务'.slice(0, 4 + at)} ${at}`,
  }));
  return { id: 'd1.step_with_a_long_name.27', step: 'step_with_a_long_name', type: 'multi', multiple, options };
}

function outbound(more: Partial<Outbound>): Outbound {
  const to = { channel: 'x', user: 'u1', chat: PRIVATE };
  return { id: 'x:u1:3:0', re: 'm1', to, kind: 'question', body: '案例现在到哪一步了？', ...more };
}

const messages: readonly (readonly [string, Outbound])[] = [
  ...KINDS.map((kind) => [kind, outbound({ kind })] as const),
  ['three choices', outbound({ prompt: prompt(3, false), foot: '回编号就行。' })],
  ['twelve choices', outbound({ prompt: prompt(12, false) })],
  ['twelve of which several', outbound({ prompt: prompt(12, true), foot: '可多选。' })],
  ['a long text', outbound({ kind: 'preview', body: '一段很长的说明。\n'.repeat(800), prompt: prompt(3, false) })],
  ['a text without a seam', outbound({ kind: 'preview', body: '长'.repeat(9_000) })],
  ['markup in what a person wrote', outbound({ kind: 'preview', body: MARKUP })],
  ['a group', outbound({ to: { channel: 'x', user: 'u1', chat: 'g1' }, prompt: prompt(3, false) })],
  ['the door', outbound({ kind: 'notice', to: { channel: 'x', user: 'u1', chat: 'g1' }, door: 'private' })],
  [
    'English',
    outbound({ body: 'What stage is the case at?', foot: 'Answer with a number.', prompt: prompt(4, false) }),
  ],
];

/** The pure part. */
export function looksContract(name: string, subject: Subject): void {
  const { adapter, limit } = subject;
  const measure = subject.measure ?? ((part: string) => part.length);
  const read = subject.read ?? ((part: string) => part);

  describe(`${name}: what is seen`, () => {
    it('is known without any SDK: importing the file loads nothing but zod', () => {
      expect(loadedBy(subject.file)).toEqual([]);
    });

    it('reads its own environment and keeps nothing else', () => {
      const parsed = adapter.env.parse({ ...subject.environment, SOMEBODY_ELSES_SECRET: 'do-not-keep' });
      expect(JSON.stringify(parsed)).not.toContain('do-not-keep');
    });

    it.each(messages)('of %s fits, says everything, and is the same each time', (_, message) => {
      const before = structuredClone(message);
      const shown = adapter.show(message);
      expect(adapter.show(message)).toEqual(shown);
      expect(message).toEqual(before);
      expect(shown.misfits).toEqual([]);
      expect(shown.parts.length).toBeGreaterThan(0);
      for (const part of shown.parts) {
        expect(part.trim()).not.toBe('');
        // A part that stands for a file is marked by its name.
        if (!/^\[.+\.txt\]/u.test(part)) expect(measure(part)).toBeLessThanOrEqual(limit);
      }
      const bare = (text: string) => text.replaceAll(/\s/gu, '');
      const all = bare([...shown.parts.map(read), ...shown.buttons.flat()].join('\n'));
      expect(all).toContain(bare(message.body));
      if (message.foot !== undefined) expect(all).toContain(bare(message.foot));
      for (const { label } of message.prompt?.options ?? []) expect(all).toContain(bare(label));
    });
  });
}

/** A local server of the platform, and one person on it. */
export interface Stage {
  readonly environment: Readonly<Record<string, string>>;
  /** What must never show in health or in what operators are told. */
  readonly secret?: string;
  /** The person says something in private. */
  says(text: string): void;
  /** A private message of ours to that person. */
  readonly to: Outbound['to'];
  /** Texts the person saw, in order. */
  seen(): readonly string[];
  /** Messages the platform still holds for us; undefined where it never tells again. */
  unacknowledged?(): number;
  /** Sends are refused from now on. */
  refuse(): void;
  /** The platform is gone. */
  kill(): Promise<void>;
}

/** The running part. `make` starts a fresh server each time. */
export function runsContract(name: string, adapter: Adapter, make: () => Promise<Stage>): void {
  async function withChannel(
    play: (channel: Channel, stage: Stage, taken: Inbound[], told: string[]) => Promise<void>,
    take: (inbound: Inbound) => Promise<Taken> = async () => 'ok',
  ): Promise<void> {
    const stage = await make();
    const taken: Inbound[] = [];
    const told: string[] = [];
    const intake: Intake = {
      take(inbound) {
        taken.push(inbound);
        return take(inbound);
      },
      keep: async (): Promise<Content> => ({ kind: 'unsupported', what: 'x' }),
      largestFile: 1_048_576,
      now: Date.now,
      random: () => 0,
      tell: (level, what, fields) => told.push(`${level} ${what} ${JSON.stringify(fields ?? {})}`),
    };
    const channel = await adapter.open(adapter.env.parse(stage.environment), intake);
    try {
      await play(channel, stage, taken, told);
    } finally {
      await channel.close();
      await stage.kill();
    }
  }
  const eventually = <T>(check: () => T) => vi.waitFor(check, { timeout: 8_000, interval: 10 });

  describe(`${name}: as it runs`, () => {
    it('says that it is open, who it is, and no secret', async () => {
      await withChannel(async (channel, stage, _, told) => {
        await eventually(() => expect(channel.health().state).toBe('open'));
        expect(channel.name).toBe(adapter.name);
        if (stage.secret !== undefined)
          expect(JSON.stringify([channel.health(), channel.capabilities, told])).not.toContain(stage.secret);
      });
    });

    it('hands over what a person said, once it was taken and not before is it acknowledged', async () => {
      let settle: (taken: Taken) => void = () => undefined;
      const later = new Promise<Taken>((resolve) => {
        settle = resolve;
      });
      await withChannel(
        async (channel, stage, taken) => {
          stage.says('你好');
          await eventually(() => expect(taken.length).toBeGreaterThan(0));
          expect(taken[0]).toMatchObject({
            channel: adapter.name,
            user: stage.to.user,
            chat: PRIVATE,
            addressed: true,
            content: { kind: 'text', text: '你好' },
          });
          expect(channel.health().lastInbound).toBeGreaterThan(0);
          if (stage.unacknowledged !== undefined) expect(stage.unacknowledged()).toBe(1);
          settle('ok');
          await eventually(() => expect(stage.unacknowledged?.() ?? 0).toBe(0));
        },
        () => later,
      );
    });

    it('brings a message that could not be taken again, under the same id', async () => {
      let tries = 0;
      await withChannel(
        async (_, stage, taken) => {
          stage.says('你好');
          await eventually(() => expect(taken.length).toBeGreaterThanOrEqual(2));
          expect(new Set(taken.map(({ id }) => id)).size).toBe(1);
        },
        async () => {
          tries += 1;
          return tries === 1 ? 'error' : 'ok';
        },
      );
    });

    it('sends a long text in parts, in order, and all of it', async () => {
      await withChannel(async (channel, stage) => {
        await eventually(() => expect(channel.health().state).toBe('open'));
        const body = Array.from({ length: 60 }, (_, n) => `第${n}行${'文'.repeat(70)}`).join('\n');
        await channel.send(outbound({ to: stage.to, body }), 'x:u1:3:0');
        const shown = adapter.show(outbound({ to: stage.to, body })).parts;
        await eventually(() => expect(stage.seen()).toHaveLength(shown.length));
        expect(stage.seen().join('').replaceAll(/\s/gu, '')).toContain(body.replaceAll(/\s/gu, ''));
      });
    });

    it('says what went wrong with a send in the closed set of faults', async () => {
      await withChannel(async (channel, stage) => {
        await eventually(() => expect(channel.health().state).toBe('open'));
        stage.refuse();
        await expect(channel.send(outbound({ to: stage.to }), 'k1')).rejects.toBeInstanceOf(DeliveryFault);
      });
    });

    it('closes soon, also when its platform is gone, and says so', async () => {
      await withChannel(async (channel, stage) => {
        await eventually(() => expect(channel.health().state).toBe('open'));
        await stage.kill();
        await expect(channel.send(outbound({ to: stage.to }), 'k1')).rejects.toBeInstanceOf(DeliveryFault);
        const start = performance.now();
        await channel.close();
        expect(performance.now() - start).toBeLessThan(5_000);
        expect(channel.health().state).toBe('closed');
      });
    }, 30_000);
  });
}

const LIST = `
import { registerHooks } from 'node:module';
const seen = new Set();
registerHooks({ resolve(name, from, next) { const found = next(name, from); seen.add(found.url); return found; } });
await import(process.argv[1]);
const packages = [...seen].map((url) => /node_modules\\/((?:@[^/]+\\/)?[^/]+)/.exec(url)?.[1]).filter(Boolean);
process.stdout.write(JSON.stringify([...new Set(packages)].filter((name) => name !== 'zod')));
`;

/** Packages that importing a file loads, but for zod. */
function loadedBy(file: string): unknown {
  const args = ['--no-warnings', '--input-type=module', '-e', LIST, pathToFileURL(file).href];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }));
}
