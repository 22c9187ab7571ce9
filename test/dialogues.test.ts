/** The transcripts in `dialogues/`, played against the machine: what the manual shows is what happens. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { playTranscript } from './dialogues/play.ts';

const FOLDER = `${import.meta.dirname}/dialogues`;
const files = readdirSync(FOLDER).filter((name) => name.endsWith('.txt') && name !== 'FORMAT.txt');

const read = (file: string): string => readFileSync(`${FOLDER}/${file}`, 'utf8');

describe('The manual', () => {
  it.each(files)('%s', async (file) => {
    await playTranscript(file, read);
  });
});

describe('A transcript', () => {
  const play = (text: string) => playTranscript('t.txt', () => text);

  it('that says what the machine does not say fails at its line, with all the machine said', async () => {
    const fault = play('# 开头\n人> 你好\n机> 你好，我是申报助手\n机> 我是人\n');
    await expect(fault).rejects.toThrow(/^t\.txt:4: expected: 我是人\n人> 你好\n机\[notice\]> 你好，我是申报助手/);
  });

  it('that has things in another order, of another kind or too many fails', async () => {
    await expect(play('人> 你好\n机> 同意并开始\n机> 我是申报助手\n')).rejects.toThrow('t.txt:3');
    await expect(play('人> 你好\n机[finding]> 我是申报助手\n')).rejects.toThrow('t.txt:2');
    await expect(play('人> 你好\n机> 同意\n机!> 查看完整说明\n')).rejects.toThrow('t.txt:3: must not be said');
    await expect(play('人> 你好\n机> 同意\n机∅\n')).rejects.toThrow('t.txt:3: expected silence');
  });

  it('that cannot be read fails, and so does one that expects nothing', async () => {
    await expect(play('人> 你好\n机 > 你好\n')).rejects.toThrow('t.txt:2: unknown syntax');
    await expect(play('人> 你好\n@跳过\n机> 你好\n')).rejects.toThrow('t.txt:2: unknown directive');
    await expect(play('人> 你好\n机[shout]> 你好\n')).rejects.toThrow('t.txt:2: unknown kind');
    await expect(play('人[敲]> 你好\n机> 你好\n')).rejects.toThrow('t.txt:1: unknown way');
    await expect(play('人> 你好\n')).rejects.toThrow('expects nothing');
    await expect(play('@承接 t.txt\n人> 你好\n机> 你好\n')).rejects.toThrow('comes after itself');
  });

  it('that asks for a field of a submission nobody made fails', async () => {
    await expect(play('人> 你好\n机> 你好\n@提交 case.title = 案例\n')).rejects.toThrow('nothing was submitted yet');
  });

  it.each([
    ['status = withdrawn', 'status = withdrawn\nbut it is "submitted"'],
    ['scope.l1_targets 含 tech_mature', 'scope.l1_targets 含 tech_mature'],
    ['scope.l1_targets 不含 tech_early', 'scope.l1_targets 不含 tech_early'],
    ['eligibility.findings[clause=1.1].status = not_met', 'but it is "met"'],
    ['scope.l3_lead 有', 'but it is absent'],
    ['case.title 无', 'but it is "研发'],
  ])('that expects another submission fails: %s', async (field, why) => {
    const text = `@承接 list1-happy.txt\n人> 我的申报\n机> 已提交\n@提交 ${field}\n`;
    await expect(playTranscript('t.txt', (file) => (file === 't.txt' ? text : read(file)))).rejects.toThrow(why);
  });
});
