/** Hostile or broken files are refused with one clear fault each, quickly, in little memory, and leave no trace. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../src/flow/fault.ts';
import { FlowFault } from '../../src/flow/fault.ts';
import { loadCall, loadCalls } from '../../src/flow/load.ts';
import { SMALL_CALL } from './small-call.ts';

let root = '';
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'flows-'));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The folder of the small call with lists/two.yaml replaced by `bytes`. */
function folderWith(name: string, bytes: string | Uint8Array): string {
  const folder = join(root, name);
  mkdirSync(join(folder, 'lists'), { recursive: true });
  for (const file of SMALL_CALL) writeFileSync(join(folder, file.path.replace('flows/small/', '')), file.text);
  writeFileSync(join(folder, 'lists/two.yaml'), bytes);
  return folder;
}

function faultsOf(folder: string): readonly Fault[] {
  try {
    loadCall(folder);
    return [];
  } catch (error) {
    if (error instanceof FlowFault) return error.faults;
    throw error;
  }
}

const two = SMALL_CALL.find((file) => file.path.endsWith('two.yaml'))?.text ?? '';
const repeated = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n)).join('\n');
const bomb = `a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n${repeated(12, (n) => `a${n + 1}: &a${n + 1} [${`*a${n}, `.repeat(9)}*a${n}]`)}`;

const HOSTILE: readonly { readonly what: string; readonly bytes: string | Uint8Array; readonly says: string }[] = [
  { what: 'aliases that multiply', bytes: bomb, says: 'too many values' },
  { what: 'an alias to itself', bytes: 'a: &a [*a]', says: 'refers to no anchor above' },
  {
    what: 'a hundred thousand aliases',
    bytes: `a: &a [1, 2]\n${repeated(100_000, (n) => `k${n}: *a`)}`,
    says: 'too many values',
  },
  { what: 'brackets without end', bytes: `a: ${'['.repeat(1_000_000)}`, says: 'nested deeper than 40 levels' },
  {
    what: 'closed brackets, deep',
    bytes: `a: ${'['.repeat(500)}${']'.repeat(500)}`,
    says: 'nested deeper than 40 levels',
  },
  { what: 'braces without end', bytes: `a: ${'{a: '.repeat(300_000)}`, says: 'nested deeper than 40 levels' },
  { what: 'dashes without end', bytes: `a:\n  ${'- '.repeat(500_000)}x`, says: 'nested deeper than 40 levels' },
  { what: 'question marks without end', bytes: '? '.repeat(500_000), says: 'nested deeper than 40 levels' },
  { what: 'stairs of keys', bytes: repeated(1000, (n) => `${' '.repeat(n)}k:`), says: 'nested deeper than 40 levels' },
  { what: 'a hundred and fifty thousand keys', bytes: repeated(150_000, (n) => `k${n}: 1`), says: 'too many values' },
  {
    what: 'the key __proto__',
    bytes: `${two}\n__proto__: { polluted: true }`,
    says: 'the key "__proto__" is not allowed',
  },
  {
    what: 'the key __proto__ within',
    bytes: `${two}\nevidence: [{ "__proto__": { polluted: true } }]`,
    says: 'the key "__proto__" is not allowed',
  },
  {
    what: 'the key constructor',
    bytes: `${two}\nconstructor: { prototype: { polluted: true } }`,
    says: 'the key "constructor" is not allowed',
  },
  { what: 'the key prototype', bytes: `${two}\nprototype: 1`, says: 'the key "prototype" is not allowed' },
  { what: 'a huge text', bytes: `${two}\nx: "${'x'.repeat(70_000)}"`, says: 'larger than 64 KiB' },
  { what: 'a huge file', bytes: `# ${'x'.repeat(2 * 1024 * 1024)}`, says: 'larger than 2 MiB' },
  { what: 'a merge key', bytes: `${two}\nx: &x { a: 1 }\ny:\n  <<: *x`, says: 'merge keys (<<) are not allowed' },
  {
    what: 'a tag that makes code',
    bytes: `${two}\nx: !!js/function 'function () {}'`,
    says: 'the tag !!js/function is not allowed',
  },
  { what: 'a custom tag', bytes: `${two}\nx: !secret y`, says: 'the tag !secret is not allowed' },
  { what: 'a number as a key', bytes: `${two}\n1: x`, says: 'unknown key "1"' },
  { what: 'a list as a key', bytes: `${two}\n? [a]\n: x`, says: 'must be strings' },
  { what: 'a NUL', bytes: `${two}\nx: a\u0000b`, says: 'control character U+0000' },
  { what: 'an escape character', bytes: `${two}\nx: a\u001b[31mb`, says: 'control character U+001B' },
  { what: 'a NUL written as an escape', bytes: `${two}\nx: "a\\0b"`, says: 'control characters in the text' },
  { what: 'half a surrogate pair', bytes: `${two}\nx: "a\\ud800b"`, says: '' },
  { what: 'a reversed direction', bytes: `${two}\nx: a\u202eb`, says: 'control character U+202E' },
  { what: 'bytes that are not UTF-8', bytes: new Uint8Array([0x69, 0x64, 0x3a, 0x20, 0xb0, 0xd9]), says: 'not UTF-8' },
  { what: 'UTF-16', bytes: new Uint8Array(Buffer.from(`\ufeff${two}`, 'utf16le')), says: 'not UTF-8' },
  { what: 'nothing at all', bytes: '', says: 'the file is empty' },
  { what: 'only a comment', bytes: '# nothing\n', says: 'the file is empty' },
  { what: 'a list instead of keys', bytes: '- a\n- b\n', says: 'the file: expected object, received a list' },
];

describe('A hostile file', () => {
  it.each(HOSTILE)('with $what is one clear fault within a second', ({ what, bytes, says }) => {
    const folder = folderWith(what.replaceAll(/\W/gu, '-'), bytes);
    const before = process.memoryUsage().rss;
    const start = performance.now();
    const faults = faultsOf(folder);
    expect(performance.now() - start).toBeLessThan(1000);
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    expect(faults.map((fault) => `${fault.file} ${fault.message} ${fault.suggestion}`)).toEqual([
      expect.stringContaining(`${folder}/lists/two.yaml`),
    ]);
    expect(`${faults[0]?.message} ${faults[0]?.suggestion}`).toContain(says);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.ownKeys(Object.prototype)).toHaveLength(12);
  });

  it('may begin with a byte order mark and end its lines as Windows does', () => {
    const folder = folderWith('windows', `\ufeff${two.replaceAll('\n', '\r\n')}`);
    expect(faultsOf(folder)).toEqual([]);
  });
});

describe('A folder that is not as it should be', () => {
  it('with a missing file names it', () => {
    const folder = folderWith('missing', two);
    rmSync(join(folder, 'rules.yaml'));
    rmSync(join(folder, 'lists/two.yaml'));
    expect(faultsOf(folder).map(({ file, message }) => [file.slice(folder.length + 1), message])).toEqual([
      ['call.yaml', 'unknown list "two": there is no lists/two.yaml'],
      ['rules.yaml', 'the file is missing'],
    ]);
  });

  it('with a symbolic link or a folder in place of a file names it and follows nothing', () => {
    const folder = folderWith('links', two);
    rmSync(join(folder, 'common.yaml'));
    symlinkSync('/etc/passwd', join(folder, 'common.yaml'));
    rmSync(join(folder, 'lists/two.yaml'));
    mkdirSync(join(folder, 'lists/two.yaml'));
    expect(faultsOf(folder).map(({ file, message }) => [file.slice(folder.length + 1), message])).toEqual([
      ['common.yaml', 'a symbolic link, which is not followed'],
      ['lists/two.yaml', 'not a file'],
    ]);
  });

  it('with a list nobody named says so', () => {
    const folder = folderWith('extra', two);
    writeFileSync(join(folder, 'lists/three.yaml'), two.replace('id: L2', 'id: L3').replace('no: 2', 'no: 3'));
    writeFileSync(join(folder, 'lists/.two.yaml.swp'), 'left by an editor');
    expect(faultsOf(folder).map(({ file, message }) => [file.slice(folder.length + 1), message])).toEqual([
      ['lists/three.yaml', 'the file is not named in lists of call.yaml'],
    ]);
  });

  it('that does not exist names its files', () => {
    expect(faultsOf(join(root, 'nowhere')).map((fault) => fault.message)).toEqual(
      new Array(3).fill('the file is missing'),
    );
  });

  it('among others spoils none of them: every call is checked, and two calls never share an id', () => {
    const calls = join(root, 'calls');
    for (const name of ['a', 'b']) folderWith(join('calls', name), two);
    expect(() => loadCalls(calls)).toThrow('the id "small-call" belongs to another call');
    rmSync(join(calls, 'b'), { recursive: true });
    expect(loadCalls(calls).map((call) => call.id)).toEqual(['small-call']);
  });
});
