/** Prints how the question of a step looks on every channel: its parts, its buttons and what does not fit. Sends nothing. */
import { parseArgs } from 'node:util';
import type { Call } from '../flow/call.ts';
import type { List } from '../flow/list.ts';
import { didYouMean } from '../flow/nearest.ts';
import type { Step } from '../flow/step.ts';
import { inLocale } from '../flow/words.ts';
import type { Locale, Outbound } from '../message.ts';
import { EXIT, UsageFault } from './command.ts';
import type { Look } from './prompts.ts';
import { looks, questionOf } from './prompts.ts';
import { configuredCall, settings } from './setup.ts';

const options = {
  channel: { type: 'string' },
  lang: { type: 'string' },
} as const;

const LOCALES: Readonly<Record<string, Locale>> = { zh: 'zh-CN', 'zh-cn': 'zh-CN', en: 'en' };

/** `preview LIST STEP [--channel NAME] [--lang zh|en]`. Exit code 1 when something does not fit or a channel cannot be loaded. */
export async function preview(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
  const [listName, stepName, ...rest] = positionals;
  if (listName === undefined || stepName === undefined || rest.length > 0)
    throw new UsageFault(
      '写法：preview 榜单 题目，如 preview L3 case_title。/ Write: preview LIST STEP, such as preview L3 case_title.',
    );
  const call = configuredCall(settings());
  const locale = localeNamed(call, values.lang);
  const list = listNamed(call, listName);
  const step = stepNamed(list, stepName);
  const all = await looks();
  const shown = values.channel === undefined ? all : [channelNamed(all, values.channel)];
  const outbound = questionOf(list, step, locale);
  process.stdout.write(`${list.id} ${inLocale(list.name, locale)} · ${step.id} ${inLocale(step.title, locale)}\n`);
  const fits = shown.map((look) => print(look, outbound));
  return fits.every((one) => one) ? EXIT.ok : EXIT.failed;
}

/** Prints one channel; true when it can be loaded and the message fits it. */
function print({ name, show, why }: Look, outbound: Outbound): boolean {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 60 - name.length))}\n`);
  if (show === undefined) {
    process.stdout.write(`✗ 读不了 / cannot be loaded: adapters/${name}.ts: ${why}\n`);
    return false;
  }
  const { parts, buttons, misfits } = show(outbound);
  const rows = buttons.map((row) => row.map((label) => `[ ${label} ]`).join(' '));
  process.stdout.write(`${[...parts.join('\n┄┄\n').split('\n'), ...rows].join('\n')}\n`);
  for (const misfit of misfits) process.stdout.write(`✗ 放不下 / does not fit: ${misfit}\n`);
  return misfits.length === 0;
}

function localeNamed(call: Call, name: string | undefined): Locale {
  if (name === undefined) return call.locales[0] ?? 'zh-CN';
  const locale = LOCALES[name.toLowerCase()];
  if (locale !== undefined && call.locales.includes(locale)) return locale;
  throw new UsageFault(
    `这个征集没有语言“${name}”。/ The call is not written in “${name}”; known: ${call.locales.join(', ')}`,
  );
}

function listNamed(call: Call, name: string): List {
  const wanted = name.toLowerCase();
  const found = call.lists.find((list) => list.id.toLowerCase() === wanted || String(list.no) === wanted);
  if (found !== undefined) return found;
  const known = call.lists.map((list) => list.id);
  throw new UsageFault(`没有榜单“${name}”。/ There is no list “${name}”; ${didYouMean(name, known) ?? ''}`);
}

/** A step of the list by its id. */
function stepNamed(list: List, name: string): Step {
  const found = list.route.find((step) => step.id === name.toLowerCase());
  if (found !== undefined) return found;
  const known = list.route.map((step) => step.id);
  const hint = didYouMean(name, known) ?? `known: ${known.join(', ')}`;
  throw new UsageFault(`${list.id} 没有题目“${name}”。/ ${list.id} has no step “${name}”; ${hint}`);
}

function channelNamed(all: readonly Look[], name: string): Look {
  const found = all.find((look) => look.name === name.toLowerCase());
  if (found !== undefined) return found;
  const hint = didYouMean(
    name,
    all.map((look) => look.name),
  );
  throw new UsageFault(`没有渠道“${name}”。/ There is no channel “${name}”; ${hint ?? ''}`);
}
