/**
 * Proves that every question of a call fits every channel: all steps of all lists, put in full and for what is still owed
 * of a partly given answer, in every language of the call. Judges with what adapters show; sends nothing, mends nothing.
 */
import type { Call } from '../flow/call.ts';
import type { Locale, Outbound } from '../message.ts';
import type { Look } from './prompts.ts';
import { looks, questionsOf } from './prompts.ts';

/** Where something does not fit, and what to shorten. */
export interface Misfit {
  readonly list: string;
  readonly step: string;
  readonly locale: Locale;
  readonly channel: string;
  /** As the adapter says it, or that the buttons are lost. */
  readonly what: string;
}

/** What was looked at, and what does not fit. `shown`: distinct questions; `channels`: names of the adapters asked. */
export interface Fitting {
  readonly shown: number;
  readonly channels: readonly string[];
  readonly misfits: readonly Misfit[];
}

/** Two choices of one word each: whoever shows no buttons for these has none. */
function showsButtons({ show }: Look, like: Outbound): boolean {
  const prompt = {
    id: 'd1.a.1',
    step: 'a',
    type: 'single',
    multiple: false,
    options: [
      { n: 1, id: 'a', label: 'A' },
      { n: 2, id: 'b', label: 'B' },
    ],
  };
  return (show?.({ ...like, body: 'A?', foot: undefined, prompt }).buttons.length ?? 0) > 0;
}

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

function misfitsOf(look: Look, hasButtons: boolean, outbound: Outbound): readonly string[] {
  if (look.show === undefined) return [];
  const { buttons, misfits } = look.show(outbound);
  const found = misfits.map((misfit) => `${misfit}; shorten it (longest: ${longestOf(outbound)})`);
  const choices = outbound.prompt?.options.length ?? 0;
  if (hasButtons && choices > 0 && buttons.length === 0)
    found.push(
      `its ${choices} choices get no buttons; shorten the ids of the step and its options, or offer fewer (longest: ${longestOf(outbound)})`,
    );
  return found;
}

/** Looks at every question of the call on every adapter that can be loaded. */
export async function fitsEverywhere(call: Call): Promise<Fitting> {
  const known = (await looks()).filter((look) => look.show !== undefined);
  const seen = new Set<string>();
  const misfits: Misfit[] = [];
  const first = call.lists[0];
  const like = first?.route[0] === undefined ? undefined : questionsOf(first, first.route[0], 'zh-CN')[0];
  const withButtons = new Set(known.filter((look) => like !== undefined && showsButtons(look, like)));
  for (const list of call.lists) {
    for (const step of list.route) {
      for (const locale of call.locales) {
        for (const outbound of questionsOf(list, step, locale)) {
          const { body, foot, prompt } = outbound;
          // The same step stands at another place of every list; only its words and choices make it another message.
          const words = body.slice(body.indexOf('\n') + 1);
          const key = JSON.stringify([words, foot, prompt?.id, prompt?.options]);
          if (seen.has(key)) continue;
          seen.add(key);
          for (const look of known)
            for (const what of misfitsOf(look, withButtons.has(look), outbound))
              misfits.push({ list: list.id, step: step.id, locale, channel: look.name, what });
        }
      }
    }
  }
  return { shown: seen.size, channels: known.map(({ name }) => name), misfits };
}
