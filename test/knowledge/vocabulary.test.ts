/** The words of the trade: what applicants write is brought to the words of the rules, and only where nobody wrote it before. */
import { describe, expect, it } from 'vitest';
import type { Term } from '../../src/flow/faq.ts';
import { FlowFault, faultLine } from '../../src/flow/fault.ts';
import { loadCall, loadFaq } from '../../src/flow/load.ts';
import { plain } from '../../src/knowledge/normalise.ts';
import { listeningFor } from '../../src/knowledge/told.ts';
import { isName, rewriting } from '../../src/knowledge/vocabulary.ts';
import { editedFaq, smallFaq } from './small-faq.ts';

const folder = 'flows/fintech-events-2025';
const call = loadCall(folder);
const { vocabulary } = loadFaq(folder, call);

function faultsOf(from: string, to: string): string[] {
  try {
    smallFaq(editedFaq('vocabulary.yaml', from, to));
    return [];
  } catch (error) {
    if (error instanceof FlowFault) return error.faults.map(faultLine);
    throw error;
  }
}

describe('The vocabulary of the call we ship', () => {
  const forms = vocabulary.flatMap(({ from }) => from.map((form) => plain(form).replaceAll(' ', '')));

  it('knows well over 1,500 forms, each once, whatever script or width it is written in', () => {
    expect(forms.length).toBeGreaterThan(4000);
    expect(forms.filter((form, at) => forms.indexOf(form) !== at)).toEqual([]);
  });

  it('holds every kind of form applicants use', () => {
    const kinds = new Set(vocabulary.map(({ kind }) => kind));
    expect([...kinds].toSorted()).toEqual([
      'abbreviation',
      'business',
      'dialect',
      'english',
      'place',
      'product',
      'regulator',
      'technology',
    ]);
  });

  it('holds no single letter or character, which would be part of everything', () => {
    expect(forms.filter((form) => [...form].length < 2)).toEqual([]);
  });

  it('lets no name of a thing stand for what a case is judged by', () => {
    const { standsFor } = listeningFor(call, vocabulary);
    const names = vocabulary.filter(({ kind }) => isName(kind)).flatMap(({ from }) => from.map(plain));
    expect(names.length).toBeGreaterThan(1000);
    expect(names.filter((name) => standsFor.has(name))).toEqual([]);
  });
});

describe('A vocabulary with a slip is refused at its place', () => {
  it.each([
    ['a form twice under one word', '[死线, ddl]', '[死线, ddl, DDL]', 'vocabulary.yaml:2:31 "DDL" is given twice'],
    ['a form of two words', '[咩, 乜嘢]', '[咩, 死线]', 'vocabulary.yaml:3:25 "死线" already stands for "截止"'],
    ['an unknown kind', 'kind: english', 'kind: slang', 'vocabulary.yaml:2:38 "kind": unknown value "slang"'],
  ])('%s', (_, from, to, says) => {
    expect(
      faultsOf(from, to).filter((line) => line.includes(says)),
      faultsOf(from, to).join('\n'),
    ).toHaveLength(1);
  });
});

describe('A question', () => {
  const terms: readonly Term[] = [
    { to: '隐私计算', from: ['FedAvg', '密文计算', '联邦学习'], kind: 'technology' },
    { to: '什么时候', from: ['啥辰光', '几时'], kind: 'dialect' },
    { to: '费用', from: ['fee'], kind: 'english' },
  ];
  const rewrite = rewriting(terms, plain, ['隐私计算怎么写', '联邦学习算吗', '什么时候截止']);

  it('keeps the name of a thing, with the word of the rules beside it', () => {
    expect(rewrite('用fedavg可以吗')).toBe('用fedavg 隐私计算 可以吗');
  });

  it('has other ways to say a word replaced by it', () => {
    expect(rewrite('啥辰光截止')).toBe('什么时候截止');
  });

  it('is left as it is where others have asked in the same words', () => {
    expect(rewrite('联邦学习可以吗')).toBe('联邦学习可以吗');
  });

  it('is not led to a word nobody and no rule uses', () => {
    expect(rewrite('is there a fee')).toBe('is there a fee');
  });

  it('is not rewritten inside another Latin word', () => {
    expect(rewrite('fedavgx 几时')).toBe('fedavgx 什么时候');
  });
});
