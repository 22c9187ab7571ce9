/** rules.yaml held against the rules document: a word that drifted is found where it stands, and so is a hard clause nobody judges. */
import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { compileCall } from '../../src/flow/compile.ts';
import { faultLine } from '../../src/flow/fault.ts';
import { loadCall, rulesFaults } from '../../src/flow/load.ts';
import { rulesTextFaults } from '../../src/flow/rules-text.ts';
import type { SourceFile } from '../../src/flow/source.ts';
import { edited, SMALL_CALL } from './small-call.ts';

const document = `二〇二五 征集
榜单 1：须服务
  科技企业；（2）应有成效。
榜单 2：场景须在上海。
`;
const sum = createHash('sha256').update(document).digest('hex');
const SOUND = edited(
  'rules.yaml',
  `a${'0'.repeat(62)}f`,
  sum,
  edited('rules.yaml', '场景在上海, printed', '场景在上海, source: split, printed'),
);

function lines(files: readonly SourceFile[]): string[] {
  const rules = files.find(({ path }) => path.endsWith('/rules.yaml')) as SourceFile;
  return rulesTextFaults(compileCall(files), rules, { path: 'rules.txt', text: document }).map(faultLine);
}

/** line:column of the first occurrence of `needle` in rules.yaml. */
function placeOf(files: readonly SourceFile[], needle: string): string {
  const text = files.find(({ path }) => path.endsWith('/rules.yaml'))?.text ?? '';
  const before = text.slice(0, text.indexOf(needle)).split('\n');
  return `flows/small/rules.yaml:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`;
}

function changed(from: string, to: string, files = SOUND): SourceFile[] {
  return edited('rules.yaml', from, to, files);
}

describe('The words of a clause', () => {
  it('stand in the document, whatever its line ends: nothing is said', () => {
    expect(lines(SOUND)).toEqual([]);
    expect(lines(changed(sum, createHash('sha256').update(`\uFEFF${document}`).digest('hex')))).toEqual([]);
  });

  it('that drifted are named at the first character that differs, with those of the rules', () => {
    const files = changed('text: 须服务科技企业', 'text: 须服务科创企业');
    expect(lines(files)).toEqual([
      `${placeOf(files, '创企业')} clause "1.1" says “须服务科创企业”, which does not stand in rules.txt; the rules say “须服务科技企业；（2）应有成效。”`,
    ]);
  });

  it('that were made up altogether, each clause at once', () => {
    const files = changed('text: 须服务科技企业', 'text: 务必', changed('text: 应有成效', 'text: 爱怎样就怎样'));
    expect(lines(files).map((line) => line.split(' ')[0])).toEqual([placeOf(files, '务必'), placeOf(files, '爱怎样')]);
  });

  it('may leave something out, in the order of the rules only', () => {
    expect(lines(changed('text: 应有成效', 'text: 须服务……有成效'))).toEqual([]);
    const files = changed('text: 应有成效', 'text: 有成效……须服务');
    expect(lines(files)).toEqual([
      expect.stringContaining(`${placeOf(files, '须服务, printed')} clause "1.2" has “须服务” in another order`),
    ]);
  });

  it('that are our cut of a sentence keep its characters and their order', () => {
    const files = changed('text: 场景在上海', 'text: 上海在场景');
    expect(lines(files)).toEqual([
      expect.stringContaining(`${placeOf(files, '上海在场景')} clause "2.1.a" is no cut of one line of rules.txt`),
    ]);
  });

  it('that sum a passage up use no phrase of their own', () => {
    const sound = changed('二〇二五, printed', '征集（二〇二五）, source: summary, printed');
    expect(lines(sound)).toEqual([]);
    const files = changed('征集（', '评选（', sound);
    expect(lines(files)).toEqual([expect.stringContaining(`${placeOf(files, '评选')} clause "0.1" says “评选”`)]);
  });

  it('are compared with the document they name and no other', () => {
    const files = changed(sum, 'b'.repeat(64));
    expect(lines(files)).toEqual([
      `${placeOf(files, 'b'.repeat(64))} rules.txt is not the document named here; if it is the right one, its SHA-256 is ${sum}`,
    ]);
  });

  it('are not compared where there is no document', () => {
    const rules = SMALL_CALL.find(({ path }) => path.endsWith('/rules.yaml')) as SourceFile;
    expect(rulesTextFaults(compileCall(SMALL_CALL), rules, undefined)).toEqual([]);
  });
});

describe('A hard clause', () => {
  it('that no finding judges is named, for it would refuse nobody', () => {
    const call = compileCall(SOUND);
    const rules = SOUND.find(({ path }) => path.endsWith('/rules.yaml')) as SourceFile;
    const lists = call.lists.map((list) => ({
      ...list,
      findings: list.findings.filter((one) => one.clause !== '1.1'),
    }));
    expect(rulesTextFaults({ ...call, lists }, rules, undefined).map(faultLine)).toEqual([
      `${placeOf(SOUND, 'hard, en: Must serve')} clause "1.1" is hard, but no finding judges it; add a finding to its list, or soften the clause`,
    ]);
  });

  it('is judged by its parts, and the head of a list by any clause of it', () => {
    const call = compileCall(SOUND);
    const rules = SOUND.find(({ path }) => path.endsWith('/rules.yaml')) as SourceFile;
    const unjudged = (...dropped: readonly string[]) => {
      const findings = (list: (typeof call.lists)[number]) =>
        list.findings.filter(({ clause }) => !dropped.includes(clause));
      const lists = call.lists.map((list) => ({ ...list, findings: findings(list) }));
      return rulesTextFaults({ ...call, lists }, rules, undefined).map((fault) => fault.message.slice(0, 14));
    };
    expect(unjudged('2.1')).toEqual([]);
    expect(unjudged('2.1.a')).toEqual(['clause "2.1.a"']);
    expect(unjudged('2.1', '2.1.a')).toEqual(['clause "2.1" i', 'clause "2.1.a"']);
  });
});

describe('The folder of a call', () => {
  const shipped = new URL('../../flows/fintech-events-2025', import.meta.url).pathname;
  const folders: string[] = [];
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
  });

  function copy(): string {
    const folder = mkdtempSync(join(tmpdir(), 'shenbao-rules-'));
    folders.push(folder);
    cpSync(shipped, folder, { recursive: true });
    return folder;
  }

  it('that we ship quotes its rules and judges every hard clause', () => {
    expect(rulesFaults(shipped, loadCall(shipped)).map(faultLine)).toEqual([]);
  });

  it('shows one changed character of its rules', () => {
    const folder = copy();
    const path = join(folder, 'rules.yaml');
    writeFileSync(path, readFileSync(path, 'utf8').replace('text: 技术必须在真实的', 'text: 技术应当在真实的'));
    expect(rulesFaults(folder, loadCall(folder)).map(faultLine)).toEqual([
      expect.stringMatching(
        /rules\.yaml:546:13 clause "4\.3" says “技术应当在真实的.*the rules say “技术必须在真实的/u,
      ),
    ]);
  });

  it('with several documents says which one counts in call.yaml, and one that is not there is missed', () => {
    const folder = copy();
    writeFileSync(join(folder, 'rules-2024.txt'), 'last year');
    expect(rulesFaults(folder, loadCall(folder)).map(faultLine)).toEqual([
      expect.stringContaining('several rules documents: rules-2024.txt, rules-2025.txt; name one in rules_text'),
    ]);
    const path = join(folder, 'call.yaml');
    const call = readFileSync(path, 'utf8');
    writeFileSync(path, `${call.trimEnd()}\nrules_text: rules-2025.txt\n`);
    expect(rulesFaults(folder, loadCall(folder))).toEqual([]);
    writeFileSync(path, `${call.trimEnd()}\nrules_text: rules-2026.txt\n`);
    expect(rulesFaults(folder, loadCall(folder)).map(faultLine)).toEqual([
      expect.stringContaining('rules-2026.txt the file is missing'),
    ]);
  });
});
