/**
 * Adds questions to the organizer's voice: compiles the changed files in memory, asks the regression cases again, and
 * writes only when nothing that was right breaks.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { compileFaq } from '../flow/compile-faq.ts';
import type { RegressionCase } from '../flow/faq.ts';
import { FlowFault, faultLine } from '../flow/fault.ts';
import { questionKey } from '../flow/likeness.ts';
import { readFaqFiles } from '../flow/load.ts';
import { didYouMean } from '../flow/nearest.ts';
import { broken } from '../knowledge/known-case.ts';
import { openKnowledge } from '../knowledge/open.ts';
import { OperatorFault } from './command.ts';
import type { Known } from './faq-knowledge.ts';
import { ORGANIZER_VOICE, withQuestion } from './voice-file.ts';

/** A question and the entry it belongs to. */
export interface Lesson {
  readonly text: string;
  readonly entry: string;
}

/** What was written: how many questions were new. */
export interface Taught {
  readonly path: string;
  readonly added: number;
}

/** Teaches lessons, all or none. Throws OperatorFault with what stands against it. */
export function teach(all: Known, lessons: readonly Lesson[]): Taught {
  const { folder, call, faq } = all;
  const path = `${folder}/faq/voices/organizer.yaml`;
  for (const { entry } of lessons) {
    if (faq.entryById.has(entry)) continue;
    const hint = didYouMean(entry, faq.entryById.keys());
    throw new OperatorFault(`没有条目 ${entry}。/ There is no entry ${entry}.${hint === undefined ? '' : ` ${hint}`}`);
  }
  const present = new Set(faq.variants.map((variant) => `${variant.entry} ${questionKey(variant.text)}`));
  const fresh = lessons.filter(({ text, entry }) => {
    const key = `${entry} ${questionKey(text)}`;
    return present.has(key) ? false : present.add(key);
  });
  if (fresh.length === 0) return { path, added: 0 };
  const { files, faults } = readFaqFiles(folder);
  const before = files.find((file) => file.path === path)?.text ?? ORGANIZER_VOICE;
  const text = fresh.reduce((sum, lesson) => withQuestion(sum, lesson.entry, lesson.text), before);
  const changed = [...files.filter((file) => file.path !== path), { path, text }];
  const after = compiled(() => compileFaq(changed, `${folder}/`, call, faults));
  const harm = broken(openKnowledge(faq, call), openKnowledge(after, call));
  if (harm.length > 0) throw new OperatorFault(refusal(harm));
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return { path, added: fresh.length };
}

function compiled<T>(compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof FlowFault)) throw error;
    throw new OperatorFault(
      `没有加，文件会出错：/ Not added, the files would be faulty:\n${error.faults.map(faultLine).join('\n')}`,
    );
  }
}

function refusal(harm: readonly RegressionCase[]): string {
  const lines = harm.map(({ text, entry }) => `  “${text}” → ${entry}`);
  return `没有加：下面原来答对的会答错。/ Not added: what was right would break.\n${lines.join('\n')}`;
}
