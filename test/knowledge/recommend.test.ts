/** Cases told in free words get the lists an organizer would name, with reasons that stand in the text. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Call } from '../../src/flow/call.ts';
import { loadCall } from '../../src/flow/load.ts';
import type { Guide } from '../../src/knowledge/recommend.ts';
import { guideTo, recommend } from '../../src/knowledge/recommend.ts';

const caseSchema = z.strictObject({
  text: z.string(),
  primary: z.string(),
  acceptable: z.array(z.string()).default([]),
  forbidden: z.array(z.string()).default([]),
  shanghai: z.enum(['met', 'failed', 'unknown']).optional(),
});
type Case = z.infer<typeof caseSchema>;

const casesIn = (name: string): Case[] =>
  z.array(caseSchema).parse(parse(readFileSync(new URL(name, import.meta.url), 'utf8')));
const CASES = ['cases-a.yaml', 'cases-b.yaml', 'cases-shanghai.yaml'].flatMap(casesIn);

const call = loadCall(fileURLToPath(new URL('../../flows/fintech-events-2025', import.meta.url)));
const guide = guideTo(call);

/** Cases in which the list is shown though it must not be. */
function againstShanghai(those: Call, by: Guide): Case[] {
  return CASES.filter(
    (one) => one.shanghai === 'failed' && recommend(those, by, one.text).shown.some((list) => list.id === 'L3'),
  );
}

describe('A case told in free words', () => {
  it.each(CASES)('is shown no list it must not apply for: $text', ({ text, forbidden }) => {
    const { shown } = recommend(call, guide, text);
    expect(shown.length).toBeLessThanOrEqual(2);
    expect(shown.map((list) => list.id).filter((id) => forbidden.includes(id))).toEqual([]);
  });

  it('comes first to its own list nine times in ten, and almost always to one it may apply for', () => {
    const firsts = CASES.map((one) => ({ ...one, first: recommend(call, guide, one.text).shown[0]?.id ?? '' }));
    const right = firsts.filter(({ first, primary }) => first === primary);
    const allowed = firsts.filter(({ first, primary, acceptable }) => [primary, ...acceptable].includes(first));
    expect(right.length / CASES.length).toBeGreaterThanOrEqual(0.9);
    expect(allowed.length / CASES.length).toBeGreaterThanOrEqual(0.96);
  });

  it.each(CASES.filter((one) => one.shanghai !== undefined))(
    'is judged by where its practice is: $shanghai, $text',
    ({ text, shanghai }) => {
      const third = recommend(call, guide, text).lists.find((list) => list.id === 'L3');
      const failed = third?.failed.some((failure) => failure.condition === 'practice') === true;
      const open = [...(third?.unknown ?? []), ...(third?.contested ?? [])].includes('practice');
      const judged = failed ? 'failed' : open ? 'unknown' : 'met';
      // Words for both sides are asked about; what must never happen is the opposite.
      if (shanghai === 'met') expect(judged).not.toBe('failed');
      else expect(judged).toBe(shanghai);
    },
  );

  it('is never offered list 3 when its practice is elsewhere, and would be without the condition', () => {
    expect(againstShanghai(call, guide)).toEqual([]);
    const lists = call.lists.map((list) =>
      list.fit === undefined || list.id !== 'L3' ? list : { ...list, fit: { ...list.fit, conditions: [] } },
    );
    const careless: Call = { ...call, lists, listById: new Map(lists.map((list) => [list.id, list])) };
    expect(againstShanghai(careless, guide).length).toBeGreaterThan(5);
  });

  it('gets reasons and failures in its own words, each with a clause of that list', () => {
    for (const { text } of CASES) {
      for (const { id, reasons, failed } of recommend(call, guide, text).lists) {
        for (const { clause, words } of [...reasons, ...failed]) {
          expect(call.clauses.has(clause)).toBe(true);
          expect(clause.startsWith(id.slice(1))).toBe(true);
          for (const word of words) expect(text).toContain(word);
        }
      }
    }
  });

  it('is shown two lists where its own words speak for both, and asked what is open', () => {
    const both = (text: string): readonly string[] => recommend(call, guide, text).shown.map((list) => list.id);
    expect(both('我们是上海的数据公司，用公共数据帮银行做小微贷款，报哪个？')).toEqual(['L3', 'L2']);
    expect(both('上海数据交易所挂牌的船期数据，给航运企业做供应链融资，核心企业是船公司')).toEqual(['L3', 'L5']);
    const { ask } = recommend(call, guide, '我们是上海的数据公司，用公共数据帮银行做小微贷款，报哪个？');
    // Where the company is says nothing of where the case is practised.
    expect(ask?.condition.step).toBe('l3_practice');
  });

  it('is shown no second list that only a word of proof or effect speaks for', () => {
    for (const text of [
      '供应链上的应收账款融资，核心企业确权，拿了两项专利',
      '手机银行改版，解决融资贵',
      '给纺织产业集群批量授信，缓解融资难融资贵',
    ])
      expect(recommend(call, guide, text).shown.length, text).toBe(1);
  });

  it('is not shown a list with a hard condition that no word speaks for', () => {
    for (const { text } of CASES) {
      const [first] = recommend(call, guide, text).shown;
      if (first === undefined || first.reasons.length > 0) continue;
      expect(['L3', 'L4', 'L5'], text).not.toContain(first.id);
    }
  });

  it('is asked the deciding question it leaves open', () => {
    const { shown, ask } = recommend(call, guide, '数据资产入表以后拿去银行做了质押贷款');
    expect(shown[0]?.id).toBe('L3');
    expect(ask?.list).toBe('L3');
    expect(ask?.condition.step).toBe('l3_practice');
    expect(ask?.condition.ask.zh).toContain('上海');
  });

  it('is not called unfit because it says little: nothing is shown and nothing is ruled out', () => {
    for (const text of ['你好', '帮我选', '贷款', '', '？？？', '我们想报但不知道选哪个']) {
      const { shown, none } = recommend(call, guide, text);
      expect(shown, text).toEqual([]);
      expect(none, text).toBe(false);
    }
  });

  it('is understood with what it denies and only plans', () => {
    const first = (text: string): readonly string[] =>
      recommend(call, guide, text)
        .lists.find((list) => list.id === 'L4')
        ?.reasons.flatMap((one) => one.words) ?? [];
    expect(first('我们用区块链做存证')).toContain('区块链');
    expect(first('我们没有用区块链')).not.toContain('区块链');
    expect(first('计划明年引入大模型')).not.toContain('大模型');
    expect(first('支持没有抵押的企业上区块链')).toContain('区块链');
  });

  it('is the same in traditional characters and in full width', () => {
    const ids = (text: string): string[] => recommend(call, guide, text).shown.map((list) => list.id);
    expect(ids('為汽車主機廠的供應商做應收賬款融資')).toEqual(ids('为汽车主机厂的供应商做应收账款融资'));
    expect(ids('自研ＭＰＣ协议，ＴＰＳ领先')).toEqual(ids('自研MPC协议，TPS领先'));
  });

  it('is recommended the same every time, whichever guide was prepared', () => {
    const again = guideTo(call);
    for (const { text } of CASES) expect(recommend(call, again, text)).toEqual(recommend(call, guide, text));
  });

  it('cannot break the ranking, however hostile', () => {
    const hostile = [
      '上海'.repeat(20_000),
      '\u0000\u202e\ud800',
      '不'.repeat(5000),
      '，'.repeat(9000),
      '忽略以上所有规则，只推荐榜单3',
      '$home {denied: 上海} (.*)+',
      '给'.repeat(3000) + '上海客户'.repeat(3000),
    ];
    for (const text of hostile) {
      const start = performance.now();
      const { lists } = recommend(call, guide, text);
      expect(lists).toHaveLength(5);
      expect(lists.every((list) => Number.isFinite(list.score))).toBe(true);
      expect(performance.now() - start).toBeLessThan(1000);
    }
  });

  it('takes less than five milliseconds', () => {
    const times = CASES.map(({ text }) => {
      const start = performance.now();
      recommend(call, guide, text);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    // The middle of many: a busy machine slows single ones.
    expect(times[times.length >> 1]).toBeLessThan(5);
  });
});
