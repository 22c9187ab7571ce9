/**
 * Proves that messages fit every channel: every question of a call, put in full and for what is still owed of a partly
 * given answer, and whatever else it is shown. Judges with what adapters show; sends nothing, mends nothing.
 */
import type { Call } from '../flow/call.ts';
import type { Locale, Outbound } from '../message.ts';
import { PRIVATE } from '../message.ts';
import type { Look } from './prompts.ts';
import { atItsLongest, looks, questionsOf } from './prompts.ts';

/** Where something does not fit, and what to shorten. */
export interface Misfit {
  /** Where it was met first. */
  readonly list: string;
  /** Id of the step, or of the machine's own question; of a message without one its kind (`receipt`, `faq`, …). */
  readonly step: string;
  readonly locale: Locale;
  readonly channel: string;
  /** As the adapter says it, or that the buttons are lost. */
  readonly what: string;
}

/** What was looked at, and what does not fit. `shown`: distinct messages; `channels`: names of the adapters asked. */
export interface Fitting {
  readonly shown: number;
  readonly channels: readonly string[];
  readonly misfits: readonly Misfit[];
}

/** Looks at messages as they come, each distinct one once. */
export interface Fitter {
  /** `list`: id of the list it was said on. */
  see(outbound: Outbound, list: string, locale: Locale): void;
  /** So far. */
  fitting(): Fitting;
}

/** Two choices of one word each: whoever shows no buttons for these has none. */
const TWO_WORDS: Outbound = {
  id: 'check:0:0',
  re: 'check',
  to: { channel: 'check', user: 'check', chat: PRIVATE },
  kind: 'question',
  body: 'A?',
  prompt: {
    id: 'd1.a.1',
    step: 'a',
    type: 'single',
    multiple: false,
    options: [
      { n: 1, id: 'a', label: 'A' },
      { n: 2, id: 'b', label: 'B' },
    ],
  },
};

/** The longest part of what a message is made of, for whoever has to shorten something. */
function longestOf({ body, foot = '', prompt }: Outbound): string {
  const parts: readonly (readonly [name: string, length: number])[] = [
    ['ask', body.length],
    ['hint', foot.length],
    ...(prompt?.options.map(({ id, label }) => [`label of ${id}`, label.length] as const) ?? []),
  ];
  const [name, length] = parts.reduce((longest, part) => (part[1] > longest[1] ? part : longest));
  return `${name}, ${length} characters`;
}

interface Broken {
  /** What is the same of all messages broken in this way. */
  readonly kind: string;
  readonly what: string;
}

function brokenBy(show: NonNullable<Look['show']>, hasButtons: boolean, outbound: Outbound): readonly Broken[] {
  const { buttons, misfits } = show(outbound);
  const found = misfits.map((misfit) => ({
    kind: misfit.replaceAll(/\d+/gu, '#'),
    what: `${misfit}; shorten it (longest: ${longestOf(outbound)})`,
  }));
  const choices = outbound.prompt?.options.length ?? 0;
  if (hasButtons && choices > 0 && buttons.length === 0)
    found.push({
      kind: 'no buttons',
      what: `its ${choices} choices get no buttons; shorten the ids of the step and its options, or offer fewer (longest: ${longestOf(outbound)})`,
    });
  return found;
}

/** What makes a message another one. Its place (第 3 题，还剩 9 题) and the count in its prompt's id do not. */
function identity({ kind, body, foot, door, prompt, to }: Outbound): string {
  const words = kind === 'question' ? body.slice(body.indexOf('\n') + 1) : body;
  const asks = prompt === undefined ? undefined : [prompt.id, prompt.type, prompt.multiple, prompt.options];
  return JSON.stringify([kind, words, foot, door, to.chat, asks]);
}

/** A fitter for these adapters; those that cannot be loaded are left out. */
export function openFitter(all: readonly Look[]): Fitter {
  const known = all.flatMap(({ name, show }) =>
    show === undefined ? [] : [{ name, show, hasButtons: show(TWO_WORDS).buttons.length > 0 }],
  );
  const seen = new Set<string>();
  const misfits = new Map<string, Misfit>();
  return {
    see(said, list, locale) {
      const outbound = atItsLongest(said);
      const key = identity(outbound);
      if (seen.has(key)) return;
      seen.add(key);
      const step = outbound.prompt?.step ?? outbound.kind;
      for (const { name, show, hasButtons } of known)
        for (const { kind, what } of brokenBy(show, hasButtons, outbound)) {
          const one = `${step} ${locale} ${name} ${kind}`;
          if (!misfits.has(one)) misfits.set(one, { list, step, locale, channel: name, what });
        }
    },
    fitting: () => ({ shown: seen.size, channels: known.map(({ name }) => name), misfits: [...misfits.values()] }),
  };
}

/** Looks at every question of the call. */
export function seeQuestions(call: Call, fitter: Fitter): void {
  for (const list of call.lists)
    for (const step of list.route)
      for (const locale of call.locales)
        for (const outbound of questionsOf(list, step, locale)) fitter.see(outbound, list.id, locale);
}

/** Looks at every question of the call on these adapters, or on every one that can be loaded. */
export async function fitsEverywhere(call: Call, all?: readonly Look[]): Promise<Fitting> {
  const fitter = openFitter(all ?? (await looks()));
  seeQuestions(call, fitter);
  return fitter.fitting();
}
