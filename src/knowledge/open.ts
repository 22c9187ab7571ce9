/**
 * Makes the knowledge of a call ready to be asked. The one file of this room that loads the libraries: import it only
 * once a question has come, for it builds the index.
 */
import type { Call } from '../flow/call.ts';
import type { Faq } from '../flow/faq.ts';
import type { Knowledge } from './answer.ts';
import { naming } from './naming.ts';
import type { Normalising } from './normalise.ts';
import { normalising, plain } from './normalise.ts';
import { retrieving } from './retrieve.ts';

/** Builds the index, in well under half a second for some thousands of questions. */
export function openKnowledge(faq: Faq, call: Call): Knowledge {
  const write = remembering(plain);
  const texts = [
    ...faq.variants.map((variant) => variant.text),
    ...faq.entries.flatMap((entry) => [entry.topic.zh, entry.topic.en]),
    ...call.clauses.values().map((clause) => clause.text),
  ].map(write);
  const named = naming(call.lists, plain);
  return {
    faq,
    organizer: call.organizer,
    clauses: new Set(call.clauses.keys()),
    normalise: normalising(faq.vocabulary, texts),
    retrieve: retrieving(faq, call.clauses, write, named),
    naming: named,
  };
}

/** Writes each text once: the same ones are wanted for the index and for reading pinyin. */
function remembering(write: Normalising): Normalising {
  const written = new Map<string, string>();
  return (text) => {
    const known = written.get(text) ?? write(text);
    written.set(text, known);
    return known;
  };
}

/** The knowledge a voice has added nothing to: what a test of that voice is asked of. */
export function withoutVoice(faq: Faq, voice: string): Faq {
  return { ...faq, variants: faq.variants.filter((variant) => variant.voice !== voice) };
}
