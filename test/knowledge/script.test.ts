/** Traditional text is read in mainland words; simplified text is never touched. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { simplified } from '../../src/knowledge/script.ts';

const folder = 'flows/fintech-events-2025';
const call = loadCall(folder);
const faq = loadFaq(folder, call);

describe('Simplified text comes back as it was', () => {
  it('the whole of the rules', () => {
    const rules = readFileSync(`${folder}/rules-2025.txt`, 'utf8');
    expect(simplified(rules)).toBe(rules);
  });

  it('every answer, topic and clause', () => {
    const texts = [
      ...faq.entries.flatMap(({ topic, answer, followUp }) => [topic.zh, answer.zh, followUp?.zh ?? '']),
      ...call.clauses.values().map(({ text }) => text),
    ];
    expect(texts.filter((text) => simplified(text) !== text)).toEqual([]);
  });

  it('every question of those who write so', () => {
    const texts = faq.variants.filter(({ voice }) => /^(?:branch_clerk|engineer|insurer)$/.test(voice));
    expect(texts.length).toBeGreaterThan(500);
    expect(texts.filter(({ text }) => simplified(text) !== text)).toEqual([]);
  });

  it.each(['指标', '什么', '核心系统', '红头文件', '小程序', '著名', '乾坤', '嗰个'])('%s', (text) => {
    expect(simplified(text)).toBe(text);
  });
});

describe('Traditional text is read as', () => {
  it.each([
    ['什麼時候截止', '什么时候截止'],
    ['軟體專案', '软件项目'],
    ['核心指標', '核心指标'],
    ['要附什么文件', '要附什么文件'],
    ['這個文件怎么寫', '这个文件怎么写'],
    ['個人資料', '个人资料'],
    ['區塊鏈', '区块链'],
  ])('%s: %s', (text, read) => {
    expect(simplified(text)).toBe(read);
  });
});
