/** What is kept of a case told before consent and before a list, and when the knowledge is opened at all. */
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Insight } from '../../src/engine/insight.ts';
import { currentDraft, newSession } from '../../src/engine/session.ts';
import { restoreSnapshot, takeSnapshot } from '../../src/engine/snapshot.ts';
import { takeTurn } from '../../src/engine/turn.ts';
import type { Turn } from '../../src/engine/turn-frame.ts';
import { understandingOf } from '../../src/engine/understand/understand.ts';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { openKnowledge } from '../../src/knowledge/open.ts';
import { guideTo } from '../../src/knowledge/recommend.ts';
import { PRIVATE } from '../../src/message.ts';

const folder = fileURLToPath(new URL('../../flows/fintech-events-2025', import.meta.url));
const call = loadCall(folder);
const faq = loadFaq(folder, call);
const insight: Insight = {
  knowledge: openKnowledge(faq, call),
  understanding: understandingOf(call, guideTo(call, faq)),
};
const NOW = Date.parse('2025-11-03T09:00:00+08:00');
const CASE =
  '我们是上海示例银行股份有限公司，做知识产权质押贷款，服务 86 家初创期科技企业。联系人张示例，科技金融部经理，13900000000，zhang@example.com，身份证11010519491231002X';

let session = newSession('told:u');
let opened = 0;

function say(text: string): Turn {
  const inbound = {
    channel: 'told',
    id: `m${session.length}`,
    user: 'u',
    chat: PRIVATE,
    addressed: true,
    at: NOW,
    prompt: undefined,
    content: { kind: 'text', text },
  } as const;
  const known = () => {
    opened += 1;
    return insight;
  };
  const turn = takeTurn(call, session, inbound, { now: NOW, by: 'b', version: '0', insight: known });
  if (turn === undefined) throw new Error('a private message was not answered');
  session = turn.session;
  return turn;
}

beforeEach(() => {
  session = newSession('told:u');
  opened = 0;
});

describe('A case told before consent', () => {
  it('leaves nothing personal in what is stored', () => {
    const stored = JSON.stringify(say(CASE).entry);
    expect(stored).toContain('上海示例银行股份有限公司');
    for (const personal of ['张示例', '1390000', 'example.com', '110105', '科技金融部经理'])
      expect(stored, personal).not.toContain(personal);
  });

  it('is still waiting after a snapshot, and gone once the applicant declines', () => {
    say(CASE);
    session = restoreSnapshot(call, session.key, JSON.parse(JSON.stringify(takeSnapshot(call, session))));
    expect(currentDraft(session)?.heard.length).toBeGreaterThan(0);
    say('先不填');
    expect(currentDraft(session)?.heard).toEqual([]);
  });

  it('is not kept from somebody who said no to it', () => {
    say('你好');
    say('先不填');
    say(CASE);
    expect(currentDraft(session)?.heard).toEqual([]);
  });
});

describe('The knowledge', () => {
  it('is not opened by the name of a company, a code or a choice', () => {
    for (const text of ['你好', '同意', '1', '1', '1', '1']) say(text);
    opened = 0;
    for (const text of ['上海示例科技股份有限公司', '91310115MAFAKE019P', '银行', '没有']) say(text);
    expect(opened).toBe(0);
    say('截止日期');
    expect(opened).toBeGreaterThan(0);
  });
});
