/** Opens what a call knows, for answering questions and reading cases. Importing this file loads the libraries it stands on. */
import type { Insight } from '../engine/insight.ts';
import { understandingOf } from '../engine/understand/understand.ts';
import type { Call } from '../flow/call.ts';
import { loadFaq } from '../flow/load.ts';
import { openKnowledge } from '../knowledge/open.ts';
import { guideTo } from '../knowledge/recommend.ts';

/** The knowledge in a call's folder; undefined where there is none. Throws FlowFault. */
export function openInsight(folder: string, call: Call): Insight | undefined {
  const faq = loadFaq(folder, call);
  if (faq.entries.length === 0) return undefined;
  return { knowledge: openKnowledge(faq, call), understanding: understandingOf(call, guideTo(call, faq)) };
}
