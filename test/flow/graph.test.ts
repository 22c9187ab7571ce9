/** Pictures of a route: organizers see every question, its condition and what can refuse; texts cannot break the picture. */
import { describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { mermaid } from '../../src/flow/graph.ts';
import type { List } from '../../src/flow/list.ts';
import { svg } from '../../src/flow/svg.ts';
import { edited, SMALL_CALL } from './small-call.ts';

const call = compileCall(SMALL_CALL);

function listOf(id: string, from = call): List {
  const list = from.listById.get(id);
  if (list === undefined) throw new Error(`no list ${id}`);
  return list;
}

/** Nodes an edge of a Mermaid text names, and nodes it defines. */
function nodesOf(text: string): { readonly named: Set<string>; readonly defined: Set<string> } {
  const named = new Set(
    [...text.matchAll(/^ {2}(\w+) -->(?:\|"[^"]*"\|)? (\w+)$/gmu)].flatMap(([, from = '', to = '']) => [from, to]),
  );
  const defined = new Set([...text.matchAll(/^ {2}(\w+)[[({]/gmu)].map(([, id = '']) => id));
  return { named, defined };
}

describe('The Mermaid text of a route', () => {
  it('joins every question from start to finish', () => {
    const text = mermaid(call, listOf('L1'), 'zh-CN');
    const { named, defined } = nodesOf(text);
    expect(named).toEqual(defined);
    for (const step of listOf('L1').route) expect(text).toContain(`s_${step.id}["`);
    expect(
      text.startsWith(
        'flowchart TD\n  start(["科技榜"])\n  start --> s_consent\n  s_consent["隐私<br/>consent · consent"]',
      ),
    ).toBe(true);
  });

  it('leads to a conditional question by its condition, and past it otherwise', () => {
    const text = mermaid(call, listOf('L1'), 'en');
    expect(text).toContain('  s_share --> f_why\n');
    expect(text).toContain('  f_why -->|"depth == #34;partial#34; #124;#124; #34;none#34; in targets"| s_why\n');
    expect(text).toContain('  f_why -->|"otherwise"| s_milestones\n');
    expect(text).toContain('  s_why --> s_milestones\n');
  });

  it('marks what can refuse the list and nothing else', () => {
    const text = mermaid(call, listOf('L1'), 'zh-CN');
    expect(text).toContain('s_targets["服务对象<br/>targets · multi<br/>✕ 1.1"]:::refuses');
    expect(text.match(/✕/gu)).toHaveLength(1);
  });

  it('survives titles with quotes and markup', () => {
    const odd = compileCall(
      edited('lists/one.yaml', 'title: { zh: 深度, en: Depth }', `title: { zh: '"]-->x<b>', en: Depth }`),
    );
    expect(mermaid(odd, listOf('L1', odd), 'zh-CN')).toContain('s_depth["#34;]--#62;x#60;b#62;<br/>depth');
  });
});

describe('The SVG of a route', () => {
  it('shows every title and condition in the language asked for', () => {
    const picture = svg(call, listOf('L1'), 'en');
    for (const [index, step] of listOf('L1').route.entries())
      expect(picture).toContain(`>${index + 1}. ${step.title.en}</text>`);
    expect(picture).toContain('if depth == &quot;partial&quot; || &quot;none&quot; in targets');
    expect(picture).toContain('✕ 1.1');
  });

  it('escapes what applicants and organizers write', () => {
    const odd = compileCall(
      edited(
        'lists/one.yaml',
        'ask: { zh: 为什么？, en: Why? }',
        `ask: { zh: '</text><script>alert("&")</script>', en: Why? }`,
      ),
    );
    const picture = svg(odd, listOf('L1', odd), 'zh-CN');
    expect(picture).not.toContain('<script');
    expect(picture).toContain('&lt;/text&gt;&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;');
  });

  it('keeps long Chinese text inside its box', () => {
    const odd = compileCall(
      edited('lists/one.yaml', 'ask: { zh: 为什么？, en: Why? }', `ask: { zh: ${'长'.repeat(120)}, en: Why? }`),
    );
    const picture = svg(odd, listOf('L1', odd), 'zh-CN');
    const lines = [...picture.matchAll(/<text x="(\d+)"[^>]*font-size="13"[^>]*>(长+)<\/text>/gu)];
    expect(lines.map(([, , text = '']) => text.length).reduce((a, b) => a + b, 0)).toBe(120);
    for (const [, x, text = ''] of lines) expect(Number(x) + text.length * 13).toBeLessThanOrEqual(680 - 24 - 12);
  });
});
